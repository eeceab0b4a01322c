"""Fetching from an address: few redirects, each looked at; no more bytes than allowed; nothing is unpacked or read."""

import hashlib
import http.client
import re
import ssl
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from server.runs.connectors.connector_worker.connector_protocol import ConnectorError, ConnectorRequest, ConnectorResult
from server.runs.connectors.connector_worker.egress_guard import EgressGuard
from server.version import VERSION

MAX_REDIRECTS = 3
HTTP_TIMEOUT_SECONDS = 30.0
DOWNLOAD_CHUNK_BYTES = 2**18
DEFAULT_PORTS = {"http": 80, "https": 443}
REDIRECT_STATUSES = (301, 302, 303, 307, 308)


def fetch_url(request: ConnectorRequest) -> ConnectorResult:
    """Fetch the file behind the address into the folder."""
    url, response = _follow_redirects(request)
    with response:
        name = _choose_file_name(url, response.headers.get("content-disposition", ""))
        size = copy_limited(response, request.folder / name, request.max_bytes)
    return ConnectorResult(name, "file", f"Fetched {size:,} bytes from {urlsplit(url).hostname}.")


def poll_url(request: ConnectorRequest) -> ConnectorResult:
    """What tells the file behind the address from an earlier one: its ETag, or else a hash of all of it."""
    _, response = _follow_redirects(request)
    with response:
        etag = response.headers.get("etag", "")
        if etag and not etag.startswith("W/"):
            return ConnectorResult(fingerprint=f"etag {etag[:200]}")
        path = request.folder / "polled"
        copy_limited(response, path, request.max_bytes)
    with path.open("rb") as file:
        return ConnectorResult(fingerprint=f"sha256 {hashlib.file_digest(file, 'sha256').hexdigest()}")


def _follow_redirects(request: ConnectorRequest) -> tuple[str, http.client.HTTPResponse]:
    """The answer of the address that the first one leads to, and that address."""
    guard = EgressGuard(request.allowed_hosts, parameter="url")
    guard.install_audit_hook()
    url = str(request.details["url"])
    for _ in range(MAX_REDIRECTS + 1):
        response, following = _send_get(url, guard)
        if following is None:
            return url, response
        response.close()
        url = following
    raise ConnectorError(78, f"The address redirects more than {MAX_REDIRECTS} times.", "url")


class HttpDestination(NamedTuple):
    """Where a request goes, once that is allowed."""

    scheme: str
    host: str
    port: int
    path: str


def check_destination(url: str, guard: EgressGuard) -> HttpDestination:
    """The parts of an address that may be reached; raises ConnectorError."""
    parts = urlsplit(url)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or parts.username or parts.password:
        raise ConnectorError(78, "The address redirects to something that is not a plain web address.", "url")
    try:
        port = parts.port or DEFAULT_PORTS[parts.scheme]
    except ValueError:
        raise ConnectorError(29, "The port in the address is not a number.", "url") from None
    guard.resolve_host(parts.hostname, port)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return HttpDestination(parts.scheme, parts.hostname, port, path)


def _send_get(url: str, guard: EgressGuard) -> tuple[http.client.HTTPResponse, str | None]:
    """The answer, and the address that it redirects to."""
    target = check_destination(url, guard)
    try:
        connection = open_http_connection(target.scheme, target.host, target.port)
        headers = {"User-Agent": f"Designery/{VERSION}", "Accept": "*/*", "Accept-Encoding": "identity"}
        connection.request("GET", target.path, headers=headers)
        response = connection.getresponse()
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise ConnectorError(
            30, f"{target.host} can't be reached: {describe_connection_error(error)}.", "url"
        ) from None
    if response.status in REDIRECT_STATUSES and response.headers.get("location"):
        return response, urljoin(url, response.headers["location"])
    if response.status != 200:
        raise ConnectorError(
            30, f"{target.host} answered {response.status} {response.reason}. Check the address.", "url"
        )
    return response, None


def open_http_connection(
    scheme: str, host: str, port: int, seconds: float = HTTP_TIMEOUT_SECONDS
) -> http.client.HTTPConnection:
    """A connection that gives up after so long without a word."""
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=context)
    return http.client.HTTPConnection(host, port, timeout=seconds)


def copy_limited(source: object, target: Path, max_bytes: int) -> int:
    """Copy what can be read to a new file, refused as soon as it is too much. Returns the bytes."""
    with target.open("xb") as file:
        return copy_blocks(source, file, max_bytes)


def copy_blocks(source: object, target: object, max_bytes: int) -> int:
    """Copy what can be read from one open file to another, refused as soon as it is too much. Returns the bytes."""
    size = 0
    while chunk := source.read(DOWNLOAD_CHUNK_BYTES):  # type: ignore[attr-defined]
        size += len(chunk)
        if size > max_bytes:
            limit = f"{max_bytes // 2**20:,} MiB"
            raise ConnectorError(30, f"The files are larger than {limit}. Raise DESIGNERY_UPLOAD_LIMIT to allow them.")
        target.write(chunk)  # type: ignore[attr-defined]
    return size


def _choose_file_name(url: str, disposition: str) -> str:
    """A name without a path for the file: its ending helps to tell what it is."""
    match = re.search(r'filename="?([^";]+)', disposition)
    return clean_file_name(match[1] if match else PurePosixPath(unquote(urlsplit(url).path)).name)


def clean_file_name(name: str) -> str:
    bare = re.sub(r"[^A-Za-z0-9._-]", "_", name.replace("\\", "/").rpartition("/")[2]).lstrip(".")
    return bare[-100:] or "data"


def describe_connection_error(error: Exception) -> str:
    """Why a connection failed, in words without an address."""
    if isinstance(error, TimeoutError):
        return "it did not answer in time"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({error.verify_message})"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
