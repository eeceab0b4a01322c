"""Many equal pieces of work inside one step, spread over the processors that the step may use.

Pieces run in forks of the step, inside its sandbox. How many at once is for the executor to say, which may change its
mind while they run: forks that are too many stand still until there is room again. What comes out does not depend on
it: each piece works with one thread, and draws its random numbers from a seed of its own. On a target, other workers
help (`shared_pieces.py`).
"""

import os
import pickle
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Generic, NoReturn, Protocol, TypeVar, cast

import numpy as np

from modules.kit.fan_out_workers import Worker, WorkerLost, read_ready, start_worker
from modules.kit.progress import listen_to_progress, report
from modules.kit.shared_pieces import (
    FoundPiece,
    PiecesDelivered,
    PieceTask,
    SharedPieces,
    StepPieces,
    get_step_pieces,
    hash_items,
)
from modules.kit.step_control import StepControl
from modules.kit.thread_limits import limit_library_threads

Item = TypeVar("Item")
Result = TypeVar("Result")

#: A fork pays if what is left takes at least this long.
SECONDS_WORTH_FORKING = 0.2
#: How often the share of the processors is looked at while pieces run.
SECONDS_BETWEEN_LOOKS = 0.1


@dataclass(frozen=True)
class Failure:
    """A piece of work that did not come to an end: the exception, or what happened to its process."""

    error: BaseException

    @property
    def message(self) -> str:
        return str(self.error) or type(self.error).__name__


class WorkerLostError(Exception):
    """The process of a piece was killed, as by the system where memory ran out."""


class TimeUpError(Exception):
    """A piece took longer than it may."""


class WorkerShare(Protocol):
    """How many processes a step may use at once; whoever gives them wants to know how many are of use."""

    def request(self, count: int) -> None: ...

    def read(self) -> int: ...

    def read_control(self) -> StepControl: ...


@dataclass(frozen=True)
class FixedShare:
    """A number of processes that does not change."""

    count: int

    def request(self, count: int) -> None:
        """Nobody is asked."""

    def read(self) -> int:
        return self.count

    def read_control(self) -> StepControl:
        return StepControl()


_share: ContextVar[WorkerShare | None] = ContextVar("worker_share", default=None)
_is_piece: ContextVar[bool] = ContextVar("is_piece", default=False)


@contextmanager
def provide_workers(share: WorkerShare) -> Iterator[None]:
    """Within this block, `fan_out` uses as many processes as the share says; elsewhere it uses one."""
    token = _share.set(share)
    try:
        yield
    finally:
        _share.reset(token)


def read_step_control() -> StepControl:
    """What somebody wants of this step: to stand still, to take longer, to end with what it has found so far."""
    share = _share.get()
    return StepControl() if share is None else share.read_control()


def is_in_fan_out() -> bool:
    """Whether this is a piece of work beside others: libraries should use one thread then."""
    return _is_piece.get()


def _never_ends() -> bool:
    return False


def _takes_any_time() -> None:
    """A piece may take as long as it takes."""


def fan_out(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    unit: str,
    memory: int | None = None,
    seconds: Callable[[], float | None] = _takes_any_time,
    should_end: Callable[[], bool] = _never_ends,
    on_begin: Callable[[Item], None] = lambda _: None,
    may_stop: bool = False,
) -> Iterator[tuple[Item, Result | Failure]]:
    """Call the function with each item and yield (item, result) as they finish; a failure is a value.

    The next item is asked for when there is somebody to work on it, so that `items` may go by earlier results.
    `memory` is what a piece takes in bytes, where that is known: no more run at once than there is room for. `seconds`
    is asked for each piece how long it may take; one that takes longer is killed. Leaving the loop ends all pieces, and
    so does `should_end`, which is asked several times a second. While the step is to stand still, no piece goes on.
    Progress is reported in the `unit`; `on_begin` is called with each item that work begins on here. With `may_stop`
    only the first piece is done in this process, so that people see the others go on, and can end them.
    """
    total = len(items) if isinstance(items, Sized) else None
    pool = _Pool(function, seconds, _limit_by_memory(memory), should_end, on_begin, may_stop)
    pieces = None if is_in_fan_out() else get_step_pieces()
    if pieces is not None:
        pool.shared = _share_pieces(pool, pieces, items)
    waiting = enumerate(items)
    try:
        for done, (_, item, result) in enumerate(pool.run(waiting, total), start=1):
            report(done + pool.count_arrived(), total, unit)
            yield item, result
    finally:
        pool.close()


def fan_out_in_order(
    function: Callable[[Item], Result], items: Iterable[Item], *, unit: str, memory: int | None = None
) -> Iterator[Result]:
    """The results in the order of the items; the first failure among them is raised."""
    numbered = list(enumerate(items))
    early: dict[int, Result | Failure] = {}
    place = 0
    for (number, _), found in fan_out(lambda pair: function(pair[1]), numbered, unit=unit, memory=memory):
        early[number] = found
        while place in early:
            result = early.pop(place)
            if isinstance(result, Failure):
                raise result.error
            place += 1
            yield result


def _share_pieces(pool: "_Pool[Item, Result]", pieces: StepPieces, items: Iterable[Item]) -> SharedPieces | None:
    """What others may do of this fan-out; where this step does it for another one, that is done and the step ends.

    What goes by the clock or by earlier results is not for others. When the fan-out ends early, so does their work.
    """
    place = pieces.count_fan_out()
    if pieces.task is not None and pieces.task.place == place and isinstance(items, Sequence):
        _deliver_pieces(pool, pieces, pieces.task, items)
    goes_by_clock = pool.seconds is not _takes_any_time
    if pieces.board is None or pool.share is None or goes_by_clock or not isinstance(items, Sequence):
        return None
    return SharedPieces(pieces.board, place, items, time.monotonic() - pieces.began)


def _deliver_pieces(
    pool: "_Pool[Item, Result]", pieces: StepPieces, task: PieceTask, items: Sequence[Item]
) -> NoReturn:
    """Do some pieces for another machine. What fails is done again there, where its failure is told."""
    if hash_items(items) == task.digest:
        wanted = [(number, items[number]) for number in task.numbers]
        pieces.on_task()
        try:
            for number, _, result in pool.run(iter(wanted), len(wanted)):
                if not isinstance(result, Failure):
                    pieces.deliver(number, result)
        finally:
            pool.close()
    raise PiecesDelivered


def _limit_by_memory(memory: int | None) -> int:
    """How many pieces of this size there is room for; at least one."""
    if not memory:
        return 2**31
    try:
        free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 1
    return max(1, free // memory)


#: The number of a piece, its item and what came of it.
Done = tuple[int, Item, Result | Failure]


class _Pool(Generic[Item, Result]):
    """The workers of one fan-out."""

    def __init__(
        self,
        function: Callable[[Item], Result],
        seconds: Callable[[], float | None],
        at_most: int,
        should_end: Callable[[], bool],
        on_begin: Callable[[Item], None],
        may_stop: bool,
    ) -> None:
        self.function = function
        self.seconds = seconds
        self.at_most = at_most
        self.should_end = should_end
        self.on_begin = on_begin
        self.may_stop = may_stop
        self.share = None if is_in_fan_out() or not hasattr(os, "fork") else _share.get()
        self.workers: list[Worker] = []
        self.running: dict[Worker, tuple[int, Item]] = {}
        self.shared: SharedPieces | None = None

    @property
    def limit(self) -> int:
        """How many pieces may run now; none while the step stands still."""
        if self.share is None:
            return 1
        return 0 if self.is_paused else max(1, min(self.share.read(), self.at_most))

    @property
    def is_paused(self) -> bool:
        return self.share is not None and self.share.read_control().is_paused

    def count_arrived(self) -> int:
        """How many results of others nobody has asked for yet."""
        return 0 if self.shared is None else self.shared.arrived

    def run(self, waiting: Iterator[tuple[int, Item]], total: int | None) -> Iterator[Done[Item, Result]]:
        """Here as long as that is quicker than a fork, then in workers."""
        done, began = 0, time.monotonic()
        if self.share is not None:
            self.share.request(self.at_most if total is None else min(total, self.at_most))
        while not self._is_worth_forking(done, total, time.monotonic() - began):
            self._wait_while_paused()
            turn = None if self.should_end() else next(waiting, None)
            if turn is None:
                return
            self.on_begin(turn[1])
            yield *turn, run_piece(self.function, *turn)
            done += 1
            if self.shared is not None:
                self.shared.offer_rest(done, time.monotonic() - began, self.limit or 1)
        yield from self._run_in_workers(waiting)

    def _wait_while_paused(self) -> None:
        while self.is_paused and not self.should_end():
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def _is_worth_forking(self, done: int, total: int | None, taken: float) -> bool:
        if self.share is None:
            return False
        if self.seconds() is not None or (self.shared is not None and self.shared.is_offered):
            return True  # a fork can be ended when it is late, and when somebody else was faster
        if self.may_stop:
            return done > 0
        if self.limit < 2 or total == 1:
            return False
        if total is None:
            return True
        return done > 0 and (total - done) * taken / done > SECONDS_WORTH_FORKING and total - done > 1

    def _run_in_workers(self, waiting: Iterator[tuple[int, Item]]) -> Iterator[Done[Item, Result]]:
        exhausted = False
        while not self.should_end():
            while not exhausted and len(self.running) < self.limit:
                turn = next(waiting, None)
                if turn is None:
                    exhausted = True
                    break
                if (known := self._take_shared(turn[0])) is not None:
                    yield *turn, cast(Result, known.value)
                elif (refused := self._start(*turn)) is not None:
                    yield *turn, refused
            if not self.running and not self.is_paused:
                return
            self._balance()
            yield from self._collect()
            yield from self._collect_shared()

    def _start(self, number: int, item: Item) -> Result | Failure | None:
        """Give a piece to a free worker; where no process is to be had, do it here."""
        self.on_begin(item)
        worker = next((free for free in self.workers if free not in self.running), None)
        if worker is None:
            try:
                self.workers.append(worker := start_worker(self._answer))
            except OSError:
                return run_piece(self.function, number, item)
        self.running[worker] = (number, item)
        worker.begin((number, item), self.seconds())
        if self.shared is not None:
            self.shared.note_begun(number)
        return None

    def _answer(self, request: object) -> object:
        number, item = cast(tuple[int, Item], request)
        found = run_piece(self.function, number, item)
        return _make_portable(found) if isinstance(found, Failure) else found

    def _balance(self) -> None:
        """Only as many work as may; the last ones to begin stand still."""
        limit = self.limit
        for place, worker in enumerate(self.running):
            worker.pause() if place >= limit else worker.resume()

    def _take_shared(self, number: int) -> FoundPiece | None:
        return None if self.shared is None else self.shared.take(number)

    def _collect_shared(self) -> Iterator[Done[Item, Result]]:
        """What others did first of the pieces that are under way here."""
        for worker, (number, item) in list(self.running.items()):
            known = self._take_shared(number)
            if known is not None:
                self._drop(worker)
                yield number, item, cast(Result, known.value)

    def _drop(self, worker: Worker) -> None:
        del self.running[worker]
        self.workers.remove(worker)
        worker.kill()

    def _collect(self) -> Iterator[Done[Item, Result]]:
        for worker in read_ready(list(self.running), SECONDS_BETWEEN_LOOKS):
            answer = worker.take_answer()
            if answer is None:
                continue
            number, item = self.running.pop(worker)
            if isinstance(answer, WorkerLost):
                self.workers.remove(worker)
                yield number, item, Failure(WorkerLostError(answer.reason))
            else:
                yield number, item, cast("Result | Failure", answer.value)
        for worker in [one for one in self.running if one.is_late()]:
            number, item = self.running[worker]
            self._drop(worker)
            yield number, item, Failure(TimeUpError("It took longer than it may."))

    def close(self) -> None:
        """End all that still works."""
        if self.shared is not None:
            self.shared.close()
        for worker in self.workers:
            worker.kill()
        self.workers.clear()
        if self.share is not None:
            self.share.request(1)


def _make_portable(failure: Failure) -> Failure:
    """The failure as another process can read it: not every exception survives the way."""
    try:
        pickle.loads(pickle.dumps(failure.error))  # nosec B301  written on this line
    except Exception:
        return Failure(RuntimeError(f"{type(failure.error).__name__}: {failure.error}"))
    return failure


def run_piece(function: Callable[[Item], Result], number: int, item: Item) -> Result | Failure:
    """One piece: with one thread, with random numbers of its own, and without its own progress."""
    states = random.getstate(), np.random.get_state()
    random.seed(number)
    np.random.seed(number % 2**32)
    token = _is_piece.set(True)
    try:
        with limit_library_threads(1), listen_to_progress(lambda _: None):
            return function(item)
    except Exception as error:
        return Failure(error)
    finally:
        _is_piece.reset(token)
        random.setstate(states[0])
        np.random.set_state(states[1])
