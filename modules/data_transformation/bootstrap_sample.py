"""Bootstrap Sample: rows drawn with replacement, and those that were not drawn."""

import logging
from typing import Annotated, NamedTuple

import pandas as pd
from pydantic import Field

from modules.kit import Call, Dataset, ModuleError, Schema, Seed, Traits, module, titled
from modules.kit.codegen.expressions import expr
from modules.kit.codegen.script_builder import StepCode
from modules.kit.large_tables.large_work import ByColumns

MAX_ROWS = 100_000_000

log = logging.getLogger(__name__)


class BootstrapSampleOutputs(NamedTuple):
    sample: Dataset
    rows_not_drawn: Dataset


def _build_example() -> Call:
    frame = pd.DataFrame({"make": ["audi", "bmw", "vw", "fiat"], "price": [13_950, 16_430, 7_775, 5_118]})
    return Call.of(Dataset(frame, {"price": "label"}))


def _predict_schemas(dataset: Schema) -> tuple[Schema, Schema]:
    return dataset, dataset


def _emit_code(step: StepCode) -> None:
    source, drawn = step.get_input("dataset"), step.reserve_name("drawn")
    sample = source.code.method("sample", frac=step.share, replace=True, random_state=step.seed)
    step.assign(drawn, sample)
    out = step.add_table("sample", "bootstrap", like=source)
    rest = step.add_table("rows_not_drawn", "rows_not_drawn", like=source)
    step.assign(out, drawn.method("reset_index", drop=True))
    left = expr("{source}.drop(index={drawn}.index.unique())", source=source, drawn=drawn)
    step.assign(rest, left.method("reset_index", drop=True))


@module(
    "Bootstrap Sample",
    category="Data Transformation",
    palette_group="Rows and samples",
    icon="repeat",
    example=_build_example,
    schema=_predict_schemas,
    at_inference="drop",
    traits=Traits(depends_on_other_rows=False, partitions_rows=True, preserves="values"),
    emit_code=_emit_code,
    keywords=("bootstrap", "bootstrapping", "resample", "with replacement", "bagging", "out of bag", "out-of-bag"),
    large_tables=ByColumns(lambda: ()),
)
def bootstrap_sample(
    dataset: Dataset,
    *,
    share: Annotated[
        float,
        titled("Rows to draw, as a share"),
        Field(gt=0, le=100, description="1 draws as many rows as there are, 2 twice as many."),
    ] = 1.0,
    seed: Seed = 0,
) -> BootstrapSampleOutputs:
    """Draw rows with replacement.

    A row can be drawn several times or not at all; of a sample as large as the data about 63 % of the rows are in it.
    The second output has the rows that were never drawn, in their order, which a model that was trained on the sample
    can be measured by (Efron, Annals of Statistics 7, 1979).
    """
    count = round(dataset.rows * share)
    if count > MAX_ROWS:
        raise ModuleError(7, f"At most {MAX_ROWS:,} rows can be drawn. Got {count:,}.", parameter="share")
    frame = dataset.frame.reset_index(drop=True)
    drawn = frame.sample(frac=share, replace=True, random_state=seed) if len(frame) else frame
    rest = frame.drop(index=drawn.index.unique())
    log.info("%s of %s rows were drawn at least once.", f"{len(frame) - len(rest):,}", f"{len(frame):,}")
    return BootstrapSampleOutputs(
        dataset.with_frame(drawn.reset_index(drop=True)), dataset.with_frame(rest.reset_index(drop=True))
    )
