"""Partition and Sample: divide rows into folds, pick a fold, or draw a sample."""

import logging
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import Field

from modules.data_transformation.row_division import deal_groups
from modules.kit import (
    Call,
    Column,
    Dataset,
    Fraction,
    ModuleError,
    Schema,
    Seed,
    Traits,
    column_of,
    module,
    shown_when,
    titled,
)
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.kit.errors import require_columns
from modules.kit.large_tables.large_work import ByColumns
from modules.learning.features import format_row_count
from modules.learning.row_roles import FOLD_COLUMN, factorize, find_listed_role, read_groups

PartitionMode = Literal["Assign to Folds", "Pick Fold", "Sampling", "Head"]
RowNumbers = npt.NDArray[np.int64]

log = logging.getLogger(__name__)

FOLD = FOLD_COLUMN


class PartitionAndSampleOutputs(NamedTuple):
    partitioned_dataset: Dataset


@dataclass(frozen=True)
class RowDraw:
    """The order in which rows are dealt out: at random or as they are, stratum by stratum or not."""

    randomized: bool
    seed: int
    stratify_by: str | None

    def deal_order(self, dataset: Dataset) -> RowNumbers:
        self._refuse_unknown(dataset)
        return np.asarray(deal_order(dataset.frame, self.seed if self.randomized else None, self.stratify_by))

    def find_strata(self, dataset: Dataset) -> RowNumbers:
        """The number of every row's stratum."""
        self._refuse_unknown(dataset)
        return np.asarray(find_strata(dataset.frame, self.stratify_by))

    def _refuse_unknown(self, dataset: Dataset) -> None:
        if self.stratify_by is not None:
            require_columns([self.stratify_by], dataset.schema, port="dataset", parameter="stratify_by")
            factorize(dataset.frame[self.stratify_by], port="dataset", parameter="stratify_by")


def deal_order(data: pd.DataFrame, seed: int | None = None, stratify_by: str | None = None) -> Any:
    """The rows stratum by stratum, in random order where there is a seed."""
    rows = np.arange(len(data))
    if seed is not None:
        rows = np.random.default_rng(seed).permutation(rows)
    return rows[np.argsort(find_strata(data, stratify_by)[rows], kind="stable")]


def find_strata(data: pd.DataFrame, stratify_by: str | None) -> Any:
    """The number of every row's stratum."""
    if stratify_by is None:
        return np.zeros(len(data), dtype=np.int64)
    return pd.factorize(data[stratify_by], use_na_sentinel=False)[0]


def _build_example() -> Call:
    frame = pd.DataFrame({"make": ["audi", "bmw", "vw", "audi", "bmw", "vw"], "price": [5, 6, 7, 8, 9, 10]})
    parameters = {"partition_or_sample_mode": "Assign to Folds", "number_of_folds": 3, "stratify_by": "make"}
    return Call.of(Dataset(frame, {"price": "label"}), **parameters)


def _predict_schema(dataset: Schema, partition_or_sample_mode: PartitionMode) -> Schema:
    if partition_or_sample_mode != "Assign to Folds":
        return dataset
    return dataset.drop([FOLD]).add_columns(Column(FOLD, "integer", "group"))


def _emit_code(step: StepCode) -> None:
    source, mode = step.get_input("dataset"), step.partition_or_sample_mode
    out = step.add_table("partitioned_dataset", like=source)
    if mode == "Head":
        step.assign(out, source.code.method("head", step.number_of_rows_to_select))
    elif mode == "Pick Fold":
        fold = source.code.item(FOLD)
        rows = fold.compare("!=" if step.pick_complement_of_the_selected_fold else "==", step.fold)
        step.assign(out, source.code.item(rows).method("reset_index", drop=True))
    elif mode == "Sampling":
        rows = step.use(sample_rows).call(_emit_draw(step, source, randomized=True), step.rate_of_sampling)
        step.assign(out, expr("{source}.iloc[{rows}]", source=source, rows=rows))
        step.assign(out, out.code.method("reset_index", drop=True))
    elif step.use_replacement_in_the_partitioning or step.partitioner_method != "Partition evenly":
        raise CannotGenerateCode(
            "Folds of different sizes or with replacement can't be exported as Python. Partition evenly instead."
        )
    else:
        folds = {FOLD: _emit_folds(step, source)}
        step.assign(out, expr("{source}.assign(**{folds})", source=source, folds=folds))
        out.roles.update({FOLD: "group"})


def _emit_folds(step: StepCode, source: ScriptVariable) -> Expr:
    group = find_listed_role(source.roles.items(), "group")
    if group is None:
        draw = _emit_draw(step, source, randomized=step.randomized_split)
        return step.use(deal_folds).call(draw, step.number_of_folds)
    settings = {"seed": step.seed} if step.randomized_split else {}
    settings |= {} if step.stratify_by is None else {"stratify_by": step.stratify_by}
    shares = [1 / step.number_of_folds] * step.number_of_folds
    return expr("{folds} + 1", folds=step.use(deal_groups).call(source, group, shares, **settings))


def _emit_draw(step: StepCode, source: ScriptVariable, *, randomized: bool) -> Expr:
    settings = {"seed": step.seed} if randomized else {}
    settings |= {} if step.stratify_by is None else {"stratify_by": step.stratify_by}
    return step.use(deal_order).call(source, **settings)


def sample_rows(order: Any, rate: float) -> Any:
    """The places of a share of the rows, spread evenly over the order."""
    wanted = int(np.floor(len(order) * rate + 0.5))
    return np.sort(order[_interleave([wanted, len(order) - wanted]) == 0])


def deal_folds(order: Any, count: int) -> Any:
    """The fold of every row: rows are dealt out in the order, so that each stratum reaches every fold."""
    rows = len(order)
    folds = np.empty(rows, dtype=np.int64)
    folds[order] = _interleave([rows // count + (place < rows % count) for place in range(count)]) + 1
    return folds


def _list_deciding_columns(dataset: Dataset, stratify_by: str | None) -> list[str]:
    """The columns by which rows are drawn: groups, strata and the folds of an earlier module."""
    special = [name for name, role in dataset.roles.items() if role == "group"]
    return [*special, FOLD, *([stratify_by] if stratify_by is not None else [])]


@module(
    "Partition and Sample",
    category="Data Transformation",
    palette_group="Rows and samples",
    icon="chart-pie-2",
    at_inference="drop",
    role="row_sampler",
    example=_build_example,
    schema=_predict_schema,
    traits=Traits(preserves="values"),
    keywords=("sample", "folds", "head", "downsample", "row sampling", "KFold", "random sampling", "undersample"),
    emit_code=_emit_code,
    large_tables=ByColumns(_list_deciding_columns),
)
def partition_and_sample(
    dataset: Dataset,
    *,
    partition_or_sample_mode: Annotated[
        PartitionMode,
        Field(description="Folds are for cross validation. Sampling draws rows at random, Head takes the first."),
    ] = "Sampling",
    use_replacement_in_the_partitioning: Annotated[
        bool,
        Field(
            description="Draw every fold from all rows. A row can be in several folds, or in one fold more than once."
        ),
        shown_when(partition_or_sample_mode="Assign to Folds"),
    ] = False,
    randomized_split: Annotated[
        bool,
        Field(
            description="Off: rows are assigned in their order, the first to fold 1, the second to fold 2, and so on."
        ),
        shown_when(partition_or_sample_mode="Assign to Folds"),
    ] = True,
    seed: Annotated[Seed, shown_when(partition_or_sample_mode=("Assign to Folds", "Sampling"))] = 0,
    partitioner_method: Annotated[
        Literal["Partition evenly", "Partition with customized proportions"],
        Field(description="Whether all folds have as many rows, or each the share that you give it."),
        shown_when(partition_or_sample_mode="Assign to Folds"),
    ] = "Partition evenly",
    number_of_folds: Annotated[
        int,
        Field(ge=1, description="The rows are divided into this many parts of equal size."),
        shown_when(partition_or_sample_mode="Assign to Folds", partitioner_method="Partition evenly"),
    ] = 5,
    proportions: Annotated[
        str,
        Field(description="Such as 0.5, 0.3, 0.2. If they add up to less than 1, the other rows form one more fold."),
        shown_when(
            partition_or_sample_mode="Assign to Folds", partitioner_method="Partition with customized proportions"
        ),
    ] = "",
    rate_of_sampling: Annotated[
        Fraction,
        Field(description="The share of the rows to draw."),
        shown_when(partition_or_sample_mode="Sampling"),
    ] = 0.01,
    stratify_by: Annotated[
        str | None,
        Field(description="Each of this column's values gets the same share in every fold, or in the sample."),
        column_of("dataset"),
        shown_when(partition_or_sample_mode=("Assign to Folds", "Sampling")),
    ] = None,
    fold: Annotated[
        int,
        Field(ge=1, description="Folds are counted from 1."),
        titled("Fold to pick"),
        shown_when(partition_or_sample_mode="Pick Fold"),
    ] = 1,
    pick_complement_of_the_selected_fold: Annotated[
        bool,
        Field(description="Use all rows except those of the fold."),
        shown_when(partition_or_sample_mode="Pick Fold"),
    ] = False,
    number_of_rows_to_select: Annotated[
        int,
        Field(ge=0, description="This many rows from the top of the dataset."),
        shown_when(partition_or_sample_mode="Head"),
    ] = 10,
) -> PartitionAndSampleOutputs:
    """Assign rows to folds, pick the rows of a fold, or draw a sample.

    Assign to Folds passes all rows on and writes the fold of each into the column "Fold Number", whose role is group:
    learners leave it alone, and Pick Fold finds it, in as many other nodes as you like. Where another column has that
    role, all rows of a group are in one fold. Sampling draws rows at random and keeps their order. Head takes the first
    rows.
    """
    if partition_or_sample_mode == "Head":
        return PartitionAndSampleOutputs(_take_rows_at(dataset, np.arange(min(number_of_rows_to_select, dataset.rows))))
    if partition_or_sample_mode == "Pick Fold":
        return PartitionAndSampleOutputs(_pick_fold(dataset, fold, pick_complement_of_the_selected_fold))
    if partition_or_sample_mode == "Sampling":
        return PartitionAndSampleOutputs(_draw_sample(dataset, rate_of_sampling, RowDraw(True, seed, stratify_by)))
    if partitioner_method == "Partition evenly":
        sizes = _compute_even_sizes(dataset.rows, number_of_folds)
    else:
        sizes = _compute_proportional_sizes(dataset.rows, _parse_shares(proportions))
    draw = RowDraw(randomized_split, seed, stratify_by)
    groups = read_groups(dataset, port="dataset", at_least=len(sizes), parts=f"{len(sizes)} folds")
    remark = None
    if groups is not None:
        folds = _assign_groups(dataset, groups[0], sizes, draw, replacing=use_replacement_in_the_partitioning)
        remark = f"{len(sizes)} folds of whole groups of '{groups[0]}'."
    elif use_replacement_in_the_partitioning:
        return PartitionAndSampleOutputs(_draw_with_replacement(dataset, sizes, draw))
    else:
        folds = _assign_folds(dataset, sizes, draw)
    numbered = _add_fold_column(dataset, np.arange(dataset.rows), folds)
    return PartitionAndSampleOutputs(replace(numbered, remark=remark))


def _take_rows_at(dataset: Dataset, positions: npt.NDArray[np.intp]) -> Dataset:
    return dataset.with_frame(dataset.frame.iloc[positions].reset_index(drop=True))


def _draw_sample(dataset: Dataset, rate: float, draw: RowDraw) -> Dataset:
    sample = _take_rows_at(dataset, sample_rows(draw.deal_order(dataset), rate))
    if dataset.rows and rate and not sample.rows:
        log.warning("The sample is empty: %g of %s is less than half a row.", rate, format_row_count(dataset.rows))
    return sample


def _assign_folds(dataset: Dataset, sizes: list[int], draw: RowDraw) -> RowNumbers:
    """The fold of every row: rows are dealt out in the order of the draw, so that each stratum reaches every fold."""
    folds = np.empty(dataset.rows, dtype=np.int64)
    folds[draw.deal_order(dataset)] = _interleave(sizes) + 1
    return folds


def _assign_groups(dataset: Dataset, group: str, sizes: list[int], draw: RowDraw, *, replacing: bool) -> RowNumbers:
    """The fold of every row, with whole groups; folds that share rows cannot keep them whole (18)."""
    if replacing:
        message = f"Folds that are drawn with replacement would spread the groups of '{group}'. Turn replacement off."
        raise ModuleError(18, message, port="dataset", parameter="use_replacement_in_the_partitioning", column=group)
    even = max(sizes) - min(sizes) <= 1
    shares = [1 / len(sizes)] * len(sizes) if even else [size / dataset.rows for size in sizes]
    draw.deal_order(dataset)  # refuses what it cannot stratify by
    folds = deal_groups(dataset.frame, group, shares, draw.seed if draw.randomized else None, draw.stratify_by) + 1
    log.info("%d folds of whole groups of '%s'.", len(sizes), group)
    return np.asarray(folds)


def _interleave(sizes: list[int]) -> Any:
    """Each number of a fold as often as its size says, spread as evenly as possible: 0 1 0 2 0 1 for 3, 2 and 1."""
    numbers = np.repeat(np.arange(len(sizes)), sizes)
    places = np.concatenate([(np.arange(size) + 0.5) / max(size, 1) for size in sizes])
    return numbers[np.argsort(places, kind="stable")]


def _draw_with_replacement(dataset: Dataset, sizes: list[int], draw: RowDraw) -> Dataset:
    """Every fold drawn from all rows, of each stratum by its share of them."""
    random = np.random.default_rng(draw.seed)
    order = draw.deal_order(dataset)
    strata = draw.find_strata(dataset)[order]
    first, count = np.searchsorted(strata, strata), np.bincount(strata)[strata]
    drawn = []
    for size in sizes:
        places = ((np.arange(size) + 0.5) * dataset.rows / size).astype(np.int64)
        drawn.append(order[first[places] + (random.random(size) * count[places]).astype(np.int64)])
    folds = np.repeat(np.arange(1, len(sizes) + 1), sizes)
    return _add_fold_column(dataset, np.concatenate(drawn), folds)


def _add_fold_column(dataset: Dataset, positions: RowNumbers, folds: RowNumbers) -> Dataset:
    taken = _take_rows_at(dataset, positions)
    frame = taken.frame.drop(columns=[FOLD], errors="ignore").assign(**{FOLD: folds})
    return taken.with_frame(frame).with_role("group", FOLD)


def _compute_even_sizes(rows: int, folds: int) -> list[int]:
    if folds > rows:
        message = f"number_of_folds must be at most {rows:,}, the rows of the data. Got {folds:,}."
        raise ModuleError(21, message, port="dataset", parameter="number_of_folds")
    return [rows // folds + (place < rows % folds) for place in range(folds)]


def _parse_shares(text: str) -> list[float]:
    """The proportions that were given, and what is left for one more fold."""
    shares = []
    for part in text.split(","):
        try:
            shares.append(float(part))
        except ValueError as error:
            message = f"'proportions' must be numbers separated by commas, as in 0.5, 0.3, 0.2. Got '{part.strip()}'."
            raise ModuleError(2, message, parameter="proportions") from error
        if not 0 < shares[-1] <= 1:
            message = f"Each proportion must be above 0 and at most 1. Got {shares[-1]:g}."
            raise ModuleError(8, message, parameter="proportions")
    total = sum(shares)
    if total > 1 + 1e-9:
        raise ModuleError(8, f"The proportions must add up to 1 at most. Got {total:g}.", parameter="proportions")
    return shares if total > 1 - 1e-9 else [*shares, 1 - total]


def _compute_proportional_sizes(rows: int, shares: list[float]) -> list[int]:
    """As many rows for each share as whole rows allow; the remainder goes to those that rounding down cut most."""
    exact = np.array(shares) * rows
    sizes = np.floor(exact + 1e-9).astype(np.int64)
    sizes[np.argsort(sizes - exact, kind="stable")[: rows - int(sizes.sum())]] += 1
    empty = next((place for place, size in enumerate(sizes) if size == 0), None)
    if empty is not None:
        message = f"Fold {empty + 1} would be empty: {shares[empty]:g} of {rows:,} rows. Give it a larger proportion."
        raise ModuleError(21, message, port="dataset", parameter="proportions")
    return [int(size) for size in sizes]


def _pick_fold(dataset: Dataset, fold: int, complement: bool) -> Dataset:
    folds = dataset.frame[_find_fold_column(dataset.schema)]
    there = sorted(int(number) for number in folds.dropna().unique())
    if fold not in there:
        listed = f"1 to {there[-1]}" if there and there == list(range(1, there[-1] + 1)) else f"{there}"
        message = f"The data at 'dataset' have no fold {fold}. Their folds: {listed}."
        raise ModuleError(18, message, port="dataset", parameter="fold")
    inside = folds.eq(fold).fillna(False).to_numpy(dtype=bool)
    return _take_rows_at(dataset, np.flatnonzero(~inside if complement else inside))


def _find_fold_column(schema: Schema) -> str:
    """The column that Assign to Folds wrote, under the name that it has now."""
    groups = [column.name for column in schema if column.role == "group" and column.type == "integer"]
    if FOLD in groups or len(groups) == 1:
        return FOLD if FOLD in groups else groups[0]
    message = "The data at 'dataset' have no folds. Add Partition and Sample with Assign to Folds before this module."
    raise ModuleError(18, message, port="dataset", parameter="partition_or_sample_mode")
