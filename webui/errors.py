"""Errors as pages and as API answers: the status, and the sentence in the language of the request."""

import logging
import uuid

from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from kb.errors import DataError, KbError, NotFound, RequestError, SearchUnavailable
from kb.language import _, marked
from kb.messages import message_of

__all__ = ["init_app"]

log = logging.getLogger(__name__)

_RETRY_SECONDS = "60"

_TITLES = {
    400: marked("Yêu cầu chưa đúng"),
    404: marked("Không tìm thấy trang này"),
    405: marked("Cách gọi này không được hỗ trợ"),
    503: marked("Kho chưa sẵn sàng"),
    500: marked("Có lỗi ở phía chúng tôi"),
}


def init_app(app: Flask) -> None:
    """Answer every error of the product, of the web server and of our own making."""
    app.register_error_handler(KbError, _answer_kb_error)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(Exception, _answer_bug)


def _status(error: KbError) -> int:
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, RequestError):
        return 400
    return 503 if isinstance(error, SearchUnavailable | DataError) else 500


def _answer_kb_error(error: KbError) -> Response:
    status = _status(error)
    if status >= 500:
        log.error("%s: %s", type(error).__name__, error, exc_info=error)
    response = _answer(status, type(error).__name__, message_of(error))
    if status == 503:
        response.headers["Retry-After"] = _RETRY_SECONDS
    return response


def _answer_http_error(error: HTTPException) -> Response:
    status = error.code or 500
    message = (
        _("Địa chỉ này không có trong kho. Hãy kiểm tra lại địa chỉ, hoặc tìm từ trang chủ.")
        if status == 404
        else _("Yêu cầu này không thực hiện được. Hãy quay lại trang trước và thử lại.")
    )
    return _answer(status, error.name.replace(" ", ""), message)


def _answer_bug(error: Exception) -> Response:
    reference = uuid.uuid4().hex[:8]
    log.error("reference %s", reference, exc_info=error)
    return _answer(
        500,
        "InternalError",
        _(
            "Trang gặp lỗi chưa lường trước (mã %(reference)s). Tài liệu của bạn vẫn an toàn. "
            "Xin thử lại; nếu vẫn lỗi, hãy gửi mã này cho người phụ trách.",
            reference=reference,
        ),
    )


def _answer(status: int, code: str, message: str) -> Response:
    if request.path.startswith("/api/"):
        response = jsonify(error={"code": code, "message": message})
    else:
        title = _(_TITLES.get(status, _TITLES[400]))
        response = make_response(render_template("error.html", title=title, message=message))
    response.status_code = status
    return response
