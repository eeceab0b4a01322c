"""Guesses at passwords become slow: each failure makes the next try wait longer, by account and by address."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

#: So many keys are remembered; the ones untouched for longest are forgotten first.
MOST_KEYS = 10_000
#: A key without a failure for so long starts anew.
FORGOTTEN_SECONDS = 3_600.0


@dataclass
class _Failures:
    count: int = 0
    last: float = 0.0


class Delays:
    """The first `free` failures of a key cost nothing; then waiting begins at a second, and doubles up to `longest`."""

    def __init__(self, free: int, longest: float) -> None:
        self.free = free
        self.longest = longest
        self._failures: dict[str, _Failures] = {}
        self._lock = Lock()

    def begin(self, key: str) -> float:
        """Seconds to wait before another try; 0 is a try that counts as failed until `succeeded` or `withdraw`.

        Counted before the password is looked at, so that a crowd of guesses at once is no way around.
        """
        with self._lock:
            found = self._failures.pop(key, _Failures())
            at = time.monotonic()
            if at - found.last > FORGOTTEN_SECONDS:
                found = _Failures()
            self._failures[key] = found
            while len(self._failures) > MOST_KEYS:
                del self._failures[next(iter(self._failures))]
            left = found.last + self._wait(found.count) - at
            if left > 0:
                return left
            found.count, found.last = found.count + 1, at
            return 0.0

    def succeeded(self, key: str) -> None:
        """The key is trusted again: all its failures are forgotten."""
        with self._lock:
            self._failures.pop(key, None)

    def withdraw(self, key: str) -> None:
        """The last try was no failure; those before it still count."""
        with self._lock:
            found = self._failures.get(key)
            if found is not None:
                found.count = max(0, found.count - 1)

    def _wait(self, count: int) -> float:
        return 0.0 if count < self.free else min(self.longest, 2.0 ** min(count - self.free, 30))


def begin(tries: Iterable[tuple[Delays, str]]) -> float:
    """The longest wait that one of several counts asks for."""
    return max(delays.begin(key) for delays, key in tries)
