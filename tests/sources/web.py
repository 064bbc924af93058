"""A web server and an object store on this machine, for tests of sources: both are real, only near."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Site:
    """What a web server has and what it was asked: `files` by path, `asked` as (method, path, range)."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[tuple[str, str, str | None]] = []
        self.cut_after: int | None = None
        """Bytes after which the next answer to GET breaks off."""
        self.url = ""


@contextmanager
def served() -> Iterator[Site]:
    """A web server with entity tags and ranges, as those of public bodies have."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self.answer("HEAD")

        def do_GET(self) -> None:
            self.answer("GET")

        def answer(self, method: str) -> None:
            asked = self.headers.get("Range")
            site.asked.append((method, self.path, asked))
            content = site.files.get(self.path)
            if content is None:
                self.send_error(404)
                return
            tag, begin, end = f'"{sha256(content).hexdigest()[:16]}"', 0, len(content)
            if asked:
                first, _, last = asked.removeprefix("bytes=").partition("-")
                begin, end = int(first), min(int(last) + 1, len(content)) if last else len(content)
            self.send_response(206 if asked else 200)
            self.send_header("Accept-Ranges", "bytes")
            self.send_header("ETag", tag)
            self.send_header("Content-Length", str(end - begin))
            if asked:
                self.send_header("Content-Range", f"bytes {begin}-{end - 1}/{len(content)}")
            self.end_headers()
            if method == "GET":
                body = content[begin:end]
                if site.cut_after is not None:
                    body, site.cut_after = body[: site.cut_after], None
                    self.close_connection = True
                self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
