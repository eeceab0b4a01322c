"""A machine on which no sandbox starts, as without memory or without time."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.server.runs.conftest import find_processes_mentioning, read_command_line


@contextmanager
def sandboxes_killed_at_start(home: Path, *kinds: str) -> Iterator[None]:
    """Within this block the launchers of zygotes, or of fork servers, of a data folder are killed at once."""
    over = threading.Event()
    expected = [f'"role": "{kind}"' for kind in kinds]

    def kill() -> None:
        while not over.is_set():
            for pid in find_processes_mentioning(str(home)):
                words = read_command_line(pid)
                if "server.runs.sandbox.inside.sandbox_launcher" in words and any(kind in words for kind in expected):
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
