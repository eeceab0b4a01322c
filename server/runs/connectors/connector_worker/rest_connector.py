"""Fetching the rows of a REST interface: headers, a key that goes to its own server only, and all pages as one file."""

import http.client
import json
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from modules.kit.json_paths import find_value
from server.runs.connectors.connector_worker.connector_protocol import ConnectorError, ConnectorRequest, ConnectorResult
from server.runs.connectors.connector_worker.egress_guard import EgressGuard
from server.runs.connectors.connector_worker.url_connector import (
    REDIRECT_STATUSES,
    check_destination,
    describe_connection_error,
    open_http_connection,
)
from server.version import VERSION

MAX_REDIRECTS = 3
#: A server that asks to wait longer is not waited for, and none more often than this.
MAX_WAIT_SECONDS = 60.0
MAX_WAITS = 5
BUSY_STATUSES = (429, 503)
#: What every server may be told; the other headers of a user go where they wrote that they should.
HARMLESS_HEADERS = frozenset({"accept", "accept-language", "user-agent"})
#: A server may give its refusal any name.
MAX_REASON_LENGTH = 100
LINK_PATTERN = re.compile(r'<([^>]*)>\s*;[^,]*?\brel="?next"?')
USUAL_PAGE_PARAMETERS = {"Page number": "page", "Offset": "offset", "Cursor": "cursor"}

#: Scheme, host and port.
Origin = tuple[str, str | None, int | None]


@dataclass(frozen=True)
class RestAnswer:
    """What one address answered."""

    url: str
    body: bytes
    headers: http.client.HTTPMessage


@dataclass
class RestSession:
    """Requests of one fetch: where they may go, what they send, and how much has come."""

    request: ConnectorRequest
    guard: EgressGuard
    #: What the user wrote; a key may be among it, under any name.
    headers: Mapping[str, str]
    #: The origin that was asked for, and the one that the key of the connection belongs to.
    asked_origin: Origin
    key_origin: Origin | None
    received: int = 0
    waits: int = 0

    def get(self, url: str) -> RestAnswer:
        """The answer of an address; redirects are followed, and a busy server is waited for."""
        for _ in range(MAX_REDIRECTS + 1):
            response, body = self._send(url)
            location = response.headers.get("location")
            if response.status in REDIRECT_STATUSES and location:
                url = urljoin(url, location)
                continue
            return RestAnswer(url, body, response.headers)
        raise ConnectorError(78, f"The address redirects more than {MAX_REDIRECTS} times.", "url")

    def _send(self, url: str) -> tuple[http.client.HTTPResponse, bytes]:
        target = check_destination(url, self.guard)
        while True:
            try:
                connection = open_http_connection(target.scheme, target.host, target.port)
                connection.request("GET", target.path, headers=self._choose_headers(url))
                response = connection.getresponse()
                body = self._read_limited(response)
            except (OSError, http.client.HTTPException, ValueError) as error:
                reason = describe_connection_error(error)
                raise ConnectorError(30, f"{target.host} can't be reached: {reason}.", "url") from None
            if response.status in BUSY_STATUSES and self._wait_for(response.headers.get("retry-after")):
                continue
            if response.status not in (200, *REDIRECT_STATUSES):
                raise ConnectorError(30, _explain_status(target.host, response), "url")
            return response, body

    def _choose_headers(self, url: str) -> dict[str, str]:
        usual = {"User-Agent": f"Designery/{VERSION}", "Accept": "application/json, */*;q=0.5"}
        connection, origin = self.request.connection, get_origin(url)
        is_own = connection is not None and origin == self.key_origin
        key = {str(connection["header"]): str(connection["secret"])} if connection and is_own else {}
        # A redirect, and what is said to be the next page, may lead to anybody.
        is_asked = origin in (self.asked_origin, self.key_origin)
        written = {name: value for name, value in self.headers.items() if is_asked or name.lower() in HARMLESS_HEADERS}
        return {**usual, **written, **key, "Accept-Encoding": "identity"}

    def _read_limited(self, response: http.client.HTTPResponse) -> bytes:
        left = self.request.max_bytes - self.received
        body = response.read(left + 1)
        if len(body) > left:
            limit = f"{self.request.max_bytes // 2**20:,} MiB"
            raise ConnectorError(30, f"The answers are larger than {limit}. Raise DESIGNERY_UPLOAD_LIMIT to allow it.")
        self.received += len(body)
        return body

    def _wait_for(self, asked: str | None) -> bool:
        """Whether the server said when to come again, and that is soon enough."""
        if asked is None or not asked.isdecimal() or float(asked) > MAX_WAIT_SECONDS or self.waits >= MAX_WAITS:
            return False
        self.waits += 1
        time.sleep(float(asked))
        return True


def fetch_rest(request: ConnectorRequest) -> ConnectorResult:
    """Fetch all pages; their rows become one JSON file, and an answer without pages stays the file that it is."""
    url = build_url(request)
    session = open_session(request, url)
    details = request.details
    if details["paging"] == "One answer" and not details["rows_path"]:
        answer = session.get(url)
        name = "answer.json" if "json" in answer.headers.get("content-type", "") else "answer"
        (request.folder / name).write_bytes(answer.body)
        return ConnectorResult(name, "file", f"Fetched {len(answer.body):,} bytes from {urlsplit(url).hostname}.")
    rows: list[Any] = []
    pages = 0
    is_cut = False
    for found, is_last in _iterate_pages(session, url):
        rows += found
        pages += 1
        is_cut = not is_last and pages >= int(details["most_pages"])
        if is_cut:
            break
    (request.folder / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    remark = f"Fetched {len(rows):,} rows on {pages:,} page{'s' if pages != 1 else ''} from {urlsplit(url).hostname}."
    remark += " There are more pages: raise 'Most pages' to fetch them." if is_cut else ""
    return ConnectorResult("rows.json", "file", remark)


def test_rest(request: ConnectorRequest) -> ConnectorResult:
    """Ask the base address of a connection with its key."""
    assert request.connection is not None
    url = str(request.connection["base_url"])
    open_session(request, url).get(url)
    return ConnectorResult(remark=f"{urlsplit(url).hostname} answers.")


def open_session(request: ConnectorRequest, url: str) -> RestSession:
    """For an address, and those that it leads to."""
    guard = EgressGuard(request.allowed_hosts, parameter="url")
    guard.install_audit_hook()
    key_origin = get_origin(str(request.connection["base_url"])) if request.connection else None
    # What refuses such a value would say it.
    if request.connection and not re.fullmatch(r"[\x20-\x7e]*", str(request.connection["secret"])):
        raise ConnectorError(157, "The value of the connection has characters that a header can't hold.", "api")
    headers = _parse_headers(str(request.details.get("headers", "")))
    return RestSession(request, guard, headers, get_origin(url), key_origin)


def build_url(request: ConnectorRequest) -> str:
    """The whole address: what does not begin with a scheme goes below the base address of the connection."""
    url = str(request.details["url"])
    if request.connection is None or "://" in url[:12]:
        return url
    return f"{str(request.connection['base_url']).rstrip('/')}/{url.lstrip('/')}"


def get_origin(url: str) -> Origin:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _parse_headers(text: str) -> dict[str, str]:
    """{name: value} of lines `Name: value`."""
    found = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, colon, value = line.partition(":")
        if not colon or not re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", name.strip()):
            raise ConnectorError(29, f"'{line[:60]}' is not a header. Write it as Name: value.", "request_headers")
        found[name.strip()] = value.strip()
    return found


def _iterate_pages(session: RestSession, url: str) -> Iterator[tuple[list[Any], bool]]:
    """The rows of each page, and whether it is the last one."""
    details = session.request.details
    paging, page, start = str(details["paging"]), int(details["first_page"]), 0
    name = str(details["page_parameter"]) or USUAL_PAGE_PARAMETERS.get(paging, "")
    following: str | None = url
    if paging in ("Page number", "Offset"):
        following = set_query(url, name, page if paging == "Page number" else 0)
    before: list[Any] | None = None
    while following is not None:
        answer = session.get(following)
        value = _parse_json(answer)
        rows = find_rows(value, str(details["rows_path"]))
        if before is not None and rows and rows == before:
            message = f"Two pages have the same rows. Check that the interface counts pages by '{name}'."
            raise ConnectorError(30, message, "page_parameter")
        before, start, page = rows, start + len(rows), page + 1
        following = None
        if paging == "Page number" and rows:
            following = set_query(url, name, page)
        elif paging == "Offset" and rows:
            following = set_query(url, name, start)
        elif paging == "Cursor":
            following = _follow_cursor(url, answer.url, name, find_value(value, str(details["cursor_path"]))[1])
        elif paging == "Link header" and (link := LINK_PATTERN.search(answer.headers.get("link", ""))):
            following = urljoin(answer.url, link[1])
        yield rows, following is None


def _follow_cursor(url: str, answered: str, name: str, cursor: object) -> str | None:
    if cursor in (None, "", False):
        return None
    text = str(cursor)
    return urljoin(answered, text) if text.startswith(("http://", "https://", "/")) else set_query(url, name, text)


def set_query(url: str, name: str, value: object) -> str:
    """The address with one parameter of its query set."""
    parts = urlsplit(url)
    query = [(key, one) for key, one in parse_qsl(parts.query, keep_blank_values=True) if key != name]
    return urlunsplit(parts._replace(query=urlencode([*query, (name, str(value))])))


def _parse_json(answer: RestAnswer) -> object:
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        raise ConnectorError(30, "The answer is not JSON. Choose 'One answer' to read other files.", "paging") from None


def find_rows(value: object, path: str) -> list[Any]:
    """The rows of an answer; one object is one row. Raises ConnectorError where there are none."""
    there, found = find_value(value, path)
    if there and isinstance(found, list):
        return found
    if there and path and isinstance(found, dict):
        return [found]
    if there and path and found is None:
        return []
    names = ", ".join(map(str, list(value)[:8])) if isinstance(value, dict) else type(value).__name__
    wanted = f"'{path}' is not in the answer" if path else "The answer is an object and not a list of rows"
    raise ConnectorError(30, f"{wanted}. It has: {names}. Enter the path of the rows, such as data.items.", "rows_path")


def _explain_status(host: str, response: http.client.HTTPResponse) -> str:
    advice = {
        401: "Choose a connection whose key is valid.",
        403: "Choose a connection whose key may read this.",
        429: "It allows fewer requests. Try again later.",
    }.get(response.status, "Check the address.")
    reason = " ".join(response.reason.split())[:MAX_REASON_LENGTH]
    return f"{host} answered {response.status} {reason}. {advice}"
