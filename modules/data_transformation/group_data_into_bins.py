"""Group Data into Bins: numbers become the number of the interval they fall into."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import Field

from modules.data_transformation.column_helpers import set_columns
from modules.data_transformation.tree_bins import find_tree_edges, fit_tree_edges
from modules.kit import (
    Call,
    Column,
    Columns,
    ColumnType,
    Dataset,
    ModuleError,
    Role,
    Schema,
    Traits,
    Transformation,
    column_of,
    columns_of,
    module,
    shown_when,
)
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr
from modules.kit.codegen.script_builder import StepCode, list_columns_expression, select_columns_expression
from modules.kit.errors import require_columns
from modules.kit.numeric_columns import NUMERIC_FEATURES, require_numbers, require_numeric_columns
from modules.kit.unused_names import find_unused_names

BinningMode = Literal["Quantiles", "Equal Width", "Decision Tree", "Custom Edges"]
QuantileNormalization = Literal["Percent", "PQuantile", "Quantile Index"]
BinOutputMode = Literal["Append", "Inplace", "Result Only"]
Numbers = npt.NDArray[np.float64]

#: The value of the last bin where bins are not simply counted.
SCALES: Mapping[str, float] = {"Percent": 100.0, "PQuantile": 1.0}
MAX_BINS = 10_000


class GroupDataIntoBinsOutputs(NamedTuple):
    quantized_dataset: Dataset
    binning_transformation: Transformation


@dataclass(frozen=True)
class BinOutput:
    """What the bins are called and where they go; `scale` is the value of the last bin, None where they are counted."""

    scale: float | None
    mode: BinOutputMode
    categorical: bool

    def list_levels(self, bins: int) -> list[Any]:
        """The values of the bins, in their order."""
        if self.scale is None:
            return list(range(1, bins + 1))
        return [self.scale * place / bins for place in range(1, bins + 1)]

    def predict_schema(self, schema: Schema, chosen: list[str], bins: int | None) -> Schema:
        """The columns of the output for data with these columns; None bins where only a run tells how many."""
        kind: ColumnType = "integer" if self.scale is None else "real"
        levels = tuple(map(str, self.list_levels(bins))) if self.categorical and bins else None
        names = self.name_columns(schema.names, chosen)
        made = {
            column.name: Column(
                names[column.name], "category" if self.categorical else kind, self._choose_role(column), levels
            )
            for column in schema.select(chosen)
        }
        if self.mode == "Inplace":
            return Schema(tuple(made.get(column.name, column) for column in schema), complete=schema.complete)
        kept = schema.columns if self.mode == "Append" else ()
        return Schema((*kept, *made.values()), complete=schema.complete or self.mode == "Result Only")

    def name_columns(self, existing: list[str], chosen: list[str]) -> dict[str, str]:
        """The name of the new column for each of the chosen ones."""
        if self.mode == "Inplace":
            return dict(zip(chosen, chosen, strict=True))
        taken = existing if self.mode == "Append" else []
        return dict(zip(chosen, find_unused_names([f"{name}_quantized" for name in chosen], taken), strict=True))

    def _choose_role(self, column: Column) -> Role:
        return "feature" if self.mode == "Append" else column.role


@dataclass(frozen=True)
class Binning(Transformation):
    """The inner edges of each column's bins; a number on an edge belongs to the bin below it."""

    edges: Mapping[str, tuple[float, ...]]
    output: BinOutput

    title = "Group Data into Bins"

    def apply(self, dataset: Dataset) -> Dataset:
        schema = dataset.schema
        require_columns(self.edges, schema, port="dataset")
        for name in self.edges:
            require_numbers(dataset.frame[name])
        frame = add_bins(dataset.frame, self.edges, self.output)
        if self.output.mode != "Result Only":
            return dataset.with_frame(frame)
        names = self.output.name_columns(schema.names, list(self.edges))
        return Dataset(frame, {names[name]: dataset.roles.get(name, "feature") for name in self.edges})

    def restrict_to(self, names: frozenset[str]) -> "Binning":
        return replace(self, edges={name: edges for name, edges in self.edges.items() if name in names})

    def describe(self) -> list[dict[str, Any]]:
        return [
            {"column": name, "bins": len(edges) + 1, "edges": ", ".join(f"{edge:g}" for edge in edges)}
            for name, edges in self.edges.items()
        ]


def add_bins(data: pd.DataFrame, edges: Mapping[str, tuple[float, ...]], output: BinOutput) -> pd.DataFrame:
    """The data with the bins of these columns, which the output calls and places."""
    names = output.name_columns(list(data), list(edges))
    made = {names[name]: _assign_bins(_to_floats(data[name]), inner, output) for name, inner in edges.items()}
    return pd.DataFrame(made, index=data.index) if output.mode == "Result Only" else set_columns(data, made)


def _assign_bins(values: Numbers, edges: tuple[float, ...], output: BinOutput) -> Any:
    there = ~np.isnan(values)
    places = np.searchsorted(np.array(edges), values)
    levels = output.list_levels(len(edges) + 1)
    if output.categorical:
        return pd.Categorical.from_codes(np.where(there, places, -1), levels, ordered=True)
    if output.scale is not None:
        return np.where(there, np.array(levels)[np.where(there, places, 0)], np.nan)
    if there.all():
        return places + 1
    return pd.Series(places + 1, dtype="Int64").mask(~there).array


def _emit_code(step: StepCode) -> None:
    """The inner edges of each column's bins, what the bins are called, and the data with them."""
    source, edges, output = step.get_input("dataset"), step.reserve_name("edges"), step.reserve_name("bins")
    columns, mode = select_columns_expression(step.columns_to_bin, source), step.binning_mode
    if mode == "Decision Tree":
        find, label, bins = step.use(find_tree_edges), step.label_column, step.number_of_bins
        found = find.call(source, list_columns_expression(step.columns_to_bin, source), label, bins)
    elif mode == "Custom Edges":
        found = expr("dict.fromkeys({columns}, {edges})", columns=columns, edges=_parse_edges(step.bin_edges))
    else:
        found = expr(
            "{{name: {find}({source}[name], {bins}) for name in {columns}}}",
            find=step.use(compute_quantile_edges if mode == "Quantiles" else compute_equal_edges),
            source=source,
            bins=step.number_of_bins,
            columns=columns,
        )
    made = _build_output(mode, step.quantile_normalization, step.output_mode, step.tag_columns_as_categorical)
    step.assign(edges, found)
    step.assign(output, step.use(BinOutput).call(**vars(made)))

    def emit_apply(table: Expr) -> Expr:
        return step.use(add_bins).call(table, edges, output)

    out = step.add_table("quantized_dataset", like=source)
    step.assign(out, emit_apply(source.code))
    step.outputs["binning_transformation"] = ScriptVariable(edges, apply=emit_apply)


def compute_quantile_edges(values: "pd.Series[Any]", bins: int) -> tuple[float, ...]:
    """Edges between bins of equally many rows."""
    return _compute_quantiles(_keep_finite(_to_floats(values), str(values.name)), bins)


def compute_equal_edges(values: "pd.Series[Any]", bins: int) -> tuple[float, ...]:
    """Edges between bins of the same width."""
    return _compute_equal_widths(_keep_finite(_to_floats(values), str(values.name)), bins)


def _build_example() -> Call:
    frame = pd.DataFrame({"make": ["audi", "bmw", "vw", "audi"], "price": [13_950.0, 16_430.0, 7_295.0, None]})
    return Call.of(Dataset(frame), number_of_bins=3, quantile_normalization="Quantile Index")


def _predict_schema(
    dataset: Schema,
    binning_mode: BinningMode,
    number_of_bins: int,
    quantile_normalization: QuantileNormalization,
    bin_edges: str,
    columns_to_bin: Columns,
    output_mode: BinOutputMode,
    tag_columns_as_categorical: bool,
    label_column: str | None,
) -> tuple[Schema, None]:
    chosen = _choose_binned_columns(dataset, columns_to_bin, label_column)
    output = _build_output(binning_mode, quantile_normalization, output_mode, tag_columns_as_categorical)
    bins = len(_parse_edges(bin_edges)) + 1 if binning_mode == "Custom Edges" else number_of_bins
    return output.predict_schema(dataset, chosen, None if binning_mode == "Decision Tree" else bins), None


def _needs_fitting(binning_mode: BinningMode) -> bool:
    """Whether the edges come from the data."""
    return binning_mode != "Custom Edges"


@module(
    "Group Data into Bins",
    category="Data Transformation",
    palette_group="Encode and scale",
    icon="chart-bar",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    traits=Traits(depends_on_other_rows=_needs_fitting),
    keywords=(
        "binning",
        "discretize",
        "KBinsDiscretizer",
        "cut",
        "qcut",
        "quantize",
        "auto-binner",
        "bucket",
        "tree binning",
        "numeric binner",
        "tile",
        "tile tool",
        "ntile",
        "quantile bins",
        "deciles",
        "bin",
    ),
)
def group_data_into_bins(
    dataset: Dataset,
    *,
    binning_mode: Annotated[
        BinningMode,
        Field(
            description="Bins with the same number of rows, of equal width, or that tell the label's values apart "
            "best, or bins between your own edges."
        ),
    ] = "Quantiles",
    label_column: Annotated[
        str | None,
        column_of("dataset"),
        Field(description="The column whose values the bins should tell apart."),
        shown_when(binning_mode="Decision Tree"),
    ] = None,
    number_of_bins: Annotated[
        int,
        Field(ge=1, le=MAX_BINS, description="More bins keep more detail, with fewer rows in each."),
        shown_when(binning_mode=("Quantiles", "Equal Width", "Decision Tree")),
    ] = 10,
    quantile_normalization: Annotated[
        QuantileNormalization,
        Field(description="Percent: up to 100. PQuantile: up to 1. Quantile Index: from 1 to the number of bins."),
        shown_when(binning_mode="Quantiles"),
    ] = "Percent",
    bin_edges: Annotated[
        str,
        Field(description="Ascending numbers separated by commas; two edges make three bins."),
        shown_when(binning_mode="Custom Edges"),
    ] = "",
    columns_to_bin: Annotated[
        Columns,
        Field(description="Columns of numbers that are divided. Each has its own borders."),
        columns_of("dataset", types=("integer", "real")),
    ] = NUMERIC_FEATURES,
    output_mode: Annotated[
        BinOutputMode,
        Field(description="Append adds new columns, Inplace replaces the old ones, Result Only drops all others."),
    ] = "Append",
    tag_columns_as_categorical: Annotated[
        bool, Field(description="On: the bins are ordered categories. Off: they are numbers.")
    ] = True,
) -> GroupDataIntoBinsOutputs:
    """Replace numbers by the bin they fall into.

    Bins are counted from 1; by quantiles they can be called by the share of the rows up to their upper edge instead.
    A number on an edge belongs to the bin below it, missing values stay missing. Where many rows have the same number
    some quantiles fall together and the bins between them stay empty. A decision tree looks for the edges between
    which the label varies least, with at most the given number of bins; it finds fewer where more don't help. In a
    cross-validation use it by Add Preprocessing to Model, since it looks at the label. The transformation puts other
    data into the same bins: numbers beyond all edges go into the first or the last.
    """
    output = _build_output(binning_mode, quantile_normalization, output_mode, tag_columns_as_categorical)
    names = _choose_binned_columns(dataset.schema, columns_to_bin, label_column)
    edges: dict[str, tuple[float, ...]]
    if binning_mode == "Decision Tree":
        edges = fit_tree_edges(dataset, names, label_column, number_of_bins)
    elif binning_mode == "Custom Edges":
        edges = dict.fromkeys(names, _parse_edges(bin_edges))
    else:
        find = compute_quantile_edges if binning_mode == "Quantiles" else compute_equal_edges
        edges = {name: find(dataset.frame[name], number_of_bins) for name in names}
    fitted = Binning(edges, output)
    return GroupDataIntoBinsOutputs(fitted.apply(dataset), fitted)


def _build_output(
    mode: BinningMode, normalization: QuantileNormalization, output_mode: BinOutputMode, categorical: bool
) -> BinOutput:
    scale = SCALES.get(normalization) if mode == "Quantiles" else None
    return BinOutput(scale, output_mode, categorical)


def _choose_binned_columns(schema: Schema, columns: Columns, label: str | None) -> list[str]:
    chosen = columns.resolve_required(schema, port="dataset", parameter="columns_to_bin")
    names = [name for name in chosen if name != label or len(chosen) == 1]
    require_numeric_columns(schema, names, parameter="columns_to_bin")
    return names


def _to_floats(values: "pd.Series[Any]") -> Numbers:
    return np.asarray(values.to_numpy(dtype="float64", na_value=np.nan))


def _keep_finite(values: Numbers, name: str) -> Numbers:
    """The numbers that are there; refuses a column without any, and infinite ones."""
    present = values[~np.isnan(values)]
    if not present.size:
        message = f"Column '{name}' has no values to compute bins from. Exclude it, or enter the edges yourself."
        raise ModuleError(80, message, port="dataset", parameter="columns_to_bin", column=name)
    if np.isinf(present).any():
        message = f"Column '{name}' has infinite values. Remove them, or enter the edges yourself."
        raise ModuleError(33, message, port="dataset", parameter="columns_to_bin", column=name)
    return present


def _compute_quantiles(values: Numbers, bins: int) -> tuple[float, ...]:
    # Shares of the largest number, since differences of very large ones are infinite.
    largest = float(np.abs(values).max()) or 1.0
    return tuple((np.quantile(values / largest, np.arange(1, bins) / bins) * largest).tolist())


def _compute_equal_widths(values: Numbers, bins: int) -> tuple[float, ...]:
    shares = np.arange(1, bins) / bins
    return tuple((values.min() * (1 - shares) + values.max() * shares).tolist())


def _parse_edges(text: str) -> tuple[float, ...]:
    edges = []
    for part in text.split(","):
        try:
            edges.append(float(part))
        except ValueError as error:
            message = f"'bin_edges' must be numbers separated by commas, as in 0, 10, 100. Got '{part.strip()}'."
            raise ModuleError(2, message, parameter="bin_edges") from error
    falling = next((upper for lower, upper in pairwise(edges) if not lower < upper), None)
    if falling is not None or any(np.isnan(edges)):
        came = f"{falling:g} is not above the edge before it" if falling is not None else "nan is not a number"
        raise ModuleError(
            19, f"'bin_edges' must ascend: {came}. Write each edge once, the smallest first.", parameter="bin_edges"
        )
    return tuple(edges)
