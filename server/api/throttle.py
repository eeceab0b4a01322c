"""How often something may go wrong: guesses at tokens and passwords are few per minute."""

import time
from collections import deque
from threading import Lock

#: So many keys are remembered; the ones untouched for longest are forgotten first.
MOST_KEYS = 10_000


class Throttle:
    """At most so many failures in a span of seconds for each key. Safe to be used by several threads."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self.seconds = seconds
        self._failures: dict[str, deque[float]] = {}
        self._lock = Lock()

    def allows(self, key: str) -> bool:
        with self._lock:
            return len(self._recent(key)) < self.most

    def failed(self, key: str) -> None:
        with self._lock:
            recent = self._recent(key)
            recent.append(time.monotonic())
            self._failures.pop(key, None)
            self._failures[key] = recent
            while len(self._failures) > MOST_KEYS:
                del self._failures[next(iter(self._failures))]

    def _recent(self, key: str) -> deque[float]:
        recent = self._failures.get(key, deque(maxlen=self.most))
        while recent and recent[0] < time.monotonic() - self.seconds:
            recent.popleft()
        return recent
