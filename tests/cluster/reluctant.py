"""A busy node: passes requests on to a real one, but turns down bulk requests at first, whole or in part."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

__all__ = ["busy_node"]

_BUSY = {"type": "rejected_execution_exception", "reason": "queue is full"}


@contextmanager
def busy_node(address: str, always: bool = False) -> Iterator[tuple[str, list[int]]]:
    """Its address, and how many operations each bulk request had that it was sent.

    The first bulk request is turned down, every second operation of the next one too; `always`: all of them.
    """
    node = urlsplit(address).netloc
    sizes: list[int] = []

    class Busy(BaseHTTPRequestHandler):
        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if "/_bulk" in self.path:
                sizes.append(body.count(b'"index": {'))
                if always or len(sizes) == 1:
                    self._answer(429, json.dumps({"error": _BUSY, "status": 429}).encode())
                    return
            connection = HTTPConnection(node)
            kind = self.headers.get("Content-Type", "application/json")
            connection.request(self.command, self.path, body, {"Content-Type": kind})
            answer = connection.getresponse()
            content = answer.read()
            connection.close()
            if "/_bulk" in self.path and len(sizes) == 2:
                content = _half_turned_down(content)
            self._answer(answer.status, content)

        do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = _pass_on  # noqa: N815

        def _answer(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Busy) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", sizes
        server.shutdown()


def _half_turned_down(content: bytes) -> bytes:
    answer = json.loads(content)
    for item in answer["items"][::2]:
        item["index"] |= {"status": 429, "error": _BUSY}
    return json.dumps(answer).encode()
