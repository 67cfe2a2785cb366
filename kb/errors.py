"""Every exception of the product. They carry data, not sentences; `kb.messages` turns them into Vietnamese.

KbError
├── InputError                a file or folder that cannot be taken in; the others go on
│   ├── PathMissing
│   ├── NothingToIndex
│   ├── FormatUnsupported
│   ├── FileEmpty
│   ├── FileTooLarge
│   ├── FileUnreadable        no permission, or the disk failed
│   ├── FileBroken            not what its name says
│   ├── ArchiveDangerous      a small file that unpacks to a huge one
│   ├── FileEncrypted
│   ├── PdfScanned
│   ├── EncodingUnknown
│   ├── TextMissing           nothing left once menus and adverts are gone
│   ├── MetadataInvalid
│   └── IdClash
├── RequestError              what the user asked for cannot be answered as asked (HTTP 400)
│   ├── QueryTooLong
│   ├── ArgumentInvalid
│   ├── ComparisonSizeInvalid
│   └── NotFound              (HTTP 404)
├── DataError                 the data directory is damaged, locked or unusable (exit status 3)
│   ├── DataLocked
│   ├── DataTooNew
│   ├── DataDamaged
│   ├── DataNotWritable
│   ├── DiskFull
│   ├── DatabaseUnavailable   the database server is away, or went away (HTTP 503)
│   ├── DatabaseRefused       it does not let this user in
│   ├── DatabaseMissing       it has no database of that name
│   ├── DatabaseNotUnicode    the database cannot hold all letters
│   └── StoreNotEmpty         a store would be copied over another
├── DocumentsRejected         the search engine did not take some documents; the others are in
├── SettingInvalid            a setting that cannot be followed (exit status 2)
│   └── ExtraMissing          it asks for an optional part that is not installed
└── SearchUnavailable         the index cannot answer now (HTTP 503)
    ├── IndexMissing
    ├── IndexOutdated         written by another version; a rebuild mends it
    └── ClusterUnavailable    the search cluster is away, or went away; the index is as it was
        ├── ClusterSlow       it did not answer in time, or has too much to do
        ├── ClusterRefused    it does not let this user in
        ├── ClusterUnsupported
        └── ClusterFull       it takes in nothing more, but still answers
"""

__all__ = [
    "ArchiveDangerous",
    "ArgumentInvalid",
    "ClusterFull",
    "ClusterRefused",
    "ClusterSlow",
    "ClusterUnavailable",
    "ClusterUnsupported",
    "ComparisonSizeInvalid",
    "DataDamaged",
    "DataError",
    "DataLocked",
    "DataNotWritable",
    "DataTooNew",
    "DatabaseMissing",
    "DatabaseNotUnicode",
    "DatabaseRefused",
    "DatabaseUnavailable",
    "DiskFull",
    "DocumentsRejected",
    "EncodingUnknown",
    "ExtraMissing",
    "FileBroken",
    "FileEmpty",
    "FileEncrypted",
    "FileTooLarge",
    "FileUnreadable",
    "FormatUnsupported",
    "IdClash",
    "IndexMissing",
    "IndexOutdated",
    "InputError",
    "KbError",
    "MetadataInvalid",
    "NotFound",
    "NothingToIndex",
    "PathMissing",
    "PdfScanned",
    "QueryTooLong",
    "RequestError",
    "SearchUnavailable",
    "SettingInvalid",
    "StoreNotEmpty",
    "TextMissing",
]


class KbError(Exception):
    """Base of all. Keyword arguments become attributes, for messages and logs."""

    def __init__(self, **data: object) -> None:
        super().__init__(", ".join(f"{name}={value!r}" for name, value in data.items()))
        self.data = data

    def __getattr__(self, name: str) -> object:
        try:
            return self.__dict__["data"][name]
        except KeyError:
            raise AttributeError(name) from None

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, (type(self), self.data)


def _restore(kind: type[KbError], data: dict[str, object]) -> KbError:
    """Rebuild an error that crossed a process boundary."""
    return kind(**data)


class InputError(KbError):
    """`path`: the file or folder, as the user named it; for a line of a JSONL file also `line`."""


class PathMissing(InputError): ...


class NothingToIndex(InputError): ...


class FormatUnsupported(InputError):
    """`suffix`: the ending of the file's name."""


class FileEmpty(InputError): ...


class FileTooLarge(InputError):
    """`size_bytes`, `limit_bytes`."""


class FileUnreadable(InputError):
    """`reason`: the system's word for it."""


class FileBroken(InputError):
    """`reason`: what the reader of the format said."""


class ArchiveDangerous(InputError):
    """`size_bytes`: what it would unpack to, `limit_bytes`."""


class FileEncrypted(InputError): ...


class PdfScanned(InputError): ...


class EncodingUnknown(InputError): ...


class TextMissing(InputError): ...


class MetadataInvalid(InputError):
    """`key` and `value` of the metadata that could not be understood."""


class IdClash(InputError):
    """`doc_id`, `path` and `other_path`."""


class RequestError(KbError): ...


class QueryTooLong(RequestError):
    """`length`, `limit`: characters."""


class ArgumentInvalid(RequestError):
    """`name` of the argument, `value` as given, `choices`: what would do, may be empty."""


class ComparisonSizeInvalid(RequestError):
    """`count` of models asked for, `low` and `high`: how many can be compared."""


class NotFound(RequestError):
    """`what`: "document", "passage", "model", "province" or "project"; `key`: what was asked for."""


class DataError(KbError):
    """`directory`: the data directory, or the database's address without its password."""


class DataLocked(DataError):
    """`holder`: who writes now, as "PID on HOST since TIME"."""


class DataTooNew(DataError):
    """`found`, `supported`: versions of the stored data."""


class DataDamaged(DataError):
    """`reason`."""


class DataNotWritable(DataError): ...


class DiskFull(DataError): ...


class DatabaseUnavailable(DataError):
    """`reason`: "absent", "starting", "busy", "slow" (no answer in time) or "cut"."""


class DatabaseRefused(DataError):
    """`user`: who was turned away."""


class DatabaseMissing(DataError):
    """`database`: its name."""


class DatabaseNotUnicode(DataError):
    """`database`: its name; `encoding`: what it keeps letters in."""


class StoreNotEmpty(DataError):
    """`count`: of the documents that are there."""


class SettingInvalid(KbError):
    """`name` of the variable, `example` of a value that would do. A value may be secret, so none is kept."""


class ExtraMissing(SettingInvalid):
    """`name` of the variable, `extra`: the optional part it needs."""


class SearchUnavailable(KbError):
    """`reason`."""


class IndexMissing(SearchUnavailable): ...


class IndexOutdated(SearchUnavailable):
    """`found`, `supported`: versions of the index schema."""


class ClusterUnavailable(SearchUnavailable):
    """`nodes`: the addresses asked, `reason`."""


class ClusterSlow(ClusterUnavailable): ...


class ClusterRefused(ClusterUnavailable): ...


class ClusterUnsupported(ClusterUnavailable):
    """`found`: what answered, as "OpenSearch 1.3.20"; `supported`: the oldest version that will do."""


class ClusterFull(ClusterUnavailable): ...


class DocumentsRejected(KbError):
    """`reasons`: id of the document → what the engine said."""
