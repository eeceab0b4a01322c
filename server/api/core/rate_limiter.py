"""How often something may go wrong: guesses at tokens and passwords are few per minute."""

import time
from collections import deque
from threading import Lock

#: So many keys are remembered; the ones untouched for longest are forgotten first.
MAX_KEYS = 10_000


class RateLimiter:
    """At most so many failures in a span of seconds for each key. Safe to be used by several threads."""

    def __init__(self, max_hits: int, seconds: float) -> None:
        self.max_hits = max_hits
        self.seconds = seconds
        self._hits: dict[str, deque[float]] = {}
        self._lock = Lock()

    def is_allowed(self, key: str) -> bool:
        with self._lock:
            return len(self._drop_expired(key)) < self.max_hits

    def hit(self, key: str) -> None:
        with self._lock:
            recent = self._drop_expired(key)
            recent.append(time.monotonic())
            self._hits.pop(key, None)
            self._hits[key] = recent
            while len(self._hits) > MAX_KEYS:
                del self._hits[next(iter(self._hits))]

    def _drop_expired(self, key: str) -> deque[float]:
        recent = self._hits.get(key, deque(maxlen=self.max_hits))
        while recent and recent[0] < time.monotonic() - self.seconds:
            recent.popleft()
        return recent
