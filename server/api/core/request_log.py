"""Every request has an id and a line in the log; what nobody foresaw is answered by a sentence with that id."""

import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server import logs
from server.api.core.route_template import get_route_template
from server.network_list import NetworkList

logger = logging.getLogger("server.access")
error_logger = logging.getLogger(__name__)

AccessLogMode = Literal["requests", "all", "off"]
REQUEST_ID_HEADER = "X-Request-ID"
#: Asked for by machines every few seconds, or many at once by every page.
QUIET_PATHS = ("/healthz", "/readyz", "/metrics", "/robots.txt", "/app/")
#: What a proxy may call a request: nothing that means something in a line of the log.
PROXY_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")


@dataclass
class RequestRecord:
    """What is known of a request once it is over."""

    method: str
    path: str
    route: str
    status: int
    seconds: float
    #: An event stream stays open for as long as somebody looks.
    streamed: bool


class RequestLogMiddleware:
    """ASGI middleware around everything that answers."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        access: AccessLogMode,
        proxies: NetworkList,
        answer_crash: Callable[[Scope, str], Response],
        observe: Callable[[RequestRecord], None],
    ) -> None:
        """`proxies` are believed when they name a request; `observe` is called with each one that is over."""
        self.app = app
        self.access = access
        self.proxies = proxies
        self.answer_crash = answer_crash
        self.observe = observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = self._choose_request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        with logs.log_context(request=request_id):
            await self._handle(scope, receive, _ResponseSender(send, request_id))

    def _choose_request_id(self, scope: Scope) -> str:
        client = scope.get("client")
        given = Headers(scope=scope).get(REQUEST_ID_HEADER, "")
        trusted = client is not None and client[0] in self.proxies and PROXY_REQUEST_ID.fullmatch(given)
        return given if trusted else logs.make_request_id()

    async def _handle(self, scope: Scope, receive: Receive, sending: "_ResponseSender") -> None:
        began = time.perf_counter()
        try:
            await self.app(scope, receive, sending)
        except Exception as error:
            if not (sending.is_event_stream and _has_only_broken_streams(error)):
                error_logger.error(
                    "%s %s failed: %s", scope["method"], scope["path"], _describe_error(error), exc_info=error
                )
            if not sending.status:
                await self.answer_crash(scope, scope["state"]["request_id"])(scope, receive, sending)
        finally:
            # A stream that the browser left, or that ended with the server, has begun its answer.
            status = sending.status or 499
            seconds = time.perf_counter() - began
            record = RequestRecord(
                scope["method"], scope["path"], get_route_template(scope), status, seconds, sending.is_event_stream
            )
            self.observe(record)
            self._write_line(record, scope)

    def _write_line(self, record: RequestRecord, scope: Scope) -> None:
        if self.access == "off" or (self.access == "requests" and record.path.startswith(QUIET_PATHS)):
            return
        level = logging.WARNING if record.status >= 500 else logging.INFO
        if not logger.isEnabledFor(level):
            return
        client = scope.get("client")
        ms = round(record.seconds * 1_000)
        # The path alone: a query may hold what was searched for, or the code of an identity provider.
        fields: dict[str, object] = {
            "method": record.method,
            "path": record.path,
            "route": record.route,
            "status": record.status,
            "ms": ms,
            "address": client[0] if client else None,
        }
        line = logging.LogRecord(
            logger.name,
            level,
            __file__,
            0,
            "%s %s %d %d ms",
            (record.method, record.path, record.status, ms),
            None,
        )
        vars(line).update(fields)
        logger.handle(line)  # without looking for the line of code that writes it


class _ResponseSender:
    """Passes an answer on under the id of its request, and remembers how it began."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self._id = request_id
        self.status = 0
        self.is_event_stream = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            own = headers.setdefault(REQUEST_ID_HEADER, self._id)
            if own != self._id:  # the request to an endpoint, by which its rows are named
                logs.add_log_fields(request=own)
            self.status = message["status"]
            self.is_event_stream = headers.get("content-type", "").startswith("text/event-stream")
        await self._send(message)


def _describe_error(error: Exception) -> str:
    lines = str(error).splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


def _has_only_broken_streams(error: BaseException) -> bool:
    """Whether nothing went wrong but that a browser left while an event was on its way to it."""
    if isinstance(error, BaseExceptionGroup):
        return all(_has_only_broken_streams(one) for one in error.exceptions)
    return isinstance(error, anyio.BrokenResourceError)
