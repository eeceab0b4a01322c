"""Sort: rows in the order of one or several columns."""

from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import Field

from modules.kit import (
    Call,
    Dataset,
    ModuleError,
    ParameterRow,
    Traits,
    column_of,
    module,
    rows_of,
    titled,
    unchanged,
)
from modules.kit.codegen.script_builder import StepCode
from modules.kit.errors import require_columns
from modules.kit.large_tables.large_work import ByColumns


class SortColumn(ParameterRow):
    """A column to sort by; the first one counts most."""

    column: Annotated[str, column_of("dataset")]
    direction: Literal["Ascending", "Descending"] = "Ascending"


SortColumns = tuple[SortColumn, ...]


def _build_example() -> Call:
    frame = pd.DataFrame({"make": ["bmw", "audi", None, "bmw"], "price": [16_430, 13_950, 9_980, 20_970]})
    keys = (SortColumn(column="make"), SortColumn(column="price", direction="Descending"))
    return Call.of(Dataset(frame, {"price": "label"}), sort_by=keys)


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    out = step.add_table("results_dataset", "ordered", like=source)
    names = [key.column for key in step.sort_by]
    ascending = [key.direction == "Ascending" for key in step.sort_by]
    settings: dict[str, object] = {} if all(ascending) else {"ascending": ascending}
    settings |= {} if step.missing_values == "Last" else {"na_position": "first"}
    by: list[str] | str = names if len(names) > 1 else names[0]
    if len(names) == 1 and "ascending" in settings:
        settings["ascending"] = False
    if step.ignore_case:
        settings["key"] = step.use(fold_case)
    step.assign(out, source.code.method("sort_values", by, **settings, kind="stable", ignore_index=True))


@module(
    "Sort",
    category="Data Transformation",
    palette_group="Group and reshape",
    icon="arrows-sort",
    example=_build_example,
    schema=unchanged,
    traits=Traits(depends_on_other_rows=False, preserves="rows"),
    emit_code=_emit_code,
    keywords=("order by", "sorter", "sort rows", "arrange", "rank", "ascending", "descending", "sort_values", "order"),
    large_tables=ByColumns(lambda sort_by: [key.column for key in sort_by]),
)
def sort(
    dataset: Dataset,
    *,
    sort_by: Annotated[
        SortColumns,
        rows_of(SortColumn, row_title="column"),
        Field(min_length=1, max_length=100, description="The first column counts most, the next ones among equals."),
    ],
    missing_values: Annotated[
        Literal["Last", "First"], Field(description="Where rows with a missing value go, in both directions.")
    ] = "Last",
    ignore_case: Annotated[
        bool, titled("Ignore case"), Field(description="Text: apple, Banana, cherry instead of Banana, apple, cherry.")
    ] = False,
) -> Dataset:
    """Sort rows by one or several columns.

    Rows that are equal in all of these columns keep their order. Categories are sorted in the order of their levels,
    text by its characters.
    """
    names = [key.column for key in sort_by]
    require_columns(names, dataset.schema, port="dataset", parameter="sort_by")
    repeated = next((name for name in names if names.count(name) > 1), None)
    if repeated is not None:
        message = f"Column '{repeated}' is named twice. Remove one of the rows."
        raise ModuleError(26, message, parameter="sort_by", column=repeated)
    try:
        frame = dataset.frame.sort_values(
            names,
            ascending=[key.direction == "Ascending" for key in sort_by],
            na_position="last" if missing_values == "Last" else "first",
            key=fold_case if ignore_case else None,
            kind="stable",
            ignore_index=True,
        )
    except TypeError as error:
        message = "A column to sort by has values of several kinds, which have no order. Give it one type with "
        raise ModuleError(17, f"{message}Select and Rename.", port="dataset", parameter="sort_by") from error
    return dataset.with_frame(frame)


def fold_case(values: "pd.Series[Any]") -> "pd.Series[Any]":
    """Text without capitals; other values as they are."""
    return values.str.lower() if pd.api.types.is_string_dtype(values.dtype) else values
