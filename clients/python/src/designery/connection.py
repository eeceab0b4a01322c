"""The connection to Designery: a server at an address, or the same program embedded in this process."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

from designery.credentials import find_token, get_default_address
from designery.errors import DesigneryError, NotConnected, NotFound, Problem, Refused

#: So many entries of a list are asked for at a time.
PAGE_SIZE = 100
TIMEOUT_SECONDS = 300.0


class Answer(Protocol):
    """What httpx gives for a request."""

    status_code: int

    @property
    def headers(self) -> Mapping[str, str]: ...

    @property
    def content(self) -> bytes: ...

    def json(self) -> Any: ...


class Transport(Protocol):
    """Sends one request and gives the whole answer."""

    address: str

    def send(self, method: str, path: str, **request: Any) -> Answer:
        """The answer to one request."""

    def get_browser_origin(self) -> str:
        """Where a browser reaches the server."""

    def close(self) -> None:
        """End the connection."""


class HttpTransport:
    """Requests to a server at an address."""

    def __init__(self, address: str, token: str | None) -> None:
        import httpx

        self.address = address.rstrip("/")
        headers = {"X-Requested-By": "designery", **({"Authorization": f"Bearer {token}"} if token else {})}
        self._client = httpx.Client(base_url=self.address, headers=headers, timeout=TIMEOUT_SECONDS)

    def send(self, method: str, path: str, **request: Any) -> Answer:
        """The answer to one request; raises NotConnected where there is none."""
        import httpx

        try:
            return self._client.request(method, path, **request)
        except httpx.TransportError as error:
            reason = str(error) or type(error).__name__
            raise NotConnected(f"{self.address} did not answer: {reason}. Check the address.") from None

    def get_browser_origin(self) -> str:
        """Where a browser reaches the server, without a path: answers of the server have that."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    def close(self) -> None:
        """End the connection."""
        self._client.close()


class Connection:
    """Asks the API of one server as one person."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @property
    def address(self) -> str:
        """Where the server is; of an embedded one, its data folder."""
        return self._transport.address

    def get_browser_origin(self) -> str:
        """Where a browser reaches the server; an embedded one opens a port of this machine for that."""
        return self._transport.get_browser_origin()

    def get(self, *path: str, **query: Any) -> Any:
        """The answer to a GET as JSON."""
        return self._read("GET", path, params=_drop_empty(query))

    def post(self, *path: str, body: Any = None, **query: Any) -> Any:
        """The answer to a POST with a JSON body."""
        return self._read("POST", path, json=body, params=_drop_empty(query))

    def put(self, *path: str, body: Any = None) -> Any:
        """The answer to a PUT with a JSON body."""
        return self._read("PUT", path, json=body)

    def patch(self, *path: str, body: Any = None) -> Any:
        """The answer to a PATCH with a JSON body."""
        return self._read("PATCH", path, json=body)

    def delete(self, *path: str) -> None:
        """Delete what is at a path."""
        self._read("DELETE", path)

    def upload(self, *path: str, content: bytes, **query: Any) -> Any:
        """The answer to a POST of a file."""
        headers = {"Content-Type": "application/octet-stream"}
        return self._read("POST", path, content=content, headers=headers, params=_drop_empty(query))

    def download(self, *path: str, **query: Any) -> bytes:
        """The content of a file."""
        return self._send("GET", path, params=_drop_empty(query)).content

    def fetch_file(self, *path: str, body: Any) -> bytes:
        """The file that the server makes for a POST."""
        return self._send("POST", path, json=body).content

    def iterate_pages(self, *path: str, limit: int | None = None, **query: Any) -> Iterator[dict[str, Any]]:
        """The entries of a list, page by page, as long as somebody takes them."""
        after, given = None, 0
        while True:
            answer = self._send("GET", path, params=_drop_empty({**query, "limit": PAGE_SIZE, "after": after}))
            entries = answer.json()
            for entry in entries:
                if limit is not None and given >= limit:
                    return
                given += 1
                yield entry
            after = answer.headers.get("X-Next")
            if not entries or after is None:
                return

    def close(self) -> None:
        """End the connection."""
        self._transport.close()

    def _read(self, method: str, path: tuple[str, ...], **request: Any) -> Any:
        answer = self._send(method, path, **request)
        return answer.json() if answer.content else None

    def _send(self, method: str, path: tuple[str, ...], **request: Any) -> Answer:
        address = "/".join(("/api", *(quote(part, safe="") for part in path)))
        answer = self._transport.send(method, address, **request)
        if answer.status_code < 400:
            return answer
        raise build_refusal(answer)


def _drop_empty(query: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in query.items() if value is not None}


def build_refusal(answer: Answer) -> Refused:
    """The exception for an answer that refuses, with the server's own sentence."""
    try:
        body = answer.json()
    except ValueError:
        body = {}
    body = body if isinstance(body, dict) else {}
    detail = body.get("detail")
    message = detail if isinstance(detail, str) else _describe_invalid(detail)
    problems = " ".join(str(one.get("message", "")) for one in body.get("problems", []) if isinstance(one, dict))
    text = " ".join(part for part in (message or f"The server answered {answer.status_code}.", problems) if part)
    if answer.status_code == 401:
        text += " Sign in: designery login ADDRESS."
    kind = NotFound if answer.status_code == 404 else Refused
    return kind(text, answer.status_code, body)


def _describe_invalid(detail: Any) -> str:
    """What is wrong with a body, field by field."""
    if not isinstance(detail, list):
        return ""
    fields = ((".".join(map(str, one.get("loc", ())[1:])), one.get("msg", "")) for one in detail)
    return " ".join(f"{place}: {message}." for place, message in fields)


def to_problem(body: Mapping[str, Any]) -> Problem:
    """A problem or advice as the API has it."""
    fix = body.get("fix") or {}
    return Problem(
        body.get("node"),
        body.get("field"),
        body["message"],
        fix.get("label"),
        body.get("severity", "error"),
        body.get("rule", ""),
        tuple(fix.get("edits", ())),
    )


_connection: Connection | None = None


def connect(address: str | None = None, token: str | None = None, *, folder: str | Path | None = None) -> Connection:
    """Connect to a server, or with no address and no `DESIGNERY_SERVER`, to the program embedded in this process.

    Without a token: `DESIGNERY_TOKEN`, or what `designery login` stored. `folder` is the data folder of the embedded
    program; without it, that of the settings.
    """
    global _connection
    address = None if folder is not None else address or os.environ.get("DESIGNERY_SERVER") or get_default_address()
    if address is not None:
        transport: Transport = HttpTransport(address, token or os.environ.get("DESIGNERY_TOKEN") or find_token(address))
    else:
        transport = _open_embedded(folder)
    if _connection is not None:
        _connection.close()
    _connection = Connection(transport)
    return _connection


def _open_embedded(folder: str | Path | None) -> Transport:
    if importlib.util.find_spec("server.main") is None:
        raise NotConnected(
            "There is no server to connect to. Name one: dy.connect('https://...'), or sign in: designery login "
            "ADDRESS. To work without a server, install designery beside this package."
        )
    from designery.embedded import EmbeddedTransport

    return EmbeddedTransport(folder)


def get_connection() -> Connection:
    """The connection that was opened last; without one, as `connect()` opens it."""
    return _connection if _connection is not None else connect()


def close_connection() -> None:
    """End the connection; an embedded program stops, and what still runs goes on at its next start."""
    global _connection
    if _connection is not None:
        _connection.close()
        _connection = None


def require_one(found: list[dict[str, Any]], noun: str, name: str) -> dict[str, Any]:
    """The one entry that was found; raises NotFound, or DesigneryError where there are several."""
    if not found:
        raise NotFound(f"There is no {noun} '{name}'.", 404)
    if len(found) > 1:
        ids = ", ".join(entry["id"] for entry in found)
        raise DesigneryError(f"There are {len(found)} {noun}s named '{name}'. Give the id of one: {ids}.")
    return found[0]
