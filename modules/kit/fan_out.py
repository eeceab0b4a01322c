"""Many equal pieces of work inside one step, spread over the processors that the step may use.

Pieces run in forks of the step, inside its sandbox. How many at once is for the executor to say, which may change its
mind while they run: forks that are too many stand still until there is room again. What comes out does not depend on
it: each piece works with one thread, and draws its random numbers from a seed of its own.
"""

import os
import pickle
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar, cast

import numpy as np
from threadpoolctl import threadpool_limits

from modules.kit.fan_out_workers import Worker, WorkerLost, read_ready, start_worker
from modules.kit.progress import listen_to_progress, report
from modules.kit.step_control import StepControl

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


def fan_out(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    unit: str,
    memory: int | None = None,
    seconds: Callable[[], float | None] = lambda: None,
    should_end: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[Item, Result | Failure]]:
    """Call the function with each item and yield (item, result) as they finish; a failure is a value.

    The next item is asked for when there is somebody to work on it, so that `items` may go by earlier results.
    `memory` is what a piece takes in bytes, where that is known: no more run at once than there is room for. `seconds`
    is asked for each piece how long it may take; one that takes longer is killed. Leaving the loop ends all pieces, and
    so does `should_end`, which is asked several times a second. While the step is to stand still, no piece goes on.
    Progress is reported in the `unit`.
    """
    total = len(items) if isinstance(items, Sized) else None
    pool = _Pool(function, seconds, _limit_by_memory(memory), should_end)
    waiting = enumerate(items)
    try:
        for done, (item, result) in enumerate(pool.run(waiting, total), start=1):
            report(done, total, unit)
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


def _limit_by_memory(memory: int | None) -> int:
    """How many pieces of this size there is room for; at least one."""
    if not memory:
        return 2**31
    try:
        free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 1
    return max(1, free // memory)


class _Pool(Generic[Item, Result]):
    """The workers of one fan-out."""

    def __init__(
        self,
        function: Callable[[Item], Result],
        seconds: Callable[[], float | None],
        at_most: int,
        should_end: Callable[[], bool],
    ) -> None:
        self.function = function
        self.seconds = seconds
        self.at_most = at_most
        self.should_end = should_end
        self.share = None if is_in_fan_out() or not hasattr(os, "fork") else _share.get()
        self.workers: list[Worker] = []
        self.running: dict[Worker, tuple[int, Item]] = {}

    @property
    def limit(self) -> int:
        """How many pieces may run now; none while the step stands still."""
        if self.share is None:
            return 1
        return 0 if self.is_paused else max(1, min(self.share.read(), self.at_most))

    @property
    def is_paused(self) -> bool:
        return self.share is not None and self.share.read_control().is_paused

    def run(self, waiting: Iterator[tuple[int, Item]], total: int | None) -> Iterator[tuple[Item, Result | Failure]]:
        """Here as long as that is quicker than a fork, then in workers."""
        done, began = 0, time.monotonic()
        if self.share is not None:
            self.share.request(self.at_most if total is None else min(total, self.at_most))
        while not self._is_worth_forking(done, total, time.monotonic() - began):
            turn = next(waiting, None)
            if turn is None:
                return
            yield turn[1], self._run_here(*turn)
            done += 1
        yield from self._run_in_workers(waiting)

    def _is_worth_forking(self, done: int, total: int | None, taken: float) -> bool:
        if self.share is None:
            return False
        if self.seconds() is not None:
            return True
        if self.limit < 2 or total == 1:
            return False
        if total is None:
            return True
        return done > 0 and (total - done) * taken / done > SECONDS_WORTH_FORKING and total - done > 1

    def _run_here(self, number: int, item: Item) -> Result | Failure:
        return run_piece(self.function, number, item)

    def _run_in_workers(self, waiting: Iterator[tuple[int, Item]]) -> Iterator[tuple[Item, Result | Failure]]:
        exhausted = False
        while not self.should_end():
            while not exhausted and len(self.running) < self.limit:
                turn = next(waiting, None)
                if turn is None:
                    exhausted = True
                    break
                if (refused := self._start(*turn)) is not None:
                    yield turn[1], refused
            if not self.running and not self.is_paused:
                return
            self._balance()
            yield from self._collect()

    def _start(self, number: int, item: Item) -> Result | Failure | None:
        """Give a piece to a free worker; where no process is to be had, do it here."""
        worker = next((free for free in self.workers if free not in self.running), None)
        if worker is None:
            try:
                worker = start_worker(self._answer)
            except OSError:
                return self._run_here(number, item)
            self.workers.append(worker)
        self.running[worker] = (number, item)
        worker.begin((number, item), self.seconds())
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

    def _collect(self) -> Iterator[tuple[Item, Result | Failure]]:
        for worker in read_ready(list(self.running), SECONDS_BETWEEN_LOOKS):
            answer = worker.take_answer()
            if answer is None:
                continue
            _, item = self.running.pop(worker)
            if isinstance(answer, WorkerLost):
                self.workers.remove(worker)
                yield item, Failure(WorkerLostError(answer.reason))
            else:
                yield item, cast("Result | Failure", answer.value)
        for worker in [one for one in self.running if one.is_late()]:
            _, item = self.running.pop(worker)
            self.workers.remove(worker)
            worker.kill()
            yield item, Failure(TimeUpError("It took longer than it may."))

    def close(self) -> None:
        """End all that still works."""
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
        with threadpool_limits(1), listen_to_progress(lambda _: None):
            return function(item)
    except Exception as error:
        return Failure(error)
    finally:
        _is_piece.reset(token)
        random.setstate(states[0])
        np.random.set_state(states[1])
