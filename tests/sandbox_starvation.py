"""A machine on which no sandbox starts, as without memory or without time."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.server.runs.conftest import find_processes_in


@contextmanager
def sandboxes_killed_at_start(home: Path) -> Iterator[None]:
    """Within this block all processes that sandboxes of a data folder come from are killed while they start."""
    over = threading.Event()

    def kill() -> None:
        while not over.is_set():
            for pid in find_processes_in(home):
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


@contextmanager
def no_sandbox_started(home: Path) -> Iterator[None]:
    """Within this block a running server has no processes for sandboxes, and there is no place for new ones."""
    (folder,) = (home / "store" / "runs").glob("*/launch_server")
    aside = folder.with_name("launch_server.aside")
    folder.rename(aside)
    folder.write_text("")
    try:
        for pid in find_processes_in(home):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        yield
    finally:
        folder.unlink()
        aside.rename(folder)
