"""Turns to compute an answer: where one thread at a time runs Python, more at once make each slower and edits wait.

Whoever takes long, for a large design or a slow disk, does not keep the others waiting: the next one begins beside.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

#: After so long the next one begins although the one before has not ended.
PATIENCE_SECONDS = 0.1


class AnswerTurns:
    """So many answers are computed at once, and of those that take long, so many more."""

    def __init__(self, at_once: int, at_most: int | None = None) -> None:
        """`at_most` are computed at once in all; without it, any number of slow ones."""
        self.at_once = at_once
        self._max_slow = None if at_most is None else at_most - at_once
        self._slow = 0
        self._semaphores: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()

    def get_semaphore(self) -> asyncio.Semaphore:
        """What to acquire for a turn in this event loop; they come in the order of asking."""
        return self._semaphores.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(self.at_once))

    @contextmanager
    def hold_turn(self) -> Iterator[None]:
        """Give back the turn that was acquired: at the end of the block, or before where that takes long."""
        loop, semaphore = asyncio.get_running_loop(), self.get_semaphore()
        passed_on = False

        timer = loop.call_later(PATIENCE_SECONDS, lambda: pass_on())

        def pass_on() -> None:
            nonlocal passed_on, timer
            if self._max_slow is not None and self._slow >= self._max_slow:
                timer = loop.call_later(PATIENCE_SECONDS, pass_on)
                return
            passed_on = True
            self._slow += 1
            semaphore.release()

        try:
            yield
        finally:
            timer.cancel()
            if passed_on:
                self._slow -= 1
            else:
                semaphore.release()
