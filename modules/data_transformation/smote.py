"""SMOTE: synthetic rows of the rarer class, between rows that are there."""

import warnings
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import (
    Call,
    Column,
    Dataset,
    ModuleError,
    Schema,
    Seed,
    Traits,
    Transformation,
    column_of,
    module,
    titled,
)
from modules.kit.codegen.expressions import ScriptVariable
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.kit.errors import require_columns
from modules.kit.nullable_columns import to_nullable_type
from modules.kit.schema import infer_column_type
from modules.learning.features import refuse_infinite, refuse_missing
from modules.learning.row_roles import (
    factorize,
    find_listed_role,
    find_role_column,
    list_role_columns,
    read_weights,
)

CONTINUOUS_TYPES = ("integer", "real")
DISCRETE_TYPES = ("boolean", "category", "text")


WholeNumbers = Literal["Keep real values", "Round"]


class SmoteOutputs(NamedTuple):
    table: Dataset
    smote_transformation: Annotated[Transformation, titled("SMOTE transformation")]


@dataclass(frozen=True)
class Oversampling(Transformation):
    """Rows are added to training data only: other data pass unchanged."""

    label: str
    rarer_class: str
    added_rows: int

    title = "SMOTE"

    def apply(self, dataset: Dataset) -> Dataset:
        return dataset

    def describe(self) -> list[dict[str, object]]:
        return [{"label": self.label, "rarer class": self.rarer_class, "added rows": self.added_rows}]


def _build_example() -> Call:
    random = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "income": random.normal(50, 10, 30).round(1),
            "years": random.integers(0, 30, 30),
            "housing": pd.Categorical(random.choice(["rent", "own"], 30)),
            "paid": ["no"] * 6 + ["yes"] * 24,
        }
    )
    return Call.of(Dataset(frame, {"paid": "label"}), label="paid", number_of_nearest_neighbors=2)


def _predict_schema(
    samples: Schema, label: str, smote_percentage: int, whole_numbers: WholeNumbers
) -> tuple[Schema, None]:
    """Whole numbers that features have become real, where new rows are made and they may be between two of them."""
    if smote_percentage == 0:
        return samples, None
    features = _choose_features(samples, label) if whole_numbers != "Round" else []
    features += list_role_columns(samples, "weight")
    columns = tuple(
        Column(column.name, "real", column.role) if column.type == "integer" and column.name in features else column
        for column in samples
    )
    return replace(samples, columns=columns), None


def _emit_code(step: StepCode) -> None:
    source = step.get_input("samples")
    out = step.add_table("table", "oversampled", like=source)
    if source.schema is None or not source.schema.complete:
        raise CannotGenerateCode("Which features it takes is known only during a run. Run the design first.")
    settings = {"percent": step.smote_percentage, "neighbors": step.number_of_nearest_neighbors, "seed": step.seed}
    settings |= {"rounded": True} if step.whole_numbers == "Round" else {}
    weight = find_listed_role(source.roles.items(), "weight")
    settings |= {} if weight is None else {"weight": weight}
    features = _choose_features(source.schema, step.label)
    step.assign(out, step.use(oversample_minority).call(source, features, step.label, **settings))
    step.outputs["smote_transformation"] = ScriptVariable(out.code, apply=lambda table: table)


def oversample_minority(
    data: pd.DataFrame,
    features: list[str],
    label: str,
    *,
    percent: int,
    neighbors: int,
    seed: int,
    rounded: bool = False,
    weight: str | None = None,
) -> pd.DataFrame:
    """The data with so many percent more rows of the rarer class, each between two that are next to each other.

    Whole numbers become real, as the new ones are; or the new ones are `rounded`. With weights, a new row has the mean
    weight of its class.
    """
    minority = _find_minority(data[label], label)
    rows = data[label].eq(minority).fillna(False).to_numpy(dtype=bool)
    wanted = int(np.floor(rows.sum() * percent / 100 + 0.5))
    if not wanted:
        return data
    if not rounded:
        whole = [name for name in features if infer_column_type(data[name]) == "integer"]
        data = data.astype(dict.fromkeys(whole, "float64"))
    made = _synthesize_rows(data, features, rows, wanted, neighbors, seed)
    if weight is not None:
        data = data.astype({weight: "float64"})
        made[weight] = pd.Series([data.loc[rows, weight].mean()] * wanted)
    made[label] = pd.Series([minority] * wanted, dtype=data[label].dtype)
    return _append_rows(data, made)


@module(
    "SMOTE",
    category="Data Transformation",
    palette_group="Rows and samples",
    icon="chart-scatter",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    at_inference="drop",
    traits=Traits(depends_on_other_rows=True, requires_dense=True),
    former_defaults={1: {"whole_numbers": "Round"}},
    keywords=("oversample", "imbalanced", "class balance", "upsample", "synthetic minority", "rebalance"),
)
def smote(
    samples: Dataset,
    *,
    label: Annotated[
        str,
        Field(description="The column with the classes. The rarer class gets new rows."),
        column_of("samples"),
        titled("Label column"),
    ],
    smote_percentage: Annotated[
        int,
        Field(ge=0, description="How many rows to add, in percent of the rarer class: 100 doubles it."),
        titled("SMOTE percentage"),
    ] = 100,
    number_of_nearest_neighbors: Annotated[
        int, Field(ge=1, description="A new row lies between a row and one of this many rows next to it.")
    ] = 1,
    whole_numbers: Annotated[
        WholeNumbers,
        Field(
            description="What becomes of whole numbers. New rows lie between two others, so their values are real. "
            "Rounded, indicators of 0 and 1 lose what is between."
        ),
    ] = "Keep real values",
    seed: Seed = 0,
) -> SmoteOutputs:
    """Add synthetic rows of the rarer of two classes.

    Each lies between a row of that class and one of its nearest neighbors, by the features; of categories, text and
    booleans it has the value that most of the neighbors have. Columns of whole numbers become real, unless you round
    the new values: make categories of numbers that are codes. Neighbors are found by the plain distance, so Normalize
    Data first where columns are on different scales. Columns that are no such features are missing in the new rows,
    except weights: a new row has the mean weight of its class. Use it on training data only: Apply Transformation
    passes other data on unchanged, and Add Preprocessing to Model adds rows to the training part of each fold. Uses
    imbalanced-learn; Chawla et al., SMOTE, Journal of Artificial Intelligence Research 16 (2002).
    """
    require_columns([label], samples.schema, port="samples", parameter="label")
    factorize(samples.frame[label], port="samples", parameter="label")
    minority = _find_minority(samples.frame[label], label)
    features = _check_features(samples, label)
    rows = samples.frame[label].eq(minority).fillna(False).to_numpy(dtype=bool)
    count, wanted = int(rows.sum()), int(np.floor(rows.sum() * smote_percentage / 100 + 0.5))
    if wanted and number_of_nearest_neighbors >= count:
        raise _build_too_few_error(count, minority, number_of_nearest_neighbors)
    made = oversample_minority(
        samples.frame,
        features.names,
        label,
        percent=smote_percentage,
        neighbors=number_of_nearest_neighbors,
        seed=seed,
        rounded=whole_numbers == "Round",
        weight=_find_weight(samples),
    )
    added = len(made) - samples.rows
    return SmoteOutputs(samples.with_frame(made), Oversampling(label, str(minority), added))


def _find_weight(samples: Dataset) -> str | None:
    """The column with the weights of the rows, which must be numbers."""
    read_weights(samples, port="samples")
    return find_role_column(samples.schema, "weight", port="samples")


def _find_minority(values: "pd.Series[Any]", label: str) -> Any:
    """The rarer of the two values of the label; of equally rare ones the first that occurs."""
    counts = values.value_counts(sort=False)
    counts = counts[counts > 0]
    if len(counts) != 2:
        message = f"The label '{label}' must have two values. It has {len(counts):,}. Choose another, or regroup it."
        raise ModuleError(23, message, port="samples", parameter="label", column=label)
    return counts.idxmin()


def _check_features(samples: Dataset, label: str) -> Schema:
    """The features that new rows can be made of; refuses gaps (83) and infinities (33) in them."""
    _refuse_sparse(samples.schema)
    features = samples.schema.select(_choose_features(samples.schema, label))
    if not any(column.is_numeric for column in features):
        message = "The data at 'samples' have no numeric feature to create new rows from."
        raise ModuleError(47, message, port="samples")
    refuse_infinite(samples.frame, features, port="samples")
    refuse_missing(samples.frame, features, "SMOTE", number=83, port="samples")
    for column in features:
        if column.type in DISCRETE_TYPES:
            factorize(samples.frame[column.name], port="samples")
    return features


def _refuse_sparse(schema: Schema) -> None:
    """New rows would have none of the features by which the others are told apart (13)."""
    sparse = next((column.name for column in schema if column.type == "vector" and column.role == "feature"), None)
    if sparse is not None:
        message = f"'{sparse}' holds sparse features, and SMOTE makes rows of numbers in single columns. Set class"
        message += " weights in the learner instead, or make at most 10,000 features."
        raise ModuleError(13, message, port="samples", column=sparse)


def _choose_features(schema: Schema, label: str) -> list[str]:
    return [
        column.name
        for column in schema
        if column.role == "feature" and column.name != label and column.type in (*CONTINUOUS_TYPES, *DISCRETE_TYPES)
    ]


def _build_too_few_error(count: int, minority: Any, neighbors: int) -> ModuleError:
    if count < 2:
        message = f"'{minority}' has 1 row, and SMOTE needs at least 2 of the rarer class."
        return ModuleError(134, message, port="samples")
    message = f"number_of_nearest_neighbors must be below {count:,}, the rows of '{minority}'. Got {neighbors:,}."
    return ModuleError(7, message, parameter="number_of_nearest_neighbors")


def _synthesize_rows(
    frame: pd.DataFrame, features: list[str], rows: Any, count: int, neighbors: int, seed: int
) -> dict[str, "pd.Series[Any]"]:
    """The features of the new rows. Discrete values go through the sampler as numbers of their levels."""
    from imblearn.over_sampling import SMOTE, SMOTENC

    levels = {name: pd.factorize(frame[name]) for name in features if infer_column_type(frame[name]) in DISCRETE_TYPES}
    columns = [
        levels[name][0].astype("float64") if name in levels else frame[name].to_numpy(dtype="float64")
        for name in features
    ]
    strategy = {1: int(rows.sum()) + count}
    if levels:
        discrete = [place for place, name in enumerate(features) if name in levels]
        sampler = SMOTENC(discrete, sampling_strategy=strategy, k_neighbors=neighbors, random_state=seed)
    else:
        sampler = SMOTE(sampling_strategy=strategy, k_neighbors=neighbors, random_state=seed)
    with warnings.catch_warnings():
        # More rows than the other class has are allowed.
        warnings.filterwarnings("ignore", message="After over-sampling", category=UserWarning)
        sampled, _ = sampler.fit_resample(np.column_stack(columns), rows.astype(np.int8))
    new = np.asarray(sampled)[len(frame) :]
    return {
        name: _to_original_type(new[:, place], frame[name], levels.get(name)) for place, name in enumerate(features)
    }


def _to_original_type(numbers: Any, values: "pd.Series[Any]", levels: Any) -> "pd.Series[Any]":
    if levels is not None:
        return pd.Series(levels[1].take(numbers.astype("int64")), dtype=values.dtype)
    return pd.Series(np.rint(numbers) if infer_column_type(values) == "integer" else numbers).astype(values.dtype)


def _append_rows(frame: pd.DataFrame, made: dict[str, "pd.Series[Any]"]) -> pd.DataFrame:
    """The new rows below the others; a column that they do not have is missing there and keeps its type."""
    wanted = len(next(iter(made.values())))
    columns = {}
    for name, values in frame.items():
        new = made.get(str(name))
        kept = values.reset_index(drop=True)
        if new is None:
            dtype = to_nullable_type(values.dtype)
            kept, new = kept.astype(dtype), pd.Series([pd.NA] * wanted, dtype="object").astype(dtype)
        columns[name] = pd.concat([kept, new], ignore_index=True)
    return pd.DataFrame(columns)
