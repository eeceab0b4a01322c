"""What a loop tells while it runs: how many iterations are done, which are under way, and what the last ones gave."""

import math
import time
from collections.abc import Sequence
from contextvars import copy_context
from dataclasses import dataclass, field

from modules.kit.progress import Cell, LiveTable, report
from modules.learning.group_keys import Key, format_group
from modules.loops.iterations import Iteration

#: The table of a loop that is under way has so many rows and figures; the result has all.
SHOWN_ROWS, SHOWN_FIGURES = 20, 2
#: Names of so many iterations under way, of so many characters, fit into a line.
SHOWN_NAMES, NAME_LENGTH = 2, 40
#: Longer than whoever passes progress on waits between two of them.
SECONDS_BETWEEN_REPORTS = 0.25
#: Progress is not stored, and some is dropped where many steps tell some: whoever comes later sees it after so long.
SECONDS_BETWEEN_REMINDERS = 2.0


@dataclass
class LoopProgress:
    """Passes on to who listens to this step, also while the modules of the loop are kept from it."""

    names: Sequence[str]
    unit: str
    total: int
    done: int = 0
    _running: dict[Key, None] = field(default_factory=dict)
    _ended: list[Iteration] = field(default_factory=list)
    _figures: tuple[str, ...] = ()
    _told_at: float = float("-inf")
    _is_stale: bool = False

    def __post_init__(self) -> None:
        self._context = copy_context()

    def begin(self, key: Key) -> None:
        """Work on an iteration begins."""
        self._running[key] = None
        self._is_stale = True

    def end(self, iteration: Iteration) -> None:
        """An iteration came to its end."""
        self._running.pop(iteration.key, None)
        self.done += 1
        if iteration.result is not None and not any(one.result is not None for one in self._ended):
            self._figures = list_figures(iteration)
        # The first result says which figures are shown.
        self._ended = [*self._ended[-(SHOWN_ROWS - 1) :], iteration]
        self._is_stale = True

    def tell(self) -> None:
        """Say what has changed since the last time, if that was long enough ago, and all of it again now and then."""
        now = time.monotonic()
        if not self._is_stale and not self._running:
            return
        is_over = self.done == self.total
        wait = SECONDS_BETWEEN_REPORTS if self._is_stale else SECONDS_BETWEEN_REMINDERS
        if is_over or now - self._told_at >= wait:
            self._told_at, self._is_stale = now, False
            self._context.run(report, self.done, self.total, self._describe(), self._tabulate())

    def _describe(self) -> str:
        names = [_shorten(format_group(key)) for key in self._running]
        if not names:
            return self.unit
        rest = len(names) - SHOWN_NAMES
        shown = [*names[:SHOWN_NAMES], f"{rest} more"] if rest > 0 else names
        return f"{self.unit}. Now {' and '.join([', '.join(shown[:-1]), shown[-1]] if shown[1:] else shown)}."

    def _tabulate(self) -> LiveTable | None:
        if not self._ended:
            return None
        columns = (", ".join(self.names), *(self._figures or ("Rows",)), "Seconds")
        return LiveTable(tuple(map(_shorten, columns)), tuple(self._list_cells(one) for one in reversed(self._ended)))

    def _list_cells(self, one: Iteration) -> tuple[Cell, ...]:
        figures: list[Cell] = ["" for _ in self._figures or ("Rows",)]
        if one.result is None:
            figures[0] = "Failed"
        elif not self._figures:
            figures = [one.result.rows]
        elif one.result.rows == 1:
            row = one.result.frame.iloc[0]
            figures = [_read_figure(row.get(name)) for name in self._figures]
        return (_shorten(format_group(one.key)), *figures, round(one.seconds, 3))


def list_figures(iteration: Iteration) -> tuple[str, ...]:
    """The numbers that stand for a result of one row, such as metrics; none where a result is a longer table."""
    if iteration.result is None or iteration.result.rows != 1:
        return ()
    frame = iteration.result.frame
    numbers = [name for name in frame.select_dtypes("number") if name not in iteration.key_columns]
    return tuple(numbers[:SHOWN_FIGURES])


def _read_figure(value: object) -> Cell:
    try:
        number = float(value)  # type: ignore[arg-type]  # whatever a table holds
    except (TypeError, ValueError):
        return ""
    return number if math.isfinite(number) else ""


def _shorten(name: str) -> str:
    return name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1]}…"
