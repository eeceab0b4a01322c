"""Event streams that are open, by whose they are, so that ending a session or a membership ends them at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import anyio


class OpenStreams:
    """Used in the event loop only."""

    def __init__(self) -> None:
        self._scopes: dict[str, set[anyio.CancelScope]] = defaultdict(set)

    @contextmanager
    def register(self, keys: Iterable[str], scope: anyio.CancelScope) -> Iterator[None]:
        """For the length of the block the scope is ended by whoever ends one of the keys."""
        keys = list(keys)
        for key in keys:
            self._scopes[key].add(scope)
        try:
            yield
        finally:
            for key in keys:
                self._scopes[key].discard(scope)
                if not self._scopes[key]:
                    del self._scopes[key]

    def end_streams(self, *keys: str) -> None:
        """End what is open under these keys: ids of sessions, accounts or tokens."""
        for key in keys:
            for scope in list(self._scopes.get(key, ())):
                scope.cancel()
