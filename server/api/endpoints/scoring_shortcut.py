"""Requests with the key of an endpoint reach it before the guard and the routes, which cost more than a prediction.

Nothing is answered here that they would refuse: a request that no program sends by itself, or that they have a
question about, goes on to them. The answers are those of `scoring_routes.py`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from fastapi import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.api.core.app_context import AppContext
from server.api.core.exception_handlers import answer_refusal
from server.api.core.permissions import Route
from server.api.core.request_guard import SECURITY_HEADERS
from server.api.endpoints.scoring import ask_endpoint, build_headers, choose_form, open_by_key, read_body
from server.auth.api_tokens import ENDPOINT_KEY_PREFIX
from server.graph.cancellation import forget_cancellation
from server.runs.sandbox.inside.replica_protocol import RowFormat
from server.serving.endpoint_service import ScoringAnswer, ScoringRequest
from server.storage.transactions import workspace_context

#: {address: how rows are written there, if not as the Content-Type says}
SCORING_PATHS: dict[str, RowFormat | None] = {"/endpoints/{name}/score": None, "/v2/models/{name}/infer": "v2"}
#: What browsers send: these are questions for the guard.
QUESTIONABLE_HEADERS = frozenset({b"origin", b"cookie", b"sec-fetch-site", b"sec-fetch-mode"})
#: And what is a question for the routes: a body that is compressed.
OTHER_HEADERS = frozenset({b"content-encoding"})
ANSWER_HEADERS = [
    *((name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()),
    (b"content-security-policy", b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
    (b"cache-control", b"no-store"),
]


@dataclass(frozen=True)
class _Target:
    """An address with the name of an endpoint in it."""

    form: RowFormat | None
    route: Route

    @cached_property
    def parts(self) -> tuple[str, str]:
        """What stands before the name, and what behind it."""
        beginning, _, end = self.route.path.partition("{name}")
        return beginning, end

    def find_name(self, path: str) -> str | None:
        beginning, end = self.parts
        if not path.startswith(beginning) or not path.endswith(end):
            return None
        name = path[len(beginning) : -len(end)]
        return name if name and "/" not in name else None


class _SentHeaders(NamedTuple):
    """What a request says of itself, where a program sent it with the key of an endpoint."""

    key: str
    content_type: str


class ScoringShortcut:
    """ASGI middleware inside the request log, which writes of these requests as of all others."""

    def __init__(self, app: ASGIApp, *, routes: Iterable[Route], hosts: Collection[str] | None = None) -> None:
        """`hosts` are the names that this server answers to; None stands for all."""
        self.app = app
        self.hosts = frozenset(hosts) if hosts is not None else None
        found = {route.path: route for route in routes}
        self.targets = [_Target(form, found[template]) for template, form in SCORING_PATHS.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "POST" and not scope["query_string"]:
            for target in self.targets:
                name = target.find_name(scope["path"])
                sent = self._read_headers(scope["headers"]) if name is not None else None
                if name is not None and sent is not None:
                    scope["route"] = target.route
                    await self._answer(name, target.form, sent, scope, receive, send)
                    return
        await self.app(scope, receive, send)

    def _read_headers(self, headers: Iterable[tuple[bytes, bytes]]) -> _SentHeaders | None:
        """None where the guard has something to ask, or the host is none of this server's."""
        key = content_type = host = ""
        for name, value in headers:
            if name in QUESTIONABLE_HEADERS or name in OTHER_HEADERS:
                return None
            if name == b"authorization":
                scheme, _, token = value.decode("latin-1").partition(" ")
                key = token if scheme.lower() == "bearer" and token.startswith(ENDPOINT_KEY_PREFIX) else ""
            elif name == b"content-type":
                content_type = value.decode("latin-1")
            elif name == b"host":
                host = value.decode("latin-1")
        if not key or (self.hosts is not None and _get_host_name(host) not in self.hosts):
            return None
        return _SentHeaders(key, content_type)

    async def _answer(
        self, name: str, form: RowFormat | None, sent: _SentHeaders, scope: Scope, receive: Receive, send: Send
    ) -> None:
        forget_cancellation()
        context: AppContext = scope["app"].state.context
        if context.database.shared:
            workspace_context.set_workspace(workspace_context.NO_WORKSPACE)
        try:
            endpoint = await open_by_key(context, name, sent.key)
            wanted = ScoringRequest(form or choose_form(sent.content_type), await read_body(receive))
            answer = await ask_endpoint(context, endpoint, wanted)
        except ClientDisconnect:
            return
        except HTTPException as error:
            refusal = answer_refusal(scope["path"], error)
            refusal.raw_headers += ANSWER_HEADERS
            await refusal(scope, receive, send)
        else:
            await send(_begin_answer(answer))
            await send({"type": "http.response.body", "body": answer.body})


def _begin_answer(answer: ScoringAnswer) -> Message:
    said = {
        "content-length": str(len(answer.body)),
        "content-type": answer.media_type,
        **build_headers(answer),
    }
    headers = [*((name.encode(), value.encode("latin-1")) for name, value in said.items()), *ANSWER_HEADERS]
    return {"type": "http.response.start", "status": answer.status, "headers": headers}


def _get_host_name(host: str) -> str:
    name, _, port = host.rpartition(":")
    return name if port.isdigit() else host
