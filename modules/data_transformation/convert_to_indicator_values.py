"""Convert to Indicator Values: a column of categories becomes one 0/1 column per level."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import Field

from modules.kit import (
    Call,
    Column,
    Columns,
    Dataset,
    ModuleError,
    Schema,
    Traits,
    Transformation,
    columns_of,
    module,
)
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr
from modules.kit.codegen.script_builder import StepCode, select_columns_expression
from modules.kit.errors import require_columns
from modules.kit.nested_values import refuse_nested

CONVERTIBLE = ("category", "text", "boolean")
CATEGORICAL_FEATURES = Columns(start="rule", types=("category", "text"), roles=("feature",))
MAX_LEVELS = 1_000


class ConvertToIndicatorValuesOutputs(NamedTuple):
    results_dataset: Dataset
    indicator_values_transformation: Transformation


@dataclass(frozen=True)
class Levels:
    """The levels of one column in the order of their indicator columns, and whether missing values get one too."""

    values: tuple[str, ...]
    missing: bool


@dataclass(frozen=True)
class IndicatorValues(Transformation):
    """The levels that were seen; a level that was not has a 0 in every indicator column."""

    levels: Mapping[str, Levels]
    overwrite: bool

    title = "Convert to Indicator Values"

    def apply(self, dataset: Dataset) -> Dataset:
        require_columns(self.levels, dataset.schema, port="dataset")
        for name in self.levels:
            refuse_nested(dataset.frame[name], port="dataset")
        return dataset.with_frame(add_indicators(dataset.frame, self.levels, overwrite=self.overwrite))

    def restrict_to(self, names: frozenset[str]) -> "IndicatorValues":
        return replace(self, levels={name: levels for name, levels in self.levels.items() if name in names})

    def describe(self) -> list[dict[str, Any]]:
        return [
            {"column": name, "levels": ", ".join(levels.values), "missing values": levels.missing}
            for name, levels in self.levels.items()
        ]


def _build_example() -> Call:
    frame = pd.DataFrame(
        {"fuel": pd.Categorical(["gas", "diesel", None, "gas"]), "price": [13_950, 16_430, 7_295, 9_095]}
    )
    wanted = Columns(start="none", names=("fuel",))
    return Call.of(Dataset(frame), categorical_columns_to_convert=wanted, overwrite_categorical_columns=True)


def _predict_schema(
    dataset: Schema, categorical_columns_to_convert: Columns, overwrite_categorical_columns: bool
) -> tuple[Schema | None, None]:
    """Every level is known, but not whether a column for missing values comes on top."""
    names = _choose_categorical_columns(dataset, categorical_columns_to_convert)
    made: list[Column] = []
    for column in dataset.select(names):
        levels = ("False", "True") if column.type == "boolean" else column.levels
        if levels is None:
            return None, None
        made += [Column(f"{column.name}-{level}", "integer") for level in levels]
    kept = dataset.drop(names) if overwrite_categorical_columns else dataset
    return Schema((*kept, *made), complete=False), None


def _emit_code(step: StepCode) -> None:
    source, levels = step.get_input("dataset"), step.reserve_name("levels")
    found = expr(
        "{{name: {find}({source}[name], name) for name in {columns}}}",
        find=step.use(find_levels),
        source=source,
        columns=select_columns_expression(step.categorical_columns_to_convert, source),
    )
    step.assign(levels, found)

    def emit_apply(table: Expr) -> Expr:
        settings = {"overwrite": True} if step.overwrite_categorical_columns else {}
        return step.use(add_indicators).call(table, levels, **settings)

    out = step.add_table("results_dataset", like=source)
    step.assign(out, emit_apply(source.code))
    step.outputs["indicator_values_transformation"] = ScriptVariable(levels, apply=emit_apply)


def add_indicators(data: pd.DataFrame, levels: Mapping[str, Levels], *, overwrite: bool = False) -> pd.DataFrame:
    """The data and a column of 0 and 1 for each level; one that is not known has a 0 in all of them."""
    kept = data.drop(columns=list(levels)) if overwrite else data
    return pd.concat([kept, *(_build_indicators(data[name], name, known) for name, known in levels.items())], axis=1)


@module(
    "Convert to Indicator Values",
    category="Data Transformation",
    palette_group="Encode and scale",
    icon="binary",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    traits=Traits(depends_on_other_rows=False),
    keywords=(
        "one-hot",
        "one hot encoding",
        "OneHotEncoder",
        "get_dummies",
        "dummy variables",
        "one to many",
        "continuize",
        "dummies",
    ),
)
def convert_to_indicator_values(
    dataset: Dataset,
    *,
    categorical_columns_to_convert: Annotated[
        Columns,
        Field(description="Each becomes a column of 0 and 1 for every value that it has."),
        columns_of("dataset", types=CONVERTIBLE),
    ] = CATEGORICAL_FEATURES,
    overwrite_categorical_columns: Annotated[bool, Field(description="Remove the converted columns.")] = False,
) -> ConvertToIndicatorValuesOutputs:
    """Turn each column of categories or text into one 0/1 column per level.

    The columns are called column-level; missing values get column-Missing where there are any. The transformation
    makes the same columns of other data: a level that it has not seen has a 0 in all of them.
    """
    names = _choose_categorical_columns(dataset.schema, categorical_columns_to_convert)
    for name in names:
        refuse_nested(dataset.frame[name], port="dataset", parameter="categorical_columns_to_convert")
    fitted = IndicatorValues(
        {name: find_levels(dataset.frame[name], name) for name in names}, overwrite_categorical_columns
    )
    return ConvertToIndicatorValuesOutputs(fitted.apply(dataset), fitted)


def _choose_categorical_columns(schema: Schema, columns: Columns) -> list[str]:
    names = columns.resolve_required(schema, port="dataset", parameter="categorical_columns_to_convert")
    for column in schema.select(names):
        if column.type not in CONVERTIBLE:
            message = f"Column '{column.name}' is {column.type}. Make it a category with Edit Metadata first."
            raise ModuleError(
                56, message, port="dataset", parameter="categorical_columns_to_convert", column=column.name
            )
    return names


def find_levels(values: "pd.Series[Any]", name: str) -> Levels:
    """All levels of a category, also those without rows; the distinct values of text, in order."""
    missing = bool(values.isna().any())
    if isinstance(values.dtype, pd.CategoricalDtype):
        found = tuple(str(level) for level in values.cat.categories)
    elif pd.api.types.is_bool_dtype(values.dtype):
        found = ("False", "True")
    else:
        found = tuple(sorted(values.dropna().astype("str").unique()))
    if len(found) > MAX_LEVELS:
        message = (
            f"Column '{name}' has {len(found):,} distinct values, and each would become a column. "
            f"At most {MAX_LEVELS:,} can be converted. Exclude it, or group its values first."
        )
        raise ModuleError(14, message, port="dataset", parameter="categorical_columns_to_convert", column=name)
    return Levels(found, missing)


def _build_indicators(values: "pd.Series[Any]", name: str, levels: Levels) -> pd.DataFrame:
    codes = _locate_levels(values, levels.values)
    made = {f"{name}-{level}": (codes == place).astype("int8") for place, level in enumerate(levels.values)}
    if levels.missing:
        made |= {f"{name}-Missing": values.isna().to_numpy().astype("int8")}
    return pd.DataFrame(made, index=values.index)


def _locate_levels(values: "pd.Series[Any]", levels: tuple[str, ...]) -> npt.NDArray[np.int64]:
    """The place of each value among the levels; -1 for one that is missing or was not seen."""
    known = pd.Index(levels, dtype="str")
    if isinstance(values.dtype, pd.CategoricalDtype):
        codes, distinct = values.cat.codes.to_numpy(), values.cat.categories
    else:
        # Each distinct value is looked up once, not each row.
        codes, distinct = pd.factorize(values)
    places = known.get_indexer(pd.Index([str(level) for level in distinct], dtype="str"))
    # The code of a missing value is -1, which finds the -1 at the end.
    return np.asarray(np.append(places, -1)[codes])
