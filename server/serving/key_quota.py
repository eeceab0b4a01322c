"""How many requests each key may send in a minute."""

import time

#: So many keys are remembered.
MAX_KEYS = 10_000


class KeyQuota:
    """Counts the requests of keys in windows of a minute. It belongs to one event loop."""

    def __init__(self) -> None:
        self._windows: dict[str, tuple[int, int]] = {}

    def take(self, key: str, limit: int | None) -> int:
        """Count a request; returns 0 where it may pass, else the seconds until the next one may."""
        if limit is None:
            return 0
        moment = time.time()
        window = int(moment // 60)
        begun, count = self._windows.get(key, (window, 0))
        count = count if begun == window else 0
        if count >= limit:
            return max(1, round(60 - moment % 60))
        self._windows.pop(key, None)
        self._windows[key] = (window, count + 1)
        while len(self._windows) > MAX_KEYS:
            del self._windows[next(iter(self._windows))]
        return 0
