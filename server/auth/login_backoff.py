"""Guesses at passwords become slow: each failure makes the next try wait longer, by account and by address."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

#: So many keys are remembered; the ones untouched for longest are forgotten first.
MAX_BACKOFF_KEYS = 10_000
#: A key without a failure for so long starts anew.
RESET_AFTER_SECONDS = 3_600.0


@dataclass
class _FailureCount:
    count: int = 0
    last_failed_at: float = 0.0


class LoginBackoff:
    """The first `free_failures` of a key cost nothing; then a wait begins at a second, and doubles to `max_seconds`."""

    def __init__(self, free_failures: int, max_seconds: float) -> None:
        self.free_failures = free_failures
        self.max_seconds = max_seconds
        self._failures: dict[str, _FailureCount] = {}
        self._lock = Lock()

    def start_attempt(self, key: str) -> float:
        """Seconds to wait before another try; 0 is a try that counts as failed.

        It does until `record_success` or `withdraw_attempt`: counted before the password is looked at, so that a crowd
        of guesses at once is no way around.
        """
        with self._lock:
            failures = self._failures.pop(key, _FailureCount())
            at = time.monotonic()
            if at - failures.last_failed_at > RESET_AFTER_SECONDS:
                failures = _FailureCount()
            self._failures[key] = failures
            while len(self._failures) > MAX_BACKOFF_KEYS:
                del self._failures[next(iter(self._failures))]
            left = failures.last_failed_at + self._compute_wait(failures.count) - at
            if left > 0:
                return left
            failures.count, failures.last_failed_at = failures.count + 1, at
            return 0.0

    def record_success(self, key: str) -> None:
        """The key is trusted again: all its failures are forgotten."""
        with self._lock:
            self._failures.pop(key, None)

    def withdraw_attempt(self, key: str) -> None:
        """The last try was no failure; those before it still count."""
        with self._lock:
            failures = self._failures.get(key)
            if failures is not None:
                failures.count = max(0, failures.count - 1)

    def _compute_wait(self, count: int) -> float:
        return 0.0 if count < self.free_failures else min(self.max_seconds, 2.0 ** min(count - self.free_failures, 30))


def start_attempts(attempts: Iterable[tuple[LoginBackoff, str]]) -> float:
    """The longest wait that one of several counts asks for."""
    return max(backoff.start_attempt(key) for backoff, key in attempts)
