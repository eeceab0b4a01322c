"""What other workers have done of the steps of this one: a file for each step that may be helped, which it reads."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

from server.runs.executors.dask_bridge.remote_steps import RemoteStep
from server.runs.sandbox.inside.sandbox_requests import StepRequest


class WorkerPieces:
    """The files of the steps that are under way. All methods belong to the event loop of the worker."""

    def __init__(self) -> None:
        self._descriptors: dict[str, int] = {}
        self._numbers = count()

    @contextmanager
    def open_file(self, step: RemoteStep, request: StepRequest, folder: Path) -> Iterator[StepRequest]:
        """The request with its file, in a folder that its sandbox can read; without one where nobody can help.

        It is written by the descriptor that made it: whatever a step puts in its place is not touched.
        """
        if not step.can_be_helped:
            yield request
            return
        path = folder / f"pieces-{next(self._numbers)}"
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW, 0o644)
        try:
            os.fchmod(descriptor, 0o644)  # whatever the umask is: steps may run as another user
            self._descriptors[step.key] = descriptor
            yield replace(request, pieces=path)
        finally:
            del self._descriptors[step.key]
            os.close(descriptor)
            path.unlink(missing_ok=True)

    def add_result(self, key: str, place: int, number: int, path: Path) -> None:
        """Say that a piece of a step is done and where its result lies; a step that is over has no use for it."""
        descriptor = self._descriptors.get(key)
        if descriptor is not None:
            os.write(descriptor, f"{place} {number} {path}\n".encode())
