"""A machine on which no sandbox starts, as without memory or without time."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.server.runs.conftest import command_line, mentioning


@contextmanager
def no_sandbox_starts(home: Path, *kinds: str) -> Iterator[None]:
    """Within this block the keepers of zygotes, or of nurseries, of a data folder are killed at once."""
    over = threading.Event()
    wanted = [f'"within": "{kind}"' for kind in kinds]

    def kill() -> None:
        while not over.is_set():
            for pid in mentioning(str(home)):
                words = command_line(pid)
                if "server.runs.keeper" in words and any(kind in words for kind in wanted):
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
            over.wait(0.02)

    killing = threading.Thread(target=kill)
    killing.start()
    try:
        yield
    finally:
        over.set()
        killing.join()
