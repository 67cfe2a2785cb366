"""Files → originals → documents: what all formats share, text files, Markdown and collections."""

import gzip
import json
import lzma
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.extract import Original, parse, read_originals
from kb.document import Document, Kind
from kb.errors import (
    ArchiveDangerous,
    EncodingUnknown,
    FileBroken,
    FileEmpty,
    FileTooLarge,
    FileUnreadable,
    FormatUnsupported,
    InputError,
    MetadataInvalid,
    PathMissing,
    TextMissing,
)
from kb.messages import message_of

MAX_BYTES = 1_000_000


def read(name: str, content: str | bytes, line: int | None = None) -> Document:
    data = content.encode() if isinstance(content, str) else content
    suffix = Path(name).suffix if line is None else ".jsonl"
    return parse(Original(name, data, suffix, line))


def read_line(line: int = 1, **record: object) -> Document:
    return read(f"tin.jsonl:{line}", json.dumps(record), line)


def headings_of(document: Document) -> list[tuple[int, str]]:
    return [(heading.level, heading.span.cut(document.text)) for heading in document.headings]


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of root, who may read everything."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


class TestFiles:
    def test_the_original_is_the_whole_file_untouched(self, tmp_path: Path) -> None:
        path = tmp_path / "Kế hoạch.TXT"
        path.write_bytes(b"\xff\xfeK\x00\xbf\x1e")
        (original,) = read_originals(path, MAX_BYTES)
        assert original == Original(str(path), b"\xff\xfeK\x00\xbf\x1e", ".txt")

    def test_an_original_can_be_sent_to_another_process(self) -> None:
        original = Original("a.jsonl:3", b"{}", ".jsonl", 3)
        assert pickle.loads(pickle.dumps(original)) == original

    @pytest.mark.parametrize("suffix", [".md", ".txt", ".pdf", ".docx", ".html", ".jsonl", ".jsonl.gz"])
    def test_an_empty_file_is_named_as_such(self, tmp_path: Path, suffix: str) -> None:
        (tmp_path / f"rong{suffix}").touch()
        (error,) = read_originals(tmp_path / f"rong{suffix}", MAX_BYTES)
        assert isinstance(error, FileEmpty)

    @pytest.mark.parametrize("suffix", [".txt", ".pdf", ".docx", ".html", ".md"])
    def test_a_file_of_200_megabytes_is_refused_unread(self, tmp_path: Path, suffix: str) -> None:
        path = tmp_path / f"nang{suffix}"
        path.touch()
        os.truncate(path, 200_000_000)
        (error,) = read_originals(path, 100_000_000)
        assert isinstance(error, FileTooLarge)
        assert "200 MB" in message_of(error) and "100 MB" in message_of(error)

    def test_a_missing_file_is_named_as_such(self, tmp_path: Path) -> None:
        (error,) = read_originals(tmp_path / "mat.txt", MAX_BYTES)
        assert isinstance(error, PathMissing)

    def test_a_format_that_is_not_read_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "cu.doc").write_bytes(b"x")
        (error,) = read_originals(tmp_path / "cu.doc", MAX_BYTES)
        assert isinstance(error, FormatUnsupported) and error.suffix == ".doc"

    @pytest.mark.parametrize(
        "make",
        [
            pytest.param(Path.mkdir, id="folder"),
            pytest.param(os.mkfifo, id="pipe"),
            pytest.param(lambda path: path.symlink_to(path), id="link to itself"),
            pytest.param(lambda path: path.symlink_to("/dev/zero"), id="device"),
        ],
    )
    def test_what_is_no_file_is_refused(self, tmp_path: Path, make: Callable[[Path], None]) -> None:
        path = tmp_path / "la.md"
        make(path)
        (error,) = read_originals(path, MAX_BYTES)
        assert isinstance(error, FileUnreadable)

    def test_a_file_without_permission_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "kin.txt"
        path.write_text("x")
        path.chmod(0)
        with as_nobody():
            (error,) = read_originals(path, MAX_BYTES)
        assert isinstance(error, FileUnreadable) and error.reason == "Permission denied"


class TestCollections:
    @pytest.mark.parametrize(
        ("suffix", "pack"),
        [(".jsonl", bytes), (".jsonl.gz", gzip.compress), (".jsonl.xz", lzma.compress)],
        ids=["plain", "gz", "xz"],
    )
    def test_each_line_is_an_original_of_its_own(
        self, tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]
    ) -> None:
        path = tmp_path / f"tin{suffix}"
        path.write_bytes(pack(b'{"text": "a"}\r\n\n{"text": "b"}'))
        assert list(read_originals(path, MAX_BYTES)) == [
            Original(f"{path}:1", b'{"text": "a"}', ".jsonl", 1),
            Original(f"{path}:3", b'{"text": "b"}', ".jsonl", 3),
        ]

    def test_a_line_that_is_too_long_is_passed_over(self, tmp_path: Path) -> None:
        path = tmp_path / "tin.jsonl"
        path.write_bytes(b"a\n" + b"x" * 5000 + b"\nb\n")
        first, error, last = read_originals(path, 1000)
        assert isinstance(error, FileTooLarge)
        assert (error.path, error.line, error.size_bytes) == (f"{path}:2", 2, 5001)
        assert [first.content, last.content, last.line] == [b"a", b"b", 3]

    @pytest.mark.parametrize(
        ("suffix", "pack"), [(".jsonl.gz", gzip.compress), (".jsonl.xz", lzma.compress)], ids=["gz", "xz"]
    )
    def test_a_small_file_that_unpacks_to_a_huge_one_is_left(
        self, tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]
    ) -> None:
        path = tmp_path / f"bom{suffix}"
        path.write_bytes(pack(b"\0" * 50_000_000))
        *_, error = read_originals(path, MAX_BYTES)
        assert isinstance(error, ArchiveDangerous)
        assert error.size_bytes < 10_000_000

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("tin.jsonl.gz", gzip.compress(os.urandom(3000))[:2000]),
            ("tin.jsonl.xz", lzma.compress(os.urandom(3000))[:2000]),
            ("tin.jsonl.gz", b"not packed at all"),
            ("tin.jsonl.xz", b"not packed at all"),
        ],
        ids=["gz cut short", "xz cut short", "not gz", "not xz"],
    )
    def test_a_broken_archive_is_named_as_such(self, tmp_path: Path, name: str, content: bytes) -> None:
        (tmp_path / name).write_bytes(content)
        *_, error = read_originals(tmp_path / name, MAX_BYTES)
        assert isinstance(error, FileBroken) and error.path == str(tmp_path / name)

    def test_a_collection_of_blank_lines_has_no_text(self, tmp_path: Path) -> None:
        (tmp_path / "tin.jsonl").write_bytes(b"\n \n")
        (error,) = read_originals(tmp_path / "tin.jsonl", MAX_BYTES)
        assert isinstance(error, TextMissing)

    def test_a_record_gives_every_field_it_has(self) -> None:
        document = read_line(
            id=17,
            title="Nuôi dê",
            text="Hộ nghèo\nnuôi dê.",
            kind="report",
            source="Báo Vùng Cao",
            url="https://baovungcao.example/de",
            published="2023-09-22T06:00:00+07:00",
        )
        assert document == Document(
            doc_id="17",
            title="Nuôi dê",
            text="Hộ nghèo\nnuôi dê.",
            kind=Kind.REPORT,
            source="Báo Vùng Cao",
            url="https://baovungcao.example/de",
            published=date(2023, 9, 22),
        )

    def test_a_record_without_id_is_named_after_file_and_line(self) -> None:
        assert read("thu-muc/tin.jsonl.xz:12", '{"text": "Nuôi dê."}', 12).doc_id == "tin-12"

    def test_a_record_without_title_is_called_by_its_first_line(self) -> None:
        assert read_line(text="Nuôi dê\nở Pà Cò", title=" ").title == "Nuôi dê"

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            pytest.param(b"{cut", FileBroken, id="no JSON"),
            pytest.param(b"[1]", FileBroken, id="no object"),
            pytest.param(b"[" * 100_000, FileBroken, id="nested too deeply"),
            pytest.param(b"9" * 5000, FileBroken, id="huge number"),
            pytest.param(b'{"id": "a"}', TextMissing, id="no text"),
            pytest.param(b'{"text": " \\n"}', TextMissing, id="blank text"),
            pytest.param(b'{"text": "... - !"}', TextMissing, id="signs only"),
            pytest.param(b'{"text": 5}', MetadataInvalid, id="text is a number"),
            pytest.param(b'{"text": "a", "id": "%s"}' % (b"x" * 600), MetadataInvalid, id="id beyond bounds"),
            pytest.param(b'{"text": "a", "title": ["x"]}', MetadataInvalid, id="title is a list"),
            pytest.param(b"\x93\xfa\x96\x7b\x8c\xea\x82\xc5\x82\xb7", EncodingUnknown, id="Shift JIS"),
        ],
    )
    def test_a_bad_line_is_named_by_its_number(self, line: bytes, expected: type[InputError]) -> None:
        with pytest.raises(expected) as caught:
            read("tin.jsonl:12", line, 12)
        assert (caught.value.path, caught.value.line) == ("tin.jsonl:12", 12)

    def test_half_a_surrogate_pair_does_not_reach_the_document(self) -> None:
        assert (
            read("a.jsonl:1", b'{"text": "a \\ud83d b \\u0000 c"}', 1).text.encode()
            == "a \ufffd b  c".encode()
        )


class TestMetadata:
    @pytest.mark.parametrize(
        "written",
        [
            *("2023-09-18", "18/09/2023", "18/9/2023", "18-09-2023", "18.9.2023", "2023/09/18"),
            *("2023-09-18T06:00:00Z", "2023-09-18 06:00", "18/09/2023 06:00", "18/9/2023, 06:00 (GMT+7)"),
        ],
    )
    def test_dates_are_read_as_people_write_them(self, written: str) -> None:
        assert read_line(text="a", published=written).published == date(2023, 9, 18)

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("published", "31/02/2024"),
            ("published", "2024-13-01"),
            ("published", "2203-01-01"),
            ("published", "hôm qua"),
            ("published", "2023"),
            ("published", 1695000000),
            ("kind", "báo"),
            ("kind", True),
            ("url", "javascript:alert(1)"),
            ("url", "baovungcao.example/de"),
            ("source", {"name": "Báo"}),
        ],
    )
    def test_a_value_that_is_not_understood_is_named_with_its_key(self, key: str, value: object) -> None:
        with pytest.raises(MetadataInvalid) as caught:
            read_line(text="a", **{key: value})
        assert (caught.value.key, caught.value.value) == (key, str(value))

    def test_a_word_instead_of_an_address_is_no_address(self) -> None:
        assert read_line(text="a", url="unknown").url is None

    def test_the_kind_is_derived_when_it_is_not_given(self) -> None:
        assert read_line(text="a", title="Kế hoạch giảm nghèo năm 2024").kind is Kind.PLAN
        assert read_line(text="a", title="Kế hoạch giảm nghèo năm 2024", kind="News").kind is Kind.NEWS


class TestPlainText:
    def test_the_first_line_is_the_title(self) -> None:
        document = read("bai/nuoi-de.txt", "\n\n  Nuôi dê ở Pà Cò \n\nĐoạn một\ndòng hai.\n \n\nĐoạn hai.\n")
        assert (document.doc_id, document.title) == ("nuoi-de", "Nuôi dê ở Pà Cò")
        assert document.text == "Đoạn một\ndòng hai.\n\nĐoạn hai."

    def test_a_single_line_is_title_and_text(self) -> None:
        document = read("a.txt", "Hà Giang nuôi bò vàng.")
        assert document.title == document.text == "Hà Giang nuôi bò vàng."

    def test_numbered_lines_with_text_below_are_headings(self) -> None:
        document = read("a.txt", "Tiêu đề\nMở đầu.\nI. HÀ GIANG\nNuôi bò.\nII. LÀO CAI\nNuôi cá hồi.")
        assert headings_of(document) == [(2, "I. HÀ GIANG"), (2, "II. LÀO CAI")]

    @pytest.mark.parametrize(
        "content", [b" \n\t\n", b"\xef\xbb\xbf", "\u200b".encode()], ids=["blank", "mark", "hidden"]
    )
    def test_a_file_without_letters_has_no_text(self, content: bytes) -> None:
        with pytest.raises(TextMissing):
            read("a.txt", content)

    def test_the_name_of_the_file_becomes_an_id_in_nfc(self) -> None:
        assert read("Ke\u0302\u0301 hoa\u0323ch 36.txt", "a").doc_id == "Kế hoạch 36"

    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"], ids=lambda name: name
    )
    def test_every_form_of_unicode_is_read(self, encoding: str) -> None:
        text = "Nuôi dê\n\nHộ nghèo ở xã Pà Cò, huyện Mai Châu."
        assert read("a.txt", text.encode(encoding)).text == "Hộ nghèo ở xã Pà Cò, huyện Mai Châu."

    @pytest.mark.parametrize(
        "content",
        [
            "Президент подписал указ о поддержке сельских районов".encode("cp1251"),
            bytes(range(256)) * 4,
            b"%PDF-1.7\n\x00\x01\x02\xff\xfe",
        ],
        ids=["cp1251", "every byte", "a PDF by another name"],
    )
    def test_text_in_no_known_character_set_is_refused(self, content: bytes) -> None:
        with pytest.raises(EncodingUnknown):
            read("a.txt", content)


class TestMarkdown:
    def test_front_matter_gives_the_metadata(self) -> None:
        document = read(
            "a.md",
            '---\nid: nhan-idol\ntitle: "Nhãn Idol"\nkind: news # news | plan\nsource: Báo A\n'
            "url: https://a.example/1\npublished: 2023-09-18\nngười viết: ai đó\n---\n\nNội dung.\n",
        )
        assert document == Document(
            "nhan-idol",
            "Nhãn Idol",
            "Nội dung.",
            Kind.NEWS,
            "Báo A",
            "https://a.example/1",
            date(2023, 9, 18),
        )

    @pytest.mark.parametrize(
        "title",
        [
            "Vân Canh 2024: bớt 964 hộ nghèo",
            '"Nhãn Idol" ở Định Môn',
            "[Phóng sự] Nuôi bò",
            "50% hộ nghèo: đã thoát",
        ],
    )
    def test_a_title_that_yaml_cannot_read_is_taken_as_it_stands(self, title: str) -> None:
        assert read("a.md", f"---\nid: b\ntitle: {title}\n---\nNội dung.").title == title

    def test_a_rule_at_the_top_is_no_front_matter(self) -> None:
        document = read("a.md", "---\n\nĐoạn một.\n\n---\n\nĐoạn hai.")
        assert document.text == "Đoạn một.\n\nĐoạn hai."

    def test_marks_go_and_what_they_marked_stays(self) -> None:
        document = read(
            "a.md",
            "Có **đậm**, *nghiêng*, `mã`, [liên kết](https://a.example) và\nxuống dòng<br>nữa.\n\n"
            "- mục một\n- mục **hai**\n\n1. thứ nhất\n2. thứ hai\n\n"
            "| Xã | Hộ |\n|---|---|\n| Định Môn | 12 |\n\n> trích dẫn\n",
        )
        assert document.text.split("\n\n") == [
            "Có đậm, nghiêng, mã, liên kết và\nxuống dòng\nnữa.",
            "- mục một\n- mục hai",
            "1. thứ nhất\n2. thứ hai",
            "Xã | Hộ\nĐịnh Môn | 12",
            "trích dẫn",
        ]

    def test_headings_are_lines_of_the_text(self) -> None:
        document = read("a.md", "---\ntitle: T\n---\n## Hà *Giang*\nNuôi bò.\n### Xã A\nTrồng cam.\n")
        assert headings_of(document) == [(2, "Hà Giang"), (3, "Xã A")]
        assert document.text == "Hà Giang\n\nNuôi bò.\n\nXã A\n\nTrồng cam."

    def test_the_first_heading_is_the_title_where_none_is_given(self) -> None:
        document = read("a.md", "# Nuôi bò vàng\n\nNội dung.")
        assert (document.title, document.text) == ("Nuôi bò vàng", "Nội dung.")

    def test_a_heading_that_repeats_the_title_is_not_part_of_the_text(self) -> None:
        assert read("a.md", "---\ntitle: Nuôi bò\n---\n# Nuôi bò\n\nNội dung.").text == "Nội dung."

    @pytest.mark.parametrize(
        "content",
        [
            "> " * 3000 + "sâu",
            "---\n" + "a: [" * 5000 + "\n---\nsâu",
            "[" * 5000 + "sâu",
            "- " * 2000 + "sâu",
        ],
        ids=["quotes", "front matter", "brackets", "lists"],
    )
    def test_deep_nesting_ends_in_a_document_or_an_error(self, content: str) -> None:
        try:
            assert read("a.md", content).text
        except InputError as error:
            assert error.path == "a.md"

    def test_a_file_with_only_front_matter_has_no_text(self) -> None:
        with pytest.raises(TextMissing):
            read("a.md", "---\ntitle: A\n---\n")


@pytest.mark.parametrize("suffix", [".md", ".txt", ".html", ".docx", ".pdf", ".jsonl"])
@settings(deadline=None)  # the first page makes a library load its word lists
@given(content=st.binary(max_size=300))
def test_any_bytes_end_in_a_document_or_an_input_error(suffix: str, content: bytes) -> None:
    try:
        document = parse(Original(f"a{suffix}", content, suffix))
    except InputError as error:
        assert error.path == f"a{suffix}"
    else:
        assert document.text


@given(text=st.text(max_size=200))
def test_headings_are_spans_of_the_text(text: str) -> None:
    try:
        document = read("a.md", f"# {text}\n\n## Mục {text}\n\nđoạn {text}")
    except InputError:
        return
    assert all(heading.span.end <= len(document.text) for heading in document.headings)
    assert all("\n" not in heading.span.cut(document.text) for heading in document.headings)
