"""Event streams that are open: how many of whom, and whose they are, so that ending a session ends them at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import anyio


@dataclass(frozen=True)
class StreamLimit:
    """How many streams there may be of one person, link, workspace or server, by its key; and what else is said."""

    key: str
    max_count: int
    refusal: str


def limit_person_streams(person_id: str) -> StreamLimit:
    """A tab has two; browsers that speak HTTP/1.1 open six in all."""
    return StreamLimit(f"person {person_id}", 100, "You have Designery open too many times. Close some tabs.")


def limit_link_streams(share_id: str) -> StreamLimit:
    """Whoever comes later sees the design, and loads it again to see what changed."""
    return StreamLimit(f"link {share_id}", 200, "Many people have this link open right now. Try again later.")


def limit_workspace_streams(workspace_id: str) -> StreamLimit:
    """No workspace takes what the others need."""
    refusal = "Too many tabs of this workspace are open right now. Close some, or try again later."
    return StreamLimit(f"workspace {workspace_id}", 800, refusal)


#: Each is a connection, which is an open file.
SERVER_STREAM_LIMIT = StreamLimit("server", 2_000, "Too many tabs are open on this server. Try again later.")


class OpenStreams:
    """Used in the event loop only."""

    def __init__(self) -> None:
        self._scopes: dict[str, set[anyio.CancelScope]] = defaultdict(set)
        self._counts: Counter[str] = Counter()

    def find_refusal(self, limits: Iterable[StreamLimit]) -> str | None:
        """Why there may not be one more; None where there may."""
        return next((limit.refusal for limit in limits if self._counts[limit.key] >= limit.max_count), None)

    @contextmanager
    def register(
        self, keys: Iterable[str], scope: anyio.CancelScope, limits: Sequence[StreamLimit] = ()
    ) -> Iterator[None]:
        """For the length of the block the stream counts, and its scope is ended by whoever ends one of the keys."""
        keys = list(keys)
        for key in keys:
            self._scopes[key].add(scope)
        self._counts.update(limit.key for limit in limits)
        try:
            yield
        finally:
            self._counts.subtract(limit.key for limit in limits)
            self._counts += Counter()  # without those of which there are none any more
            for key in keys:
                self._scopes[key].discard(scope)
                if not self._scopes[key]:
                    del self._scopes[key]

    def end_streams(self, *keys: str) -> None:
        """End what is open under these keys: ids of sessions, accounts or tokens."""
        for key in keys:
            for scope in list(self._scopes.get(key, ())):
                scope.cancel()
