"""How a module works on a table that does not fit into memory: it declares one of these ways.

What a module gives so is what it would give with all rows in memory, value for value and type for type.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from modules.kit.large_tables.large_table import LargeTable, Positions
from modules.kit.large_tables.table_writer import TableWriter
from modules.kit.module_traits import get_rule_arguments
from modules.kit.ports import Dataset
from modules.kit.progress import report

Rule = Callable[..., Any]
#: What a module gives at each of its ports.
Outputs = dict[str, Any]
#: The column that holds where each row stands in the large table, while rows are chosen by a few columns.
POSITION = "(row in the large table)"


@dataclass(frozen=True)
class LargeCall:
    """One call of a module, with a `LargeTable` at each port with a dataset.

    `run` is the module with its parameters; `main_port` has the rows that it works on. Outputs are written into
    `folder`, and `memory` is how many bytes the step may take.
    """

    run: Callable[[Mapping[str, object]], Outputs]
    inputs: Mapping[str, object]
    settings: Mapping[str, Any]
    main_port: str
    folder: Path
    memory: int

    @property
    def table(self) -> LargeTable:
        """The rows that the module works on."""
        return self.get_table(self.main_port)

    def get_table(self, port: str) -> LargeTable:
        table = self.inputs[port]
        assert isinstance(table, LargeTable)
        return table

    def evaluate(self, rule: Rule) -> Any:
        """What a rule says: it takes, by name, parameters, and datasets without rows."""
        heads = {port: value.head if isinstance(value, LargeTable) else value for port, value in self.inputs.items()}
        known = {**heads, **self.settings}
        return rule(**{name: known[name] for name in get_rule_arguments(rule)})

    def run_on(self, rows: Dataset) -> Outputs:
        """The module on other rows at its main port; other tables are loaded."""
        others = {
            port: value.read_columns(value.names) if isinstance(value, LargeTable) else value
            for port, value in self.inputs.items()
            if port != self.main_port
        }
        return self.run({**others, self.main_port: rows})

    def open_writer(self, port: str) -> TableWriter:
        """Where the rows of an output go."""
        return TableWriter(self.folder, port)


@dataclass(frozen=True)
class ByRows:
    """Each row of the result comes of its row alone, so that rows are worked on chunk by chunk.

    `when`: a rule over the parameters that says whether it is so.
    """

    when: Rule | None = None

    def run(self, call: LargeCall) -> Outputs | None:
        """The outputs; None where all rows are needed at once."""
        if self.when is not None and not call.evaluate(self.when):
            return None
        writers: dict[str, TableWriter] = {}
        outputs: Outputs = {}
        done = 0
        with log_once():
            for chunk in call.table.iterate():
                for port, value in call.run_on(chunk).items():
                    outputs[port] = value
                    if isinstance(value, Dataset):
                        writers.setdefault(port, call.open_writer(port)).write(replace(value, remark=None))
                done += chunk.rows
                report(done, call.table.rows, "rows")
        return outputs | {port: writer.finish() for port, writer in writers.items()}


@dataclass(frozen=True)
class ByColumns:
    """Rows are chosen, ordered or numbered by a few columns; all others pass unchanged with their row.

    `columns`: a rule that names those that are looked at, None where all of them may be.
    """

    columns: Rule

    def run(self, call: LargeCall) -> Outputs | None:
        """The outputs; None where the columns that are looked at do not fit into memory either."""
        wanted = call.evaluate(self.columns)
        if wanted is None:
            return None
        table = call.table
        known = set(table.names)
        names = [name for name in dict.fromkeys(wanted) if name in known]
        if is_too_large(table.measure_columns(names) + 8 * table.rows, call.memory):
            return None
        chosen = self._choose_rows(call, names)
        for port in [port for port, value in chosen.items() if isinstance(value, _ChosenRows)]:
            chosen[port] = _write_chosen(call, port, chosen[port])
        return chosen

    def _choose_rows(self, call: LargeCall, names: Sequence[str]) -> Outputs:
        """Which rows go to each output, by the module itself on a few columns."""
        looked_at = call.table.read_columns(names)
        places = np.arange(call.table.rows, dtype="int32" if call.table.rows < 2**31 else "int64")
        frame = looked_at.frame.assign(**{POSITION: places})
        outputs = call.run_on(replace(looked_at, frame=frame))
        return {
            port: _ChosenRows.of(value, call.table.names) if isinstance(value, Dataset) else value
            for port, value in outputs.items()
        }


@dataclass(frozen=True)
class _ChosenRows:
    """The rows of an output by their places in the large table, and columns that were added to them."""

    positions: Positions
    added: pd.DataFrame
    leading: tuple[str, ...]
    about: Dataset

    @classmethod
    def of(cls, output: Dataset, known: Sequence[str]) -> "_ChosenRows":
        """Columns before the place of the row are as they were, unless the table has none of their name."""
        columns = list(output.frame.columns)
        place = columns.index(POSITION)
        leading = [name for name in columns[:place] if name not in set(known)]
        added = output.frame[[*leading, *columns[place + 1 :]]]
        about = replace(output, frame=output.frame.head(0))
        return cls(output.frame[POSITION].to_numpy(), added.reset_index(drop=True), tuple(leading), about)


def _write_chosen(call: LargeCall, port: str, chosen: _ChosenRows) -> Dataset:
    """The chosen rows with all their columns."""
    table, writer, about = call.table, call.open_writer(port), chosen.about
    new = list(chosen.added.columns)
    passed = [name for name in table.names if name not in new]
    order = [*chosen.leading, *passed, *(name for name in new if name not in chosen.leading)]
    total = len(chosen.positions)
    for start in range(0, max(1, total), table.chunk_rows):
        rows = slice(start, start + table.chunk_rows)
        taken = table.take(chosen.positions[rows], passed)
        part = chosen.added.iloc[rows].reset_index(drop=True)
        both = taken.with_frame(pd.concat([taken.frame, part], axis=1)[order] if new else taken.frame)
        roles = {**taken.roles, **about.roles}
        writer.write(replace(both, roles=roles, remark=about.remark, shown_as=about.shown_as))
        report(min(start + table.chunk_rows, total), total, "rows")
    return writer.finish()


@dataclass(frozen=True)
class OfColumns:
    """The result is made of some columns alone, which `columns` names; the others are not read."""

    columns: Rule

    def run(self, call: LargeCall) -> Outputs | None:
        """The outputs; None where these columns do not fit into memory."""
        wanted: Sequence[str] | None = call.evaluate(self.columns)
        if wanted is None:
            return None
        known = set(call.table.names)
        # A table without columns would have no rows either.
        names = [name for name in dict.fromkeys(wanted) if name in known] or call.table.names[:1]
        if is_too_large(call.table.measure_columns(names), call.memory):
            return None
        return call.run_on(call.table.read_columns(names))


@dataclass(frozen=True)
class Streamed:
    """The module has a function of its own for it, which gives None where all rows are needed at once.

    `by_learner`: whether it does goes by the learner, whose traits say so.
    """

    function: Callable[[LargeCall], Outputs | None]
    by_learner: bool = False

    def run(self, call: LargeCall) -> Outputs | None:
        return self.function(call)


LargeTableUse = ByRows | ByColumns | OfColumns | Streamed


def is_too_large(size: int, memory: int) -> bool:
    """Whether so many bytes leave no room for what is done to them."""
    return size * 3 > memory


@contextmanager
def log_once() -> Iterator[None]:
    """Within this block, what is logged of each chunk is logged once."""
    said: set[str] = set()

    def is_new(record: logging.LogRecord) -> bool:
        text = record.getMessage()
        known = text in said
        said.add(text)
        return not known

    handlers = list(logging.getLogger().handlers)
    for handler in handlers:
        handler.addFilter(is_new)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(is_new)
