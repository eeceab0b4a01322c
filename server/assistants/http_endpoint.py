"""How assistants reach the tools over HTTP: the protocol, and requests to the API of the same process."""

import asyncio

from mcp.server.mcpserver import Context
from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from server.assistants.api_caller import ApiCaller
from server.assistants.assistant_server import build_assistant_server
from server.assistants.own_api import build_own_api


class HttpEndpoint:
    """The protocol over streamable HTTP: every request stands for itself, so that any server can answer it."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        """`app` is the server that the tools ask, `path` where the endpoint is."""
        self._app = app
        self._server = build_assistant_server(self._build_api)
        # Host and Origin were checked by the guard in front of everything.
        self._answer = self._server.streamable_http_app(
            streamable_http_path=path,
            json_response=True,
            stateless_http=True,
            transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
        )

    async def serve(self, started: asyncio.Event) -> None:
        """Answer requests until cancelled."""
        async with self._server.session_manager.run():
            started.set()
            await asyncio.get_running_loop().create_future()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._answer(scope, receive, send)

    def _build_api(self, context: Context) -> ApiCaller:
        """The API with what the request of the assistant came with."""
        request: Request | None = context.request_context.request
        if request is None:
            raise RuntimeError("A tool was called without a request.")
        return build_own_api(self._app, request)
