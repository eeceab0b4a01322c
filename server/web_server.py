"""The web server, and how it stops: at once for streams, soon for requests, and in the end whatever still goes on."""

import logging
import os
import socket
import threading

import uvicorn

from server.api.context import Context

logger = logging.getLogger(__name__)

#: Requests that are under way have this long, and so has all of the stop. Containers are killed after 15 seconds.
SECONDS_FOR_REQUESTS, SECONDS_FOR_ALL = 3, 12


class WebServer(uvicorn.Server):
    """Uvicorn's server, which says what it waits for, and does not wait for long."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End streams, give requests time to end, and leave runs for the next start to go on with."""
        context: Context | None = getattr(self.config.loaded_app.state, "context", None)
        if context is not None:
            context.broadcast.close()
            logger.info("Stopping. %s", self._describe_wait(context))
        giving_up = threading.Timer(SECONDS_FOR_ALL, _leave)
        giving_up.daemon = True
        giving_up.start()
        await super().shutdown(sockets)

    def _describe_wait(self, context: Context) -> str:
        requests, runs = len(self.server_state.tasks), context.runner.under_way
        waits = f"Waiting for {_counted(requests, 'request')}, {SECONDS_FOR_REQUESTS} s at most." if requests else ""
        goes_on = f"{_counted(runs, 'run')} will go on at the next start." if runs else ""
        return " ".join(part for part in (waits, goes_on) if part) or "Nothing is under way."


def _leave() -> None:
    """End the process although something still keeps it: all that was acknowledged is on the disk."""
    logger.warning("Something still keeps the server after %d s. It ends all the same.", SECONDS_FOR_ALL)
    logging.shutdown()
    os._exit(0)


def _counted(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"
