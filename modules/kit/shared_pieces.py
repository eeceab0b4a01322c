"""Pieces of a fan-out that other machines do.

The same step runs there with the same inputs as far as the fan-out, and does some of its pieces instead of all of them.
What it gives is what would have been computed here. So a step that offers pieces waits for nobody: it works on them
itself until their results have come, and a machine that is lost loses nothing.
"""

import hashlib
import pickle
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

#: Others are asked if what is left takes at least this long.
SECONDS_WORTH_OFFERING = 2.0
SECONDS_BETWEEN_OFFERS = 0.5


@dataclass(frozen=True)
class PieceOffer:
    """The pieces of fan-out number `place` of a step that nobody has begun: from `first` on, of `total`.

    One takes about `seconds`, and the step took `seconds_before` to come as far as the fan-out. `digest` stands for the
    items: only who has the same may help. An offer of nothing withdraws the one before.
    """

    place: int
    first: int
    total: int
    seconds: float
    seconds_before: float
    digest: str


@dataclass(frozen=True)
class PieceTask:
    """The pieces that a step does for another machine, by their numbers in fan-out number `place`."""

    place: int
    digest: str
    numbers: tuple[int, ...]


class PieceBoard(Protocol):
    """Where a step offers pieces, and finds what others did."""

    def offer(self, offer: PieceOffer) -> None: ...

    def read_results(self, place: int) -> Mapping[int, Path]: ...


class PiecesDelivered(BaseException):
    """The pieces of another machine are done, and with them this step: no error, and for no module to catch."""


@dataclass
class StepPieces:
    """What a step has to do with other machines: it offers pieces to them, or does some for one of them.

    `on_task` is called when it begins with those, and `deliver` with the number and the result of each.
    """

    board: PieceBoard | None = None
    task: PieceTask | None = None
    on_task: Callable[[], None] = lambda: None
    deliver: Callable[[int, object], None] = lambda _number, _value: None
    began: float = field(default_factory=time.monotonic)
    _count: int = 0

    def count_fan_out(self) -> int:
        """The number of the fan-out that begins now."""
        self._count += 1
        return self._count - 1


@dataclass(frozen=True)
class FoundPiece:
    """What another machine found."""

    value: object


class SharedPieces:
    """The pieces of one fan-out that others may do, and what has come of them."""

    def __init__(self, board: PieceBoard, place: int, items: Sequence[object], seconds_before: float) -> None:
        self._board = board
        self._items = items
        self._offer = PieceOffer(place, 0, 0, 0.0, seconds_before, "")
        self._offered_at = 0.0
        self._paths: dict[int, Path] = {}

    @property
    def is_offered(self) -> bool:
        return self._offer.total > 0

    @property
    def arrived(self) -> int:
        """How many results wait to be taken."""
        return len(self._paths)

    def offer_rest(self, done: int, taken: float, processes: int) -> None:
        """Offer what is left after the first pieces took so many seconds here, if that is worth their while."""
        total, each = len(self._items), taken / done
        left = (total - done) * each / processes
        if total - done < 2 or left < max(SECONDS_WORTH_OFFERING, self._offer.seconds_before):
            return
        digest = hash_items(self._items)
        if digest:
            self._send(replace(self._offer, first=done, total=total, seconds=each, digest=digest))

    def note_begun(self, number: int) -> None:
        """Say how far this machine has come."""
        if self.is_offered and time.monotonic() - self._offered_at > SECONDS_BETWEEN_OFFERS:
            self._send(replace(self._offer, first=number + 1))

    def take(self, number: int) -> FoundPiece | None:
        """The result of a piece if it has come; what cannot be read is done here."""
        if not self.is_offered:
            return None
        self._paths.update(self._board.read_results(self._offer.place))
        path = self._paths.pop(number, None)
        if path is not None:
            with suppress(Exception):
                return FoundPiece(pickle.loads(path.read_bytes()))  # nosec B301  by this step, in a sandbox like this
        return None

    def close(self) -> None:
        """Nobody needs to work on them any more."""
        if self.is_offered:
            self._send(replace(self._offer, first=0, total=0))

    def _send(self, offer: PieceOffer) -> None:
        self._offer, self._offered_at = offer, time.monotonic()
        self._board.offer(offer)


_pieces: ContextVar[StepPieces | None] = ContextVar("step_pieces", default=None)


@contextmanager
def provide_pieces(pieces: StepPieces) -> Iterator[None]:
    """Within this block a step offers its pieces, or does those of another machine."""
    token = _pieces.set(pieces)
    try:
        yield
    finally:
        _pieces.reset(token)


def get_step_pieces() -> StepPieces | None:
    """What the step has to do with other machines; None where a module is called by itself."""
    return _pieces.get()


def hash_items(items: Sequence[object]) -> str:
    """What stands for the items of a fan-out on all machines; empty where they are of no use elsewhere."""
    try:
        return hashlib.sha256(pickle.dumps(list(items), protocol=5)).hexdigest()
    except Exception:  # whatever an item raises on its way
        return ""
