"""A small server on loopback that gives synthetic people in pages, and answers look-ups by POST.

It is there for tests and for trying things out: it knows no sign-in, and holds everything in memory.
"""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PEOPLE, LOOK_UP = "/people", "/look-up"
PAGE, SIZE = "page", "size"


@dataclass
class Published:
    """What stands at one address.

    Attributes:
        kind: content type of its bodies.
        pages: bodies of the list, from page 1 on.
        answers: identifier to the bodies of people of it, as JSON values; for look-ups.
        records: steps to the list of people in a look-up's answer.
    """

    kind: str
    pages: Sequence[bytes]
    answers: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    records: Sequence[str] = ()


class PeopleServer:
    """A running server; use `people_server`.

    Attributes:
        url: where it is.
    """

    def __init__(self, url: str) -> None:
        """Publish nothing yet."""
        self.url = url
        self.published: dict[str, Published] = {}

    def publish(self, what: Published) -> str:
        """Put something at an address of its own.

        Returns:
            The address; the list is at `/people` below it, look-ups at `/look-up`.
        """
        name = f"{len(self.published) + 1}"
        self.published[name] = what
        return f"{self.url}/{name}"


@contextmanager
def people_server() -> Iterator[PeopleServer]:
    """Run a server on a free port of this machine; leaving stops it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    running = PeopleServer(f"http://127.0.0.1:{server.server_port}")
    server.running = running  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Give a page of the list: the last one is followed by empty ones."""
        what, path, asked = self._asked()
        number = int(asked.get(PAGE, ["1"])[0])
        if what is None or path != PEOPLE:
            self._give(HTTPStatus.NOT_FOUND, "text/plain", b"")
        elif number <= len(what.pages):
            self._give(HTTPStatus.OK, what.kind, what.pages[number - 1])
        else:
            self._give(HTTPStatus.NOT_FOUND, "text/plain", b"")

    def do_POST(self) -> None:
        """Answer a look-up of several people."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        what, path, _ = self._asked()
        if what is None or path != LOOK_UP:
            self._give(HTTPStatus.NOT_FOUND, "text/plain", b"")
            return
        found = [
            person
            for each in json.loads(body)["people"]
            for person in what.answers.get(each["nhs_number"], ())
        ]
        answer: Any = found
        for step in reversed(what.records):
            answer = {step: answer}
        self._give(HTTPStatus.OK, what.kind, json.dumps(answer).encode())

    def _asked(self) -> tuple[Published | None, str, dict[str, list[str]]]:
        parts = urlsplit(self.path)
        _, name, *path = parts.path.split("/")
        running: PeopleServer = self.server.running  # type: ignore[attr-defined]
        return running.published.get(name), "/" + "/".join(path), parse_qs(parts.query)

    def _give(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's own name
        """Say nothing: an address may stand in a log."""
