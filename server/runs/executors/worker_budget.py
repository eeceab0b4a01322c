"""Slots that no step needs are lent to steps that can work on several things at once.

Each step has a file that says how many processes it may use; it reads it again and again. The file is written by the
descriptor that made it: whatever a step puts in its place is not touched.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from modules.kit.step_control import StepControl


@dataclass(eq=False)
class ShareFile:
    """What one step is told, and how many processes it asked for."""

    path: Path
    descriptor: int
    step: tuple[int, str]
    requested: int = 1
    granted: int = 1

    def grant(self, granted: int) -> None:
        """Say that it may use so many processes from now on."""
        if granted != self.granted:
            self.granted = granted
            os.pwrite(self.descriptor, b"%-8d" % granted, 0)

    def write_control(self, control: StepControl) -> None:
        """Say what is wanted of it from now on."""
        os.pwrite(self.descriptor, control.encode(), 8)


class WorkerBudget:
    """Lends free slots, as equally as can be."""

    def __init__(self) -> None:
        self._shares: list[ShareFile] = []
        self._numbers = count()

    @contextmanager
    def open_share(self, folder: Path, step: tuple[int, str]) -> Iterator[ShareFile]:
        """The file of a step that begins, in a folder that its sandbox can read."""
        path = folder / f"workers-{next(self._numbers)}"
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o644)
        share = ShareFile(path, descriptor, step)
        try:
            os.fchmod(descriptor, 0o644)  # whatever the umask is: steps may run as another user
            os.pwrite(descriptor, b"%-8d" % 1, 0)
            self._shares.append(share)
            yield share
        finally:
            self._shares.remove(share)
            os.close(descriptor)
            path.unlink(missing_ok=True)

    def find_share(self, step: tuple[int, str]) -> ShareFile | None:
        """The file of a step that is under way."""
        return next((share for share in self._shares if share.step == step), None)

    def request(self, share: ShareFile, wanted: int, free: int) -> None:
        """A step has work for so many processes."""
        share.requested = max(1, wanted)
        self.share_out(free)

    def share_out(self, free: int) -> None:
        """Lend this many slots, one after another to whoever has the fewest."""
        granted = dict.fromkeys(self._shares, 1)
        while free > 0:
            takers = [share for share in self._shares if granted[share] < share.requested]
            if not takers:
                break
            granted[min(takers, key=lambda share: granted[share])] += 1
            free -= 1
        for share, number in granted.items():
            share.grant(number)
