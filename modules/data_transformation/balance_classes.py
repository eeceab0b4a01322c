"""Balance Classes: as many rows of each class, by leaving rows out or by repeating them."""

from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import Call, Dataset, ModuleError, Schema, Seed, Traits, Transformation, column_of, module, titled
from modules.kit.codegen.expressions import ScriptVariable
from modules.kit.codegen.script_builder import StepCode
from modules.kit.errors import require_columns
from modules.learning.row_roles import factorize

BalancingMethod = Literal["Leave out rows", "Repeat rows"]


class BalanceClassesOutputs(NamedTuple):
    balanced_dataset: Dataset
    balancing: Annotated[Transformation, titled("Balancing")]


@dataclass(frozen=True)
class ClassBalancing(Transformation):
    """Rows of training data only are chosen: other data pass unchanged."""

    label: str
    rows_per_class: int

    title = "Balanced classes"

    def apply(self, dataset: Dataset) -> Dataset:
        return dataset

    def describe(self) -> list[dict[str, object]]:
        return [{"label": self.label, "rows of each class": self.rows_per_class}]


def _build_example() -> Call:
    frame = pd.DataFrame({"income": [40, 52, 61, 38, 47], "paid": ["no", "yes", "yes", "yes", "no"]})
    return Call.of(Dataset(frame, {"paid": "label"}), label="paid")


def _predict_schemas(dataset: Schema) -> tuple[Schema, None]:
    return dataset, None


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    out = step.add_table("balanced_dataset", "balanced", like=source)
    settings = {"repeat": step.method == "Repeat rows", "seed": step.seed}
    step.assign(out, step.use(balance_rows).call(source, step.label, **settings))
    step.outputs["balancing"] = ScriptVariable(out.code, apply=lambda table: table)


def balance_rows(data: pd.DataFrame, label: str, *, repeat: bool, seed: int) -> pd.DataFrame:
    """As many rows of each class as the smallest has, or `repeat`ed as often as the largest; in their order."""
    random = np.random.default_rng(seed)
    classes = [rows for rows in data.groupby(label, observed=True, sort=True).indices.values() if len(rows)]
    wanted = (max if repeat else min)(len(rows) for rows in classes)
    chosen = []
    for rows in classes:
        if len(rows) < wanted:
            chosen += [rows, random.choice(rows, wanted - len(rows))]
        else:
            chosen.append(random.choice(rows, wanted, replace=False))
    return data.iloc[np.sort(np.concatenate(chosen))].reset_index(drop=True)


@module(
    "Balance Classes",
    category="Data Transformation",
    palette_group="Rows and samples",
    icon="scale",
    example=_build_example,
    schema=_predict_schemas,
    emit_code=_emit_code,
    at_inference="drop",
    traits=Traits(depends_on_other_rows=True, preserves="values"),
    keywords=(
        *("imbalanced", "undersample", "oversample", "downsample", "upsample", "equal size sampling"),
        *("random under sampler", "random over sampler", "class balance", "rebalance"),
    ),
)
def balance_classes(
    dataset: Dataset,
    *,
    label: Annotated[
        str, Field(description="The column with the classes."), column_of("dataset"), titled("Label column")
    ],
    method: Annotated[
        BalancingMethod,
        Field(
            description="Down to the rows of the smallest class, or up to those of the largest, some more than once."
        ),
    ] = "Leave out rows",
    seed: Seed = 0,
) -> BalanceClassesOutputs:
    """Make all classes equally frequent, by leaving out random rows of the others or repeating some.

    Rows without a class are left out. Use it on training data only: Apply Transformation passes other data on
    unchanged, and Add Preprocessing to Model balances the training part of each fold. Most learners can weigh the
    classes instead, which loses no rows; SMOTE makes new rows.
    """
    require_columns([label], dataset.schema, port="dataset", parameter="label")
    factorize(dataset.frame[label], port="dataset", parameter="label")
    counts = dataset.frame[label].value_counts()
    counts = counts[counts > 0]
    if counts.empty:
        message = f"The label '{label}' has no values at 'dataset', so there is no class to balance."
        raise ModuleError(21, message, port="dataset", parameter="label", column=label)
    repeat = method == "Repeat rows"
    made = balance_rows(dataset.frame, label, repeat=repeat, seed=seed)
    return BalanceClassesOutputs(
        dataset.with_frame(made), ClassBalancing(label, int(counts.max() if repeat else counts.min()))
    )
