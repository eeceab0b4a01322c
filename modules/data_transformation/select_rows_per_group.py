"""Select Rows per Group: the first, largest or some random rows of each group."""

import logging
from typing import Annotated, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.data_transformation.ordered_rows import OrderKeys, emit_ordered, order_rows, require_order
from modules.data_transformation.sort import SortColumn
from modules.kit import Call, Dataset, Schema, Seed, Traits, columns_of, module, shown_when, titled
from modules.kit.codegen.expressions import expr
from modules.kit.codegen.script_builder import StepCode
from modules.kit.errors import require_columns
from modules.kit.large_tables.large_work import ByColumns
from modules.kit.nested_values import refuse_nested

WhichRows = Literal["First in order", "Last in order", "At random"]

log = logging.getLogger(__name__)


class SelectRowsPerGroupOutputs(NamedTuple):
    selected_rows: Dataset
    other_rows: Dataset


def _build_example() -> Call:
    frame = pd.DataFrame(
        {"shop": ["a", "a", "b", "a"], "product": ["tea", "rice", "tea", "salt"], "sales": [5, 9, 4, 7]}
    )
    order = (SortColumn(column="sales", direction="Descending"),)
    return Call.of(Dataset(frame, {"sales": "label"}), group_by=("shop",), number_of_rows=2, order_by=order)


def _predict_schemas(dataset: Schema) -> tuple[Schema, Schema]:
    return dataset, dataset


def _goes_by_order(which: WhichRows) -> bool:
    """Whether the values of other rows decide; at random they do not."""
    return which != "At random"


def _emit_code(step: StepCode) -> None:
    source, rows = step.get_input("dataset"), step.reserve_name("chosen_rows")
    in_order = step.reserve_name("shuffled" if step.which == "At random" else "in_order")
    shuffled = source.code.method("sample", frac=1, random_state=step.seed)
    step.assign(in_order, shuffled if step.which == "At random" else emit_ordered(step, source.code))
    by = list(step.group_by) or expr("[0] * len({source})", source=source)
    settings = {"dropna": False, "observed": True} if step.group_by else {}
    end = "tail" if step.which == "Last in order" else "head"
    chosen = in_order.method("groupby", by, **settings).method(end, step.number_of_rows).attribute("index")
    step.assign(rows, expr("{source}.index.isin({chosen})", source=source, chosen=chosen))
    kept = step.add_table("selected_rows", "selected_rows", like=source)
    other = step.add_table("other_rows", "other_rows", like=source)
    step.assign(kept, source.code.item(rows).method("reset_index", drop=True))
    step.assign(other, source.code.item(~rows).method("reset_index", drop=True))


@module(
    "Select Rows per Group",
    category="Data Transformation",
    palette_group="Rows and samples",
    icon="stack-2",
    example=_build_example,
    schema=_predict_schemas,
    at_inference="drop",
    traits=Traits(depends_on_other_rows=_goes_by_order, partitions_rows=True, preserves="values"),
    emit_code=_emit_code,
    keywords=(
        "top n",
        "top n per group",
        "top k selector",
        "nlargest",
        "first row of group",
        "latest per group",
        "sample n per group",
        "sample tool",
        "groupby head",
        "limit by",
        "equal size sampling",
        "balance classes",
        "undersample",
        "head",
        "first rows",
        "limit",
        "latest row per customer",
    ),
    large_tables=ByColumns(lambda group_by, order_by: [*group_by, *(key.column for key in order_by)]),
)
def select_rows_per_group(
    dataset: Dataset,
    *,
    number_of_rows: Annotated[
        int, titled("Rows of each group"), Field(ge=1, le=1_000_000_000, description="Smaller groups stay whole.")
    ] = 1,
    group_by: Annotated[
        tuple[str, ...],
        columns_of("dataset"),
        Field(description="One selection for each combination of values. Empty: one selection of all rows."),
    ] = (),
    which: Annotated[
        WhichRows, titled("Which rows"), Field(description="By the order, or at random.")
    ] = "First in order",
    order_by: Annotated[OrderKeys, shown_when(which=("First in order", "Last in order"))] = (),
    seed: Annotated[Seed, shown_when(which="At random")] = 0,
) -> SelectRowsPerGroupOutputs:
    """Keep some rows of each group.

    Descending by sales and 3 rows of each shop are the top 3 of each shop; ascending by day and the last 1 row is the
    latest entry of each customer. Equal rows count in the order in which they come. At random every row of a group is
    equally likely, which evens out classes of different size. The rows stay in their order, and the second output has
    all other rows. Rows with a missing group are a group of their own.
    """
    require_columns(group_by, dataset.schema, port="dataset", parameter="group_by")
    require_order(dataset, order_by)
    for column in group_by:
        refuse_nested(dataset.frame[column], port="dataset", parameter="group_by")
    frame = dataset.frame.reset_index(drop=True)
    ordered = frame.sample(frac=1, random_state=seed) if which == "At random" else order_rows(frame, order_by)
    by = list(group_by) or np.zeros(len(ordered), dtype="int64")
    groups = ordered.groupby(by, dropna=False, observed=True)
    chosen = groups.tail(number_of_rows) if which == "Last in order" else groups.head(number_of_rows)
    rows = frame.index.isin(chosen.index)
    log.info("%s of %s rows, from %s groups.", f"{rows.sum():,}", f"{len(frame):,}", f"{groups.ngroups:,}")
    parts = [dataset.with_frame(frame[part].reset_index(drop=True)) for part in (rows, ~rows)]
    return SelectRowsPerGroupOutputs(*parts)
