"""The address /mcp. The libraries behind it are loaded when the first assistant comes: the start of the server does not
wait for them, and neither does any other request."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from importlib import import_module

from starlette.types import ASGIApp, Receive, Scope, Send

MCP_PATH = "/mcp"


class McpMount:
    """ASGI app of the one address; what answers there runs until the server stops."""

    def __init__(self, app: ASGIApp) -> None:
        """`app` is the server that the tools of assistants ask."""
        self._app = app
        self._lock = asyncio.Lock()
        self._answer: Callable[[Scope, Receive, Send], Awaitable[None]] | None = None
        self._serving: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self._lock:
            if self._answer is None:
                self._answer = await self._start()
        await self._answer(scope, receive, send)

    async def _start(self) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
        module = await asyncio.to_thread(import_module, "server.assistants.http_endpoint")
        endpoint = module.HttpEndpoint(self._app, MCP_PATH)
        started = asyncio.Event()
        self._serving = asyncio.create_task(endpoint.serve(started))
        await started.wait()
        return endpoint.__call__  # type: ignore[no-any-return]

    @asynccontextmanager
    async def run(self) -> AsyncIterator[None]:
        """End with the server."""
        yield
        if self._serving is not None:
            self._serving.cancel()
            with suppress(asyncio.CancelledError):
                await self._serving
