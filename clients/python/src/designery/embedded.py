"""Designery inside this process: the program of the server, asked without a socket, on the same folder and cache."""

from __future__ import annotations

import asyncio
import atexit
import socket
import threading
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any, TypeVar

from designery.errors import NotConnected

Result = TypeVar("Result")


def _call_at_exit(function: Callable[[], None]) -> None:
    """Call a function while threads can still be started: `atexit` comes after those of asyncio have ended."""
    getattr(threading, "_register_atexit", atexit.register)(function)


class EmbeddedTransport:
    """The server's application in an event loop of its own thread. It opens no port, and its schedules do not fire."""

    def __init__(self, folder: str | Path | None) -> None:
        from server.private_folder import make_private
        from server.setting_values import InvalidSettings
        from server.settings import load_settings

        try:
            settings = load_settings(**({} if folder is None else {"home": str(folder)}))
        except InvalidSettings as error:
            raise NotConnected(str(error)) from None
        if settings.team:
            raise NotConnected(
                "This folder belongs to a server with accounts. Connect to it by its address and a token."
            )
        make_private(settings.folder)
        self.address = f"embedded: {settings.folder}"
        self._settings = settings.model_copy(update={"triggers": False})
        self._loop = asyncio.new_event_loop()
        self._stays = AsyncExitStack()
        self._thread = threading.Thread(target=self._loop.run_forever, name="designery", daemon=True)
        self._thread.start()
        self._closed = False
        self._origin: str | None = None
        try:
            self._client = self._wait(self._open())
        except BaseException:
            self._stop_loop()
            raise
        _call_at_exit(self.close)

    def send(self, method: str, path: str, **request: Any) -> Any:
        """The answer of the application to one request."""
        return self._wait(self._client.request(method, path, **request))

    def get_browser_origin(self) -> str:
        """Where a browser of this machine reaches the program: a port that is opened when it is first asked for.

        Nobody else's machine reaches it, and who comes without a key is refused, as by any server.
        """
        if self._origin is None:
            self._origin = self._wait(self._open_port())
        return self._origin

    def close(self) -> None:
        """Stop the program. A run that is under way goes on when it starts again."""
        if not self._closed:
            self._closed = True
            self._wait(self._stays.aclose())
            self._stop_loop()

    def _wait(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _stop_loop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _open(self) -> Any:
        import httpx

        from server.api.core.request_guard import create_launch_token, exchange_launch_token
        from server.main import create_app
        from server.storage.database import DatabaseUnusable
        from server.storage.files.data_folder_lock import AlreadyInUse

        app = self._app = create_app(self._settings)
        try:
            await self._stays.enter_async_context(app.router.lifespan_context(app))
        except (DatabaseUnusable, AlreadyInUse, OSError) as error:
            raise NotConnected(str(error)) from None
        database = app.state.context.database
        token = await asyncio.to_thread(lambda: exchange_launch_token(database, create_launch_token(database)))
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app, client=("127.0.0.1", 0)),
            base_url=f"http://127.0.0.1:{self._settings.port}{self._settings.prefix}",
            headers={"Authorization": f"Bearer {token}", "X-Requested-By": "designery"},
            timeout=None,
        )
        return await self._stays.enter_async_context(client)

    async def _open_port(self) -> str:
        import uvicorn

        listening = socket.create_server(("127.0.0.1", 0))
        # The program has begun already, and ends with this process, whose signals and logs are not the server's.
        config = uvicorn.Config(
            self._app, lifespan="off", log_config=None, access_log=False, timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listening]), name="designery port")

        async def stop() -> None:
            server.should_exit = True
            with suppress(asyncio.CancelledError):
                await serving

        self._stays.push_async_callback(stop)
        return f"http://127.0.0.1:{listening.getsockname()[1]}"
