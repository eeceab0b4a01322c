"""Event streams that are open, by whose they are, so that ending a session or a membership ends them at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import anyio


class Streams:
    """Used in the event loop only."""

    def __init__(self) -> None:
        self._open: dict[str, set[anyio.CancelScope]] = defaultdict(set)

    @contextmanager
    def staying(self, keys: Iterable[str], scope: anyio.CancelScope) -> Iterator[None]:
        """For the length of the block the scope is ended by whoever ends one of the keys."""
        keys = list(keys)
        for key in keys:
            self._open[key].add(scope)
        try:
            yield
        finally:
            for key in keys:
                self._open[key].discard(scope)
                if not self._open[key]:
                    del self._open[key]

    def end(self, *keys: str) -> None:
        """End what is open under these keys: ids of sessions, accounts or tokens."""
        for key in keys:
            for scope in list(self._open.get(key, ())):
                scope.cancel()
