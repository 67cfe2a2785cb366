"""What people read when something goes wrong: each error as Vietnamese, and notes on how a query was read.

A message says what happened, what is safe, and what to do next.
"""

from collections.abc import Callable, Mapping
from typing import Any

from kb import errors as e

__all__ = ["MESSAGES", "NOTES", "message_of"]


def _size(size_bytes: object) -> str:
    """A size as people say it: 200 MB, 1,5 GB."""
    megabytes = int(str(size_bytes)) / 1_000_000
    if megabytes >= 1000:
        return f"{megabytes / 1000:.1f} GB".replace(".", ",")
    return f"{megabytes:.0f} MB" if megabytes >= 1 else f"{int(str(size_bytes))} byte"


def _choices(error: Any) -> str:
    return f" Có thể chọn: {', '.join(error.choices)}." if error.choices else ""


_NOT_FOUND = {
    "document": "tài liệu",
    "model": "mô hình",
    "province": "tỉnh, thành phố",
    "project": "dự án",
    "page": "trang",
    "passage": "đoạn văn",
}

_DATABASE_FAULTS = {
    "absent": "không trả lời",
    "starting": "đang khởi động hoặc đang dừng",
    "busy": "đang nhận quá nhiều yêu cầu",
    "slow": "trả lời quá chậm",
    "cut": "bị ngắt kết nối",
}

MESSAGES: Mapping[type[e.KbError], Callable[[Any], str]] = {
    e.KbError: lambda _: "Có lỗi chưa lường trước. Dữ liệu vẫn còn nguyên. Xin thử lại.",
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
    e.RequestError: lambda _: "Yêu cầu này không thực hiện được. Xin xem lại các lựa chọn rồi thử lại.",
    e.QueryTooLong: lambda x: (
        f"Câu tìm dài {x.length} ký tự, quá mức {x.limit}. Hãy rút gọn còn vài từ khóa chính rồi tìm lại."
    ),
    e.ArgumentInvalid: lambda x: f"Không hiểu giá trị “{x.value}” của “{x.name}”.{_choices(x)}",
    e.ComparisonSizeInvalid: lambda x: (
        f"Đang chọn {x.count} mô hình; mỗi lần so sánh được từ {x.low} đến {x.high} mô hình. "
        "Hãy chọn thêm hoặc bớt rồi so sánh lại."
    ),
    e.NotFound: lambda x: (
        f"Không có {_NOT_FOUND.get(x.what, 'mục')} nào mang mã “{x.key}”. Có thể mục này đã được gỡ khỏi kho; "
        "hãy tìm lại từ trang chủ."
    ),
    e.DataError: lambda x: (
        f"Thư mục dữ liệu “{x.directory}” không dùng được. Hãy chạy “kb check” để xem lỗi."
    ),
    e.DataLocked: lambda x: (
        f"Một chương trình khác đang ghi vào “{x.directory}” ({x.holder}). Dữ liệu vẫn an toàn. "
        "Hãy đợi chương trình đó xong rồi chạy lại."
    ),
    e.DataTooNew: lambda x: (
        f"Dữ liệu trong “{x.directory}” do một bản phần mềm mới hơn tạo ra (phiên bản {x.found}; bản này đọc được "
        f"đến {x.supported}). Chưa có gì bị thay đổi. Hãy cập nhật phần mềm, hoặc chọn thư mục khác bằng --data."
    ),
    e.DataDamaged: lambda x: (
        f"Dữ liệu trong “{x.directory}” bị hỏng ({x.reason}). Tài liệu gốc của bạn không bị ảnh hưởng. "
        "Hãy chạy “kb check --repair”; nếu không được, đổi tên thư mục này và chạy lại “kb index”."
    ),
    e.DataNotWritable: lambda x: (
        f"Không ghi được vào “{x.directory}”. Chưa có gì bị mất. "
        "Hãy kiểm tra quyền ghi của thư mục, hoặc chọn thư mục khác bằng --data."
    ),
    e.DiskFull: lambda x: (
        f"Đĩa chứa “{x.directory}” đã đầy. Dữ liệu trước đó vẫn còn nguyên và vẫn tìm được. "
        "Hãy giải phóng bớt dung lượng rồi chạy lại."
    ),
    e.DatabaseUnavailable: lambda x: (
        f"Máy chủ dữ liệu “{x.directory}” {_DATABASE_FAULTS.get(x.reason, 'không trả lời')}. Dữ liệu đã ghi vẫn "
        "an toàn. Hãy kiểm tra máy chủ PostgreSQL rồi thử lại sau một phút; việc nạp dở sẽ được làm tiếp."
    ),
    e.DatabaseRefused: lambda x: (
        f"Máy chủ dữ liệu “{x.directory}” không cho người dùng “{x.user}” vào. Chưa có gì thay đổi. "
        "Hãy kiểm tra tên và mật khẩu trong KB_DATABASE_URL hoặc KB_DATABASE_PASSWORD."
    ),
    e.DatabaseMissing: lambda x: (
        f"Máy chủ dữ liệu “{x.directory}” chưa có cơ sở dữ liệu tên “{x.database}”. Chưa có gì thay đổi. "
        f"Hãy tạo bằng lệnh “createdb {x.database}”, hoặc sửa tên trong KB_DATABASE_URL."
    ),
    e.DatabaseNotUnicode: lambda x: (
        f"Cơ sở dữ liệu “{x.database}” dùng bảng mã {x.encoding} nên không giữ được mọi chữ. Chưa có gì thay đổi. "
        f"Hãy tạo lại bằng lệnh “createdb --encoding=UTF8 --template=template0 {x.database}”."
    ),
    e.SettingInvalid: lambda x: (
        f"Không dùng được giá trị của biến {x.name}. Chưa có gì thay đổi. Hãy viết theo mẫu “{x.example}”."
    ),
    e.ExtraMissing: lambda x: (
        f"Biến {x.name} cần phần mở rộng “{x.extra}” chưa được cài. Chưa có gì thay đổi. "
        f"Hãy cài bằng lệnh “pip install '.[{x.extra}]'”."
    ),
    e.SearchUnavailable: lambda _: (
        "Chưa kết nối được kho tìm kiếm. Xin thử lại sau một phút; tài liệu của bạn vẫn an toàn."
    ),
    e.IndexMissing: lambda _: (
        "Kho tìm kiếm chưa được lập. Tài liệu của bạn vẫn an toàn. Hãy chạy “kb index” với thư mục tài liệu."
    ),
    e.IndexOutdated: lambda _: (
        "Kho tìm kiếm do một bản phần mềm khác lập nên phải lập lại. Tài liệu của bạn vẫn an toàn. "
        "Hãy chạy “kb check --repair” rồi thử lại."
    ),
    e.ClusterUnavailable: lambda x: (
        "Không kết nối được cụm tìm kiếm. Tài liệu của bạn vẫn an toàn trong kho. "
        "Xin thử lại sau một phút; nếu vẫn lỗi, hãy kiểm tra cụm máy và biến KB_OPENSEARCH_URL. "
        "Khi cụm chạy lại, “kb check --repair” lập nốt những gì còn thiếu."
    ),
    e.ClusterSlow: lambda x: (
        "Cụm tìm kiếm đang quá tải hoặc trả lời quá chậm. Tài liệu của bạn vẫn an toàn trong kho. "
        "Xin thử lại sau một phút."
    ),
    e.ClusterRefused: lambda x: (
        "Cụm tìm kiếm không cho vào: sai tên, mật khẩu, khóa, hoặc thiếu quyền. "
        "Tài liệu của bạn vẫn an toàn trong kho. Hãy kiểm tra KB_OPENSEARCH_USER và KB_OPENSEARCH_PASSWORD, "
        "hoặc KB_OPENSEARCH_API_KEY."
    ),
    e.ClusterUnsupported: lambda x: (
        f"Cụm tìm kiếm chạy {x.found}, phần mềm này cần OpenSearch {x.supported} trở lên. "
        "Chưa có gì bị thay đổi. Hãy nâng cấp cụm, hoặc đặt KB_SEARCH=embedded để tìm ngay trên máy này."
    ),
    e.ClusterFull: lambda x: (
        "Đĩa của cụm tìm kiếm gần đầy nên cụm ngừng ghi; những gì đã lập vẫn tìm được. "
        "Tài liệu của bạn vẫn an toàn trong kho. "
        "Hãy giải phóng đĩa hoặc thêm máy, rồi chạy “kb check --repair”."
    ),
    e.DocumentsRejected: lambda x: (
        f"Cụm tìm kiếm không nhận {len(x.reasons)} tài liệu; các tài liệu khác đã tìm được:\n"
        + "\n".join(f"- {doc_id}: {reason}" for doc_id, reason in x.reasons.items())
        + "\nTài liệu vẫn an toàn trong kho. Hãy sửa tài liệu rồi nạp lại."
    ),
}

NOTES: Mapping[str, str] = {
    "unbalanced_quote": "Dấu ngoặc kép chưa đóng nên được đọc như từ thường.",
    "dangling_or": "“OR” thiếu một vế nên được bỏ qua.",
    "unknown_province": "Không nhận ra tên tỉnh trong câu tìm nên không lọc theo tỉnh.",
    "unknown_project": "Không nhận ra mã dự án trong câu tìm nên không lọc theo dự án.",
    "unknown_livelihood": "Không nhận ra loại sinh kế trong câu tìm nên không lọc theo sinh kế.",
    "unknown_kind": "Không nhận ra loại tài liệu trong câu tìm nên không lọc theo loại.",
    "unknown_year": "Không hiểu năm trong câu tìm nên không lọc theo năm.",
}


def message_of(error: e.KbError) -> str:
    """The sentence for `error`, from the nearest class in its ancestry that has one."""
    for kind in type(error).__mro__:
        if kind in MESSAGES:
            return MESSAGES[kind](error)
    raise LookupError(type(error).__name__)
