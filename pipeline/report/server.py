"""The report served on this machine alone, so that a review is saved into the folder of corrections as one works."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import tempfile
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from urllib.parse import unquote, urlsplit

from pipeline.corrections.files import parse_corrections
from pipeline.errors import CorrectionsError

HOST = "127.0.0.1"
_API = "/api/corrections/"
_SOURCE = "/source/"
_MOST = 16 << 20  # bytes of a file of corrections; thousands of entries take a tenth


@dataclass(frozen=True, slots=True)
class ReviewFolders:
    """What a review works on: the folders of the report and of the corrections.

    `files` are the names of the files of corrections that may be written, `sources` the plans' files by name.
    """

    report: Path
    corrections: Path
    files: frozenset[str]
    sources: dict[str, Path]


def open_server(desk: ReviewFolders, port: int = 0) -> ThreadingHTTPServer:
    """A server of the report on 127.0.0.1, not serving yet; port 0 takes a free one.

    It answers only requests that name it as their host, and takes only what its own pages send: a page of another
    origin that the same browser shows can neither read nor write here.

    Raises:
        OSError: the port is taken.
    """
    return ThreadingHTTPServer((HOST, port), partial(_Handler, desk=desk, lock=Lock()))


def listen(port: int) -> socket.socket:
    """A socket on 127.0.0.1 that browsers may ask from now on; port 0 takes a free one.

    Raises:
        OSError: the port is taken.
    """
    return socket.create_server((HOST, port))


def version_of(content: bytes | None) -> str:
    """What tells two contents of a file of corrections apart; empty where there is no file."""
    return "" if content is None else hashlib.sha256(content).hexdigest()


class _Handler(SimpleHTTPRequestHandler):
    """Answers one request."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: object, desk: ReviewFolders, lock: Lock) -> None:
        self._desk = desk
        self._lock = lock
        super().__init__(*args, directory=str(desk.report))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """A file of the report, a plan's document, or what a file of corrections holds."""
        if not self._is_own():
            return
        path = urlsplit(self.path).path
        if path.startswith(_API):
            self._send_corrections(unquote(path.removeprefix(_API)))
        elif path.startswith(_SOURCE):
            self._send_source(unquote(path.removeprefix(_SOURCE)))
        else:
            super().do_GET()

    def do_PUT(self) -> None:
        """Write a file of corrections anew, where it is still the one that the page has seen."""
        path = urlsplit(self.path).path
        if not self._is_own() or not self._is_sent_by_own_page():
            return
        length = int(self.headers.get("Content-Length") or 0)
        name = unquote(path.removeprefix(_API))
        if not path.startswith(_API) or name not in self._desk.files or not 0 < length <= _MOST:
            self._send_refusal(HTTPStatus.NOT_FOUND, "no such file of corrections")
            return
        try:
            asked = json.loads(self.rfile.read(length))
            text, seen = str(asked["text"]), str(asked["version"])
            parse_corrections(text, name)
        except (ValueError, KeyError, TypeError, CorrectionsError) as error:
            self._send_refusal(HTTPStatus.BAD_REQUEST, str(error))
            return
        self._write_corrections(name, text.encode(), seen)

    def end_headers(self) -> None:
        """Nothing is kept by the browser: the next run publishes other pages under the same names."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that it overrides
        """Say nothing: the terminal shows the address."""

    def _is_own(self) -> bool:
        """Whether the request names this server; a name that another site lets point here is refused."""
        assert isinstance(self.server, ThreadingHTTPServer)
        port = self.server.server_port
        if self.headers.get("Host") in (f"{HOST}:{port}", f"localhost:{port}"):
            return True
        self._send_refusal(HTTPStatus.FORBIDDEN, "not this host")
        return False

    def _is_sent_by_own_page(self) -> bool:
        """Whether a page of this server sends it: browsers say the origin, and ask before sending JSON elsewhere."""
        own = f"http://{self.headers.get('Host')}"
        if self.headers.get("Origin") == own and self.headers.get_content_type() == "application/json":
            return True
        self._send_refusal(HTTPStatus.FORBIDDEN, "not from this report")
        return False

    def _read_content(self, name: str) -> bytes | None:
        try:
            return (self._desk.corrections / name).read_bytes()
        except FileNotFoundError:
            return None

    def _send_corrections(self, name: str) -> None:
        if name not in self._desk.files:
            self._send_refusal(HTTPStatus.NOT_FOUND, "no such file of corrections")
            return
        try:
            content = self._read_content(name)
            entries = parse_corrections((content or b"").decode("utf-8-sig"), name)
        except (OSError, ValueError, CorrectionsError) as error:
            self._send_refusal(
                HTTPStatus.CONFLICT if isinstance(error, OSError) else HTTPStatus.BAD_REQUEST, str(error)
            )
            return
        plain = [one.correction.model_dump(mode="json", by_alias=True, exclude_unset=True) for one in entries]
        self._send_json({"entries": plain, "version": version_of(content)})

    def _send_source(self, name: str) -> None:
        path = self._desk.sources.get(name)
        if path is None or not path.is_file():
            self._send_refusal(HTTPStatus.NOT_FOUND, "no such document")
            return
        self._send_content(HTTPStatus.OK, path.read_bytes(), self.guess_type(str(path)))

    def _write_corrections(self, name: str, content: bytes, seen: str) -> None:
        """Write a file whole or not at all."""
        with self._lock:
            if version_of(self._read_content(name)) != seen:
                self._send_refusal(HTTPStatus.CONFLICT, "the file has changed")
                return
            try:
                self._desk.corrections.mkdir(parents=True, exist_ok=True)
                with tempfile.NamedTemporaryFile(dir=self._desk.corrections, prefix=".", delete=False) as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                Path(file.name).chmod(0o644)
                Path(file.name).replace(self._desk.corrections / name)
            except OSError as error:
                self._send_refusal(HTTPStatus.INTERNAL_SERVER_ERROR, str(error))
                return
        self._send_json({"version": version_of(content)})

    def _send_json(self, found: dict[str, object]) -> None:
        self._send_content(HTTPStatus.OK, json.dumps(found, ensure_ascii=False).encode(), "application/json")

    def _send_refusal(self, status: HTTPStatus, why: str) -> None:
        self.close_connection = True  # what else was sent is not read
        self._send_content(status, why.encode(), "text/plain; charset=utf-8")

    def _send_content(self, status: HTTPStatus, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
