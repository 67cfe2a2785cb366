"""What people read when something goes wrong: each error as a sentence, and notes on how a query was read.

A message says what happened, what is safe, and what to do next.
"""

from collections.abc import Callable, Mapping
from typing import Any

from kb import errors as e
from kb.language import _, marked

__all__ = ["MESSAGES", "NOTES", "message_of"]


def _size(size_bytes: object) -> str:
    """A size as people say it: 200 MB, 1,5 GB."""
    megabytes = int(str(size_bytes)) / 1_000_000
    if megabytes >= 1000:
        return f"{megabytes / 1000:.1f} GB".replace(".", ",")
    return f"{megabytes:.0f} MB" if megabytes >= 1 else f"{int(str(size_bytes))} byte"


def _choices(error: Any) -> str:
    if not error.choices:
        return ""
    return " " + _("Có thể chọn: %(choices)s.", choices=", ".join(error.choices))


_NOT_FOUND = {
    "document": marked("tài liệu"),
    "model": marked("mô hình"),
    "province": marked("tỉnh, thành phố"),
    "project": marked("dự án"),
    "page": marked("trang"),
    "passage": marked("đoạn văn"),
}
_THING = marked("mục")

_DATABASE_FAULTS = {
    "absent": marked("không trả lời"),
    "starting": marked("đang khởi động hoặc đang dừng"),
    "busy": marked("đang nhận quá nhiều yêu cầu"),
    "slow": marked("trả lời quá chậm"),
    "cut": marked("bị ngắt kết nối"),
}

MESSAGES: Mapping[type[e.KbError], Callable[[Any], str]] = {
    e.KbError: lambda _x: _("Có lỗi chưa lường trước. Dữ liệu vẫn còn nguyên. Xin thử lại."),
    e.InputError: lambda x: f"Không đọc được “{x.path}”. Các tệp khác vẫn được nạp.",
    e.PathMissing: lambda x: (
        f"Không thấy “{x.path}”. Chưa có gì thay đổi. Hãy kiểm tra lại đường dẫn rồi chạy lại."
    ),
    e.NothingToIndex: lambda x: (
        f"Thư mục “{x.path}” không có tài liệu nào đọc được. Kho vẫn giữ nguyên như trước. "
        "Hãy bỏ vào đó các tệp .md, .txt, .html, .docx, .pdf hoặc .jsonl rồi nạp lại."
    ),
    e.FormatUnsupported: lambda x: (
        f"Tệp “{x.path}” thuộc loại “{x.suffix}” chưa đọc được. Các tệp khác vẫn được nạp. "
        "Hãy lưu lại thành .docx, .pdf, .html hoặc .txt rồi nạp lại."
    ),
    e.FileEmpty: lambda x: (
        f"Tệp “{x.path}” rỗng (0 byte). Các tệp khác vẫn được nạp. Hãy chép lại tệp từ bản gốc rồi nạp lại."
    ),
    e.FileTooLarge: lambda x: (
        f"Tệp “{x.path}” nặng {_size(x.size_bytes)}, quá mức {_size(x.limit_bytes)} cho một tệp. "
        "Các tệp khác vẫn được nạp. Hãy tách tệp thành nhiều phần nhỏ hơn rồi nạp lại."
    ),
    e.FileUnreadable: lambda x: (
        f"Không mở được tệp “{x.path}” ({x.reason}). Các tệp khác vẫn được nạp. "
        "Hãy kiểm tra quyền đọc tệp rồi nạp lại."
    ),
    e.FileBroken: lambda x: (
        f"Tệp “{x.path}” bị hỏng hoặc không đúng định dạng như tên gọi. Các tệp khác vẫn được nạp. "
        "Hãy mở tệp bằng chương trình quen dùng, lưu lại rồi nạp lại."
    ),
    e.ArchiveDangerous: lambda x: (
        f"Tệp “{x.path}” bung ra tới {_size(x.size_bytes)}, lớn bất thường nên không được mở. "
        "Các tệp khác vẫn được nạp. Nếu tin là tệp lành, hãy lưu lại thành .pdf hoặc .txt rồi nạp lại."
    ),
    e.FileEncrypted: lambda x: (
        f"Tệp “{x.path}” có mật khẩu nên không đọc được. Các tệp khác vẫn được nạp. "
        "Hãy lưu một bản không mật khẩu rồi nạp lại."
    ),
    e.PdfScanned: lambda x: (
        f"Tệp “{x.path}” chỉ có ảnh quét nên chưa tìm được chữ. Các tệp khác vẫn được nạp. "
        "Hãy nhận dạng chữ (OCR) rồi nạp lại."
    ),
    e.EncodingUnknown: lambda x: (
        f"Không nhận ra bảng mã chữ của tệp “{x.path}”, nên tệp chưa được nạp để tránh lưu chữ sai. "
        "Các tệp khác vẫn được nạp. Hãy lưu lại tệp theo bảng mã Unicode (UTF-8) rồi nạp lại."
    ),
    e.TextMissing: lambda x: (
        f"Tệp “{x.path}” không có phần nội dung nào để đọc. Các tệp khác vẫn được nạp. "
        "Hãy kiểm tra xem tệp có lưu trọn bài viết không rồi nạp lại."
    ),
    e.MetadataInvalid: lambda x: (
        f"Tệp “{x.path}”: không hiểu mục “{x.key}” có giá trị “{x.value}”. Các tệp khác vẫn được nạp. "
        "Hãy sửa mục này rồi nạp lại (ngày viết theo mẫu 2024-02-28; loại là news, plan hoặc report)."
    ),
    e.IdClash: lambda x: (
        f"Hai tệp “{x.path}” và “{x.other_path}” cùng mang mã “{x.doc_id}”. Tệp sau chưa được nạp; "
        "tài liệu đã có vẫn giữ nguyên. Hãy đổi mã (id) hoặc tên của một trong hai tệp rồi nạp lại."
    ),
    e.RequestError: lambda _x: _("Yêu cầu này không thực hiện được. Xin xem lại các lựa chọn rồi thử lại."),
    e.QueryTooLong: lambda x: _(
        "Câu tìm dài %(length)s ký tự, quá mức %(limit)s. Hãy rút gọn còn vài từ khóa chính rồi tìm lại.",
        **x.data,
    ),
    e.ArgumentInvalid: lambda x: _("Không hiểu giá trị “%(value)s” của “%(name)s”.", **x.data) + _choices(x),
    e.ComparisonSizeInvalid: lambda x: _(
        "Đang chọn %(count)s mô hình; mỗi lần so sánh được từ %(low)s đến %(high)s mô hình. Hãy chọn "
        "thêm hoặc bớt rồi so sánh lại.",
        **x.data,
    ),
    e.NotFound: lambda x: _(
        "Không có %(kind)s nào mang mã “%(key)s”. Có thể mục này đã được gỡ khỏi kho; hãy tìm lại từ "
        "trang chủ.",
        kind=_(_NOT_FOUND.get(x.what, _THING)),
        **x.data,
    ),
    e.DataError: lambda x: _(
        "Thư mục dữ liệu “%(directory)s” không dùng được. Hãy chạy “kb check” để xem lỗi.", **x.data
    ),
    e.DataLocked: lambda x: _(
        "Một chương trình khác đang ghi vào “%(directory)s” (%(holder)s). Dữ liệu vẫn an toàn. Hãy đợi "
        "chương trình đó xong rồi chạy lại.",
        **x.data,
    ),
    e.DataTooNew: lambda x: _(
        "Dữ liệu trong “%(directory)s” do một bản phần mềm mới hơn tạo ra (phiên bản %(found)s; bản này "
        "đọc được đến %(supported)s). Chưa có gì bị thay đổi. Hãy cập nhật phần mềm, hoặc chọn thư mục "
        "khác bằng --data.",
        **x.data,
    ),
    e.DataDamaged: lambda x: _(
        "Dữ liệu trong “%(directory)s” bị hỏng (%(reason)s). Tài liệu gốc của bạn không bị ảnh hưởng. "
        "Hãy chạy “kb check --repair”; nếu không được, đổi tên thư mục này và chạy lại “kb index”.",
        **x.data,
    ),
    e.DataNotWritable: lambda x: _(
        "Không ghi được vào “%(directory)s”. Chưa có gì bị mất. Hãy kiểm tra quyền ghi của thư mục, hoặc"
        " chọn thư mục khác bằng --data.",
        **x.data,
    ),
    e.DiskFull: lambda x: _(
        "Đĩa chứa “%(directory)s” đã đầy. Dữ liệu trước đó vẫn còn nguyên và vẫn tìm được. Hãy giải "
        "phóng bớt dung lượng rồi chạy lại.",
        **x.data,
    ),
    e.DatabaseUnavailable: lambda x: _(
        "Máy chủ dữ liệu “%(directory)s” %(fault)s. Dữ liệu đã ghi vẫn an toàn. Hãy kiểm tra máy chủ "
        "PostgreSQL rồi thử lại sau một phút; việc nạp dở sẽ được làm tiếp.",
        fault=_(_DATABASE_FAULTS.get(x.reason, _DATABASE_FAULTS["absent"])),
        **x.data,
    ),
    e.DatabaseRefused: lambda x: _(
        "Máy chủ dữ liệu “%(directory)s” không cho người dùng “%(user)s” vào. Chưa có gì thay đổi. Hãy "
        "kiểm tra tên và mật khẩu trong KB_DATABASE_URL hoặc KB_DATABASE_PASSWORD.",
        **x.data,
    ),
    e.DatabaseMissing: lambda x: _(
        "Máy chủ dữ liệu “%(directory)s” chưa có cơ sở dữ liệu tên “%(database)s”. Chưa có gì thay đổi. "
        "Hãy tạo bằng lệnh “createdb %(database)s”, hoặc sửa tên trong KB_DATABASE_URL.",
        **x.data,
    ),
    e.DatabaseNotUnicode: lambda x: _(
        "Cơ sở dữ liệu “%(database)s” dùng bảng mã %(encoding)s nên không giữ được mọi chữ. Chưa có gì "
        "thay đổi. Hãy tạo lại bằng lệnh “createdb --encoding=UTF8 --template=template0 %(database)s”.",
        **x.data,
    ),
    e.StoreNotEmpty: lambda x: (
        f"Kho ở “{x.directory}” đã có {x.count} tài liệu nên không chép đè lên. Chưa có gì thay đổi. "
        "Hãy chọn một nơi còn trống."
    ),
    e.SettingInvalid: lambda x: _(
        "Không dùng được giá trị của biến %(name)s. Chưa có gì thay đổi. Hãy viết theo mẫu “%(example)s”.",
        **x.data,
    ),
    e.ExtraMissing: lambda x: _(
        "Biến %(name)s cần phần mở rộng “%(extra)s” chưa được cài. Chưa có gì thay đổi. Hãy cài bằng "
        "lệnh “pip install '.[%(extra)s]'”.",
        **x.data,
    ),
    e.SearchUnavailable: lambda _x: _(
        "Chưa kết nối được kho tìm kiếm. Xin thử lại sau một phút; tài liệu của bạn vẫn an toàn."
    ),
    e.IndexMissing: lambda _x: _(
        "Kho tìm kiếm chưa được lập. Tài liệu của bạn vẫn an toàn. Hãy chạy “kb index” với thư mục tài liệu."
    ),
    e.IndexOutdated: lambda _x: _(
        "Kho tìm kiếm do một bản phần mềm khác lập nên phải lập lại. Tài liệu của bạn vẫn an toàn. Hãy "
        "chạy “kb check --repair” rồi thử lại."
    ),
    e.ClusterUnavailable: lambda _x: _(
        "Không kết nối được cụm tìm kiếm. Tài liệu của bạn vẫn an toàn trong kho. Xin thử lại sau một "
        "phút; nếu vẫn lỗi, hãy kiểm tra cụm máy và biến KB_OPENSEARCH_URL. Khi cụm chạy lại, “kb check "
        "--repair” lập nốt những gì còn thiếu."
    ),
    e.ClusterSlow: lambda _x: _(
        "Cụm tìm kiếm đang quá tải hoặc trả lời quá chậm. Tài liệu của bạn vẫn an toàn trong kho. Xin "
        "thử lại sau một phút."
    ),
    e.ClusterRefused: lambda _x: _(
        "Cụm tìm kiếm không cho vào: sai tên, mật khẩu, khóa, hoặc thiếu quyền. Tài liệu của bạn vẫn an "
        "toàn trong kho. Hãy kiểm tra KB_OPENSEARCH_USER và KB_OPENSEARCH_PASSWORD, hoặc "
        "KB_OPENSEARCH_API_KEY."
    ),
    e.ClusterUnsupported: lambda x: _(
        "Cụm tìm kiếm chạy %(found)s, phần mềm này cần OpenSearch %(supported)s trở lên. Chưa có gì bị "
        "thay đổi. Hãy nâng cấp cụm, hoặc đặt KB_SEARCH=embedded để tìm ngay trên máy này.",
        **x.data,
    ),
    e.ClusterFull: lambda _x: _(
        "Đĩa của cụm tìm kiếm gần đầy nên cụm ngừng ghi; những gì đã lập vẫn tìm được. Tài liệu của bạn "
        "vẫn an toàn trong kho. Hãy giải phóng đĩa hoặc thêm máy, rồi chạy “kb check --repair”."
    ),
    e.DocumentsRejected: lambda x: (
        f"Cụm tìm kiếm không nhận {len(x.reasons)} tài liệu; các tài liệu khác đã tìm được:\n"
        + "\n".join(f"- {doc_id}: {reason}" for doc_id, reason in x.reasons.items())
        + "\nTài liệu vẫn an toàn trong kho. Hãy sửa tài liệu rồi nạp lại."
    ),
}

NOTES: Mapping[str, str] = {
    "unbalanced_quote": marked("Dấu ngoặc kép chưa đóng nên được đọc như từ thường."),
    "dangling_or": marked("“OR” thiếu một vế nên được bỏ qua."),
    "unknown_province": marked("Không nhận ra tên tỉnh trong câu tìm nên không lọc theo tỉnh."),
    "unknown_project": marked("Không nhận ra mã dự án trong câu tìm nên không lọc theo dự án."),
    "unknown_livelihood": marked("Không nhận ra loại sinh kế trong câu tìm nên không lọc theo sinh kế."),
    "unknown_kind": marked("Không nhận ra loại tài liệu trong câu tìm nên không lọc theo loại."),
    "unknown_year": marked("Không hiểu năm trong câu tìm nên không lọc theo năm."),
}


def message_of(error: e.KbError) -> str:
    """The sentence for `error`, from the nearest class in its ancestry that has one."""
    for kind in type(error).__mro__:
        if kind in MESSAGES:
            return MESSAGES[kind](error)
    raise LookupError(type(error).__name__)
