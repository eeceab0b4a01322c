"""Remove Duplicate Rows: of rows with the same key, one stays."""

from typing import Annotated

import pandas as pd
from pydantic import Field

from modules.kit import Call, Columns, Dataset, ModuleError, Traits, columns_of, module, unchanged
from modules.kit.codegen.expressions import expr
from modules.kit.codegen.script_builder import StepCode, select_columns_expression
from modules.kit.large_tables.large_work import ByColumns

EVERY_COLUMN = Columns()


def _build_example() -> Call:
    frame = pd.DataFrame({"make": ["audi", "bmw", "audi", None, None], "price": [13_950, 16_430, 17_450, 7_295, 7_775]})
    return Call.of(Dataset(frame, {"price": "label"}), key_columns=Columns(start="none", names=("make",)))


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    keys = None if step.key_columns == EVERY_COLUMN else select_columns_expression(step.key_columns, source)
    settings: dict[str, object] = {} if keys is None else {"subset": keys}
    settings |= {} if step.retain_first_duplicate_row else {"keep": "last"}
    out = step.add_table("results_dataset", "distinct", like=source)
    if step.missing_values_are_equal:
        step.assign(out, source.code.method("drop_duplicates", **settings).method("reset_index", drop=True))
        return
    repeated, key = step.reserve_name("repeated"), source.code if keys is None else source.code.item(keys)
    step.add_comment("A row with a missing value in the key is no duplicate of another.")
    step.assign(repeated, source.code.method("duplicated", **settings) & expr("{key}.notna().all(axis=1)", key=key))
    step.assign(out, source.code.item(~repeated).method("reset_index", drop=True))


def _list_key_columns(key_columns: Columns) -> tuple[str, ...] | None:
    """The columns of the key where they are chosen by name; by a rule they may be all there are."""
    return key_columns.names if key_columns == Columns(start="none", names=key_columns.names) else None


@module(
    "Remove Duplicate Rows",
    category="Data Transformation",
    palette_group="Clean and check",
    icon="copy-minus",
    role="duplicate_remover",
    at_inference="drop",
    example=_build_example,
    schema=unchanged,
    emit_code=_emit_code,
    traits=Traits(preserves="values"),
    keywords=(
        "dedupe",
        "deduplicate",
        "drop_duplicates",
        "distinct",
        "unique",
        "duplicate row filter",
        "remove duplicates",
    ),
    large_tables=ByColumns(_list_key_columns),
)
def remove_duplicate_rows(
    dataset: Dataset,
    *,
    key_columns: Annotated[
        Columns,
        columns_of("dataset"),
        Field(description="Rows are duplicates if they are equal in all of these columns."),
    ] = EVERY_COLUMN,
    retain_first_duplicate_row: Annotated[bool, Field(description="Off: keep the last one.")] = True,
    missing_values_are_equal: Annotated[
        bool, Field(description="Off: a row with a missing key value is never a duplicate.")
    ] = False,
) -> Dataset:
    """Keep one row of each set of rows with equal key columns.

    The remaining rows keep their order. By default all columns are the key, and a row with a missing value in it is
    never a duplicate.
    """
    names = key_columns.resolve_required(dataset.schema, port="dataset", parameter="key_columns")
    keys = dataset.frame[names]
    for name, values in keys.items():
        if values.dtype == object and any(pd.api.types.is_list_like(value) for value in values):
            message = f"Column '{name}' has lists or similar values, which can't be compared. Remove it from the key."
            raise ModuleError(17, message, port="dataset", parameter="key_columns", column=str(name))
    repeated = keys.duplicated(keep="first" if retain_first_duplicate_row else "last")
    if not missing_values_are_equal:
        repeated &= keys.notna().all(axis=1)
    return dataset.with_frame(dataset.frame[~repeated].reset_index(drop=True))
