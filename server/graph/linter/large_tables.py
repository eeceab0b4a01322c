"""Tables that a module needs in memory as a whole, and that are larger than what a step may take."""

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from modules.kit import Schema
from modules.kit.large_tables.large_work import Streamed
from modules.kit.large_tables.running import USUAL_COPIES, format_size, is_large_table
from modules.kit.module_roles import find_module
from server.graph.analyzed_design import (
    Fix,
    Problem,
    get_parameter_value,
    has_user_code,
    is_parameter_shown,
)
from server.graph.linter import lint_rule
from server.graph.linter.data_lineage import DataLineage
from server.graph.linter.fix_insert_node import build_insertion_fix

REFUSED_REASON = (
    "The step would be refused before it starts. A random sample is usually enough to train a model or to draw a "
    "chart, and the model can then score all rows."
)
TIGHT_REASON = (
    "The step is ended if it takes more than it may. A random sample is usually enough to train a model or to draw a "
    "chart, and the model can then score all rows."
)
#: What a new column takes in a row, as a number does.
BYTES_OF_VALUE = 8
#: The share of the memory that a sample is to fill with all its copies.
SAMPLE_SHARE = 0.8


class _Size(NamedTuple):
    """How many rows a table has, and the bytes of a row by its columns."""

    rows: float
    bytes_by_column: Mapping[str, float]

    @property
    def bytes(self) -> float:
        return self.rows * sum(self.bytes_by_column.values())


@lint_rule(order=55)
def find_large_tables(lineage: DataLineage) -> Iterator[Problem]:
    """Modules that load tables which don't fit, as far as the sizes of their tables are known."""
    memory = lineage.analyzed.step_memory
    if memory is None:
        return
    sizes: dict[str, _Size] = {}
    for name in lineage.order:
        problem = _check_node(lineage, name, sizes, memory)
        if problem is not None:
            yield problem
        for reference in lineage.get_data_outputs(name):
            # What comes out of a step that does not run has no size.
            size = _measure_stored(lineage, reference) or (
                None if problem else _predict_size(lineage, name, reference, sizes)
            )
            if size is not None:
                sizes[reference] = size


def _check_node(lineage: DataLineage, name: str, sizes: Mapping[str, _Size], memory: int) -> Problem | None:
    module, edges = lineage.get_module(name), lineage.get_data_edges(name)
    if _works_in_parts(lineage, name) or module.role == "batch_scorer" or lineage.get_node(name).disabled:
        return None
    taken = [sizes[edge.reference] for edge in edges if edge.reference in sizes]
    total, rows = sum(size.bytes for size in taken), round(sum(size.rows for size in taken))
    if not is_large_table(round(total), memory) or total * USUAL_COPIES <= memory:
        return None
    title, allowed = lineage.get_title(name), format_size(memory)
    if total > memory:
        message = (
            f"{title} needs all {rows:,} rows in memory: at least {format_size(total)}. A step may take {allowed}."
        )
    else:
        size = format_size(total * USUAL_COPIES)
        message = f"{title} has all {rows:,} rows in memory, which may take {size} of the {allowed} of a step."
    largest = max((edge for edge in edges if edge.reference in sizes), key=lambda edge: sizes[edge.reference].bytes)
    fix = _build_sample_fix(lineage, name, largest.reference, sizes[largest.reference], memory)
    reason = REFUSED_REASON if total > memory else TIGHT_REASON
    return Problem(name, largest.port, message, fix, "advice", "large table", reason)


def _works_in_parts(lineage: DataLineage, name: str) -> bool:
    use = lineage.get_module(name).large_tables
    by_learner = isinstance(use, Streamed) and use.by_learner
    return lineage.trains_in_batches(name) if by_learner else use is not None


def _measure_stored(lineage: DataLineage, reference: str) -> _Size | None:
    """The size of a stored table."""
    if not lineage.analyzed.evidence.is_stored(reference):
        return None
    rows, columns = lineage.analyzed.evidence.measure_columns(reference)
    return _Size(rows, {name: size / rows for name, size in columns.items()}) if rows else None


def _predict_size(lineage: DataLineage, name: str, reference: str, sizes: Mapping[str, _Size]) -> _Size | None:
    """The size of what leaves a node, where the number of its rows follows from what the node is."""
    edges, module = lineage.get_data_edges(name), lineage.get_module(name)
    if len(edges) != 1 or has_user_code(module) or edges[0].reference not in sizes:
        return None
    before = sizes[edges[0].reference]
    share = _find_share(lineage, name, reference)
    schema = lineage.analyzed.schemas.get(reference)
    if share is None or not isinstance(schema, Schema):
        return None
    columns = {column.name: before.bytes_by_column.get(column.name, BYTES_OF_VALUE) for column in schema}
    return _Size(before.rows * share, columns)


def _find_share(lineage: DataLineage, name: str, reference: str) -> float | None:
    """The share of its rows that a node gives at an output; None where it is not known."""
    node, module = lineage.get_node(name), lineage.get_module(name)
    if node.disabled or module.traits.preserves == "rows":
        return 1.0
    if not module.traits.partitions_rows or "fraction" not in module.widgets:
        return None
    fraction = get_parameter_value(module, node, "fraction")
    if not isinstance(fraction, int | float) or not is_parameter_shown(module, node.parameters, "fraction"):
        return None
    return fraction if reference == lineage.get_data_outputs(name)[0] else 1 - fraction


def _build_sample_fix(lineage: DataLineage, name: str, reference: str, size: _Size, memory: int) -> Fix | None:
    """Draw as many rows as fit, in front of what needs them all."""
    module = find_module(lineage.analyzed.catalog, "row_sampler")
    share = memory * SAMPLE_SHARE / (size.bytes * USUAL_COPIES)
    if module is None or share >= 1:
        return None
    digits = 1 - math.floor(math.log10(share))
    rate = math.floor(share * 10**digits) / 10**digits  # two figures, so that the number can be read
    label = f"Take a sample of {round(size.rows * rate):,} rows"
    return build_insertion_fix(lineage, label, module, "sample", reference, [name], rate_of_sampling=rate)
