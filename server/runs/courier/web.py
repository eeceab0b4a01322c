"""Fetching from an address: few redirects, each looked at; no more bytes than allowed; nothing is unpacked or read."""

import http.client
import re
import ssl
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from server.runs.courier.guard import Guard
from server.runs.courier.orders import Done, Order, Refused
from server.version import VERSION

MOST_REDIRECTS = 3
SECONDS_OF_SILENCE = 30.0
CHUNK = 2**18
PORTS = {"http": 80, "https": 443}
REDIRECTS = (301, 302, 303, 307, 308)


def fetch(order: Order) -> Done:
    """Fetch the file behind the address into the folder."""
    guard = Guard(order.allowed_hosts, parameter="url")
    guard.watch()
    url = str(order.details["url"])
    for _ in range(MOST_REDIRECTS + 1):
        answer, following = _ask(url, guard)
        if following is None:
            with answer:
                name = _file_name(url, answer.headers.get("content-disposition", ""))
                size = copied(answer, order.folder / name, order.most_bytes)
            return Done(name, "file", f"Fetched {size:,} bytes from {urlsplit(url).hostname}.")
        answer.close()
        url = following
    raise Refused(78, f"The address redirects more than {MOST_REDIRECTS} times.", "url")


class Target(NamedTuple):
    """Where a request goes, once that is allowed."""

    scheme: str
    host: str
    port: int
    path: str


def check_target(url: str, guard: Guard) -> Target:
    """The parts of an address that may be reached; raises Refused."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.password:
        raise Refused(78, "The address redirects to something that is no plain web address.", "url")
    try:
        port = parts.port or PORTS[parts.scheme]
    except ValueError:
        raise Refused(29, "The port in the address is no number.", "url") from None
    guard.resolved(parts.hostname, port)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, parts.hostname, port, path)


def _ask(url: str, guard: Guard) -> tuple[http.client.HTTPResponse, str | None]:
    """The answer, and the address that it redirects to."""
    target = check_target(url, guard)
    try:
        connection = connect(target.scheme, target.host, target.port)
        headers = {"User-Agent": f"Designery/{VERSION}", "Accept": "*/*", "Accept-Encoding": "identity"}
        connection.request("GET", target.path, headers=headers)
        answer = connection.getresponse()
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Refused(30, f"{target.host} cannot be reached: {reason_of(error)}.", "url") from None
    if answer.status in REDIRECTS and answer.headers.get("location"):
        return answer, urljoin(url, answer.headers["location"])
    if answer.status != 200:
        raise Refused(30, f"{target.host} answered {answer.status} {answer.reason}. Look at the address.", "url")
    return answer, None


def connect(scheme: str, host: str, port: int, seconds: float = SECONDS_OF_SILENCE) -> http.client.HTTPConnection:
    """A connection that gives up after so long without a word."""
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=context)
    return http.client.HTTPConnection(host, port, timeout=seconds)


def copied(source: object, target: Path, most_bytes: int) -> int:
    """Copy what can be read to a new file, refused as soon as it is too much. Returns the bytes."""
    size = 0
    with target.open("xb") as file:
        while chunk := source.read(CHUNK):  # type: ignore[attr-defined]
            size += len(chunk)
            if size > most_bytes:
                limit = f"{most_bytes // 2**20:,} MiB"
                raise Refused(30, f"The file is larger than {limit}. Raise DESIGNERY_UPLOAD_LIMIT to take it.")
            file.write(chunk)
    return size


def _file_name(url: str, disposition: str) -> str:
    """A name without a path for the file: its ending helps to tell what it is."""
    told = re.search(r'filename="?([^";]+)', disposition)
    return plain_name(told[1] if told else PurePosixPath(unquote(urlsplit(url).path)).name)


def plain_name(name: str) -> str:
    bare = re.sub(r"[^A-Za-z0-9._-]", "_", name.replace("\\", "/").rpartition("/")[2]).lstrip(".")
    return bare[-100:] or "data"


def reason_of(error: Exception) -> str:
    """Why a connection failed, in words without an address."""
    if isinstance(error, TimeoutError):
        return "it did not answer in time"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({error.verify_message})"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
