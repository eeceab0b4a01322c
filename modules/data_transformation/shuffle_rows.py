"""Shuffle Rows: the same rows in random order."""

import pandas as pd

from modules.kit import Call, Dataset, Seed, Traits, module, unchanged
from modules.kit.codegen.script_builder import StepCode
from modules.kit.large_tables.large_work import ByColumns


def _build_example() -> Call:
    frame = pd.DataFrame({"make": ["audi", "bmw", "vw", "fiat"], "price": [13_950, 16_430, 7_775, 5_118]})
    return Call.of(Dataset(frame, {"price": "label"}))


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    out = step.add_table("results_dataset", "shuffled", like=source)
    shuffled = source.code.method("sample", frac=1, random_state=step.seed)
    step.assign(out, shuffled.method("reset_index", drop=True))


@module(
    "Shuffle Rows",
    category="Data Transformation",
    palette_group="Rows and samples",
    icon="arrows-shuffle",
    example=_build_example,
    schema=unchanged,
    at_inference="drop",
    traits=Traits(depends_on_other_rows=False, preserves="rows"),
    emit_code=_emit_code,
    keywords=("shuffle", "randomize", "random order", "permute", "sample frac=1", "order by random"),
    large_tables=ByColumns(lambda: ()),
)
def shuffle_rows(dataset: Dataset, *, seed: Seed = 0) -> Dataset:
    """Put the rows into random order.

    Every row stays once. The same seed gives the same order for the same number of rows.
    """
    shuffled = dataset.frame.sample(frac=1, random_state=seed)
    return dataset.with_frame(shuffled.reset_index(drop=True))
