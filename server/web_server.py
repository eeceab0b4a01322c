"""The web server, and how it stops: at once for streams, soon for requests, and in the end whatever still goes on."""

import logging
import os
import socket
import threading

import uvicorn

from server.api.core.app_context import AppContext
from server.machine_resources import raise_open_file_limit

logger = logging.getLogger(__name__)

#: Requests that are under way have this long, and so has all of the stop. Containers are killed after 15 seconds.
SECONDS_FOR_REQUESTS, SECONDS_FOR_ALL = 3, 12


class WebServer(uvicorn.Server):
    """Uvicorn's server, which says what it waits for, and does not wait for long."""

    def __init__(self, config: uvicorn.Config) -> None:
        """Its connections are open files of this process."""
        super().__init__(config)
        raise_open_file_limit()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End streams, give requests time to end, and leave runs for the next start to go on with."""
        context: AppContext | None = getattr(self.config.loaded_app.state, "context", None)
        if context is not None:
            context.event_bus.close()
            logger.info("Stopping. %s", self._describe_wait(context))
        exit_timer = threading.Timer(SECONDS_FOR_ALL, _exit_process)
        exit_timer.daemon = True
        exit_timer.start()
        await super().shutdown(sockets)

    def _describe_wait(self, context: AppContext) -> str:
        requests, runs = len(self.server_state.tasks), context.runner.run_count
        waits = (
            f"Waiting for {_format_count(requests, 'request')}, {SECONDS_FOR_REQUESTS} s at most." if requests else ""
        )
        resumed = f"{_format_count(runs, 'run')} will continue at the next start." if runs else ""
        return " ".join(part for part in (waits, resumed) if part) or "Nothing is in progress."


def _exit_process() -> None:
    """End the process although something still keeps it: all that was acknowledged is on the disk."""
    logger.warning("Something still keeps the server busy after %d s. It stops anyway.", SECONDS_FOR_ALL)
    logging.shutdown()
    os._exit(0)


def _format_count(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"
