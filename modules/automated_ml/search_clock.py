"""The time of a search: it stands still while the search is paused, and may be extended while it runs."""

import logging
import time

from modules.kit.fan_out import read_step_control

log = logging.getLogger(__name__)


class SearchClock:
    """Counts from `began`, a moment of the monotonic clock."""

    def __init__(self, began: float) -> None:
        self.began = began
        self.extra_seconds = 0
        self._paused_seconds = 0.0
        self._paused_at: float | None = None

    @property
    def elapsed(self) -> float:
        """The seconds since the start without those of pauses."""
        now = time.monotonic() if self._paused_at is None else self._paused_at
        return now - self.began - self._paused_seconds

    @property
    def is_paused(self) -> bool:
        return self._paused_at is not None

    def look(self) -> bool:
        """Read what is wanted now; whether it is another than before."""
        control = read_step_control()
        changed = control.is_paused != self.is_paused or control.extra_seconds != self.extra_seconds
        if control.extra_seconds != self.extra_seconds:
            self.extra_seconds = control.extra_seconds
            log.info("Its time limit is %.0f min longer now.", control.extra_seconds / 60)
        if control.is_paused and self._paused_at is None:
            self._paused_at = time.monotonic()
            log.info("Paused. Its time stands still.")
        elif not control.is_paused and self._paused_at is not None:
            self._paused_seconds += time.monotonic() - self._paused_at
            self._paused_at = None
            log.info("The search goes on.")
        return changed
