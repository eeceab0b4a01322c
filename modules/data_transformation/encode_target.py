"""Encode Target: categories become the mean of the label among their rows."""

import warnings
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
    Seed,
    Traits,
    Transformation,
    column_of,
    columns_of,
    module,
    titled,
)
from modules.kit.errors import require_columns
from modules.learning.encoding import TEXT_TYPES, to_text_values
from modules.learning.features import FEATURE_KINDS
from modules.learning.labels import drop_missing_labels, to_class_names
from modules.learning.supervised_examples import make_loans

CATEGORIES = Columns(start="rule", types=("text", "category"), roles=("feature",))
Numbers = npt.NDArray[np.float64]


class EncodeTargetOutputs(NamedTuple):
    encoded_dataset: Dataset
    transformation: Transformation


@dataclass(frozen=True)
class TargetEncoding(Transformation):
    """For each column the values of its categories, one for each output; others have the mean of the label.

    `classes` names the outputs where there are several: of more than two classes, one for each.
    """

    label: str
    means: Mapping[str, Mapping[str | None, tuple[float, ...]]]
    overall: tuple[float, ...]
    classes: tuple[str, ...] = ()

    title = "Encode Target"

    def apply(self, dataset: Dataset) -> Dataset:
        require_columns(self.means, dataset.schema, port="dataset")
        encoded = {name: self._encode(dataset.frame[name], means) for name, means in self.means.items()}
        return self.replace_columns(dataset, encoded)

    def _encode(self, values: "pd.Series[Any]", means: Mapping[str | None, tuple[float, ...]]) -> Numbers:
        words = to_text_values(values)
        rows = [means.get(None if isinstance(word, float) else str(word), self.overall) for word in words]
        return np.array(rows, dtype="float64").reshape(len(words), len(self.overall))

    def replace_columns(self, dataset: Dataset, encoded: Mapping[str, Numbers]) -> Dataset:
        """The table with numbers in the place of the columns; of several classes a column for each."""
        parts: dict[str, Any] = {}
        for name, values in dataset.frame.items():
            table = encoded.get(str(name))
            names = name_encoded(str(name), self.classes) if table is not None else [str(name)]
            parts |= {one: values if table is None else table[:, at] for at, one in enumerate(names)}
        return dataset.with_frame(pd.DataFrame(parts, index=dataset.frame.index))

    def restrict_to(self, names: frozenset[str]) -> "TargetEncoding":
        return replace(self, means={name: known for name, known in self.means.items() if name in names})

    def describe(self) -> list[dict[str, Any]]:
        return [
            {"column": name, "value": "missing" if level is None else level, "encoded": encoded[0]}
            | ({"classes": len(self.classes)} if self.classes else {})
            for name, known in self.means.items()
            for level, encoded in known.items()
        ]


def name_encoded(name: str, classes: tuple[str, ...]) -> list[str]:
    """What becomes of a column: its own name, or one name for each class."""
    return [f"{name}: {one}" for one in classes] or [name]


def _predict_schemas(dataset: Schema, label: str, columns_to_encode: Columns) -> tuple[Schema | None, None]:
    if label not in dataset or not dataset[label].is_numeric:
        return None, None
    chosen = set(_choose_columns(dataset, columns_to_encode, label))
    columns = [Column(one.name, "real", one.role) if one.name in chosen else one for one in dataset]
    return replace(dataset, columns=tuple(columns)), None


@module(
    "Encode Target",
    category="Data Transformation",
    palette_group="Encode and scale",
    icon="category",
    schema=_predict_schemas,
    traits=Traits(depends_on_other_rows=True, preserves="rows"),
    example=lambda: Call.of(make_loans(), label="paid"),
    keywords=(
        "target encoding",
        "mean encoding",
        "TargetEncoder",
        "likelihood encoding",
        "high cardinality",
        "CatBoost",
    ),
)
def encode_target(
    dataset: Dataset,
    *,
    label: Annotated[
        str,
        Field(description="The column whose mean stands for each category. It stays as it is."),
        column_of("dataset"),
        titled("Label column"),
    ],
    columns_to_encode: Annotated[
        Columns,
        Field(description="Columns of text or categories that become numbers."),
        columns_of("dataset", types=("text", "category")),
    ] = CATEGORIES,
    smoothing: Annotated[
        float | None,
        Field(
            ge=0,
            description="How many rows with the overall mean each category is mixed with. Empty: by how much the label "
            "varies within the category.",
        ),
    ] = None,
    number_of_folds: Annotated[
        int,
        Field(
            ge=2,
            le=100,
            description="Each part of the rows is encoded by the others, so that no row sees its own label.",
        ),
    ] = 5,
    seed: Seed = 0,
) -> EncodeTargetOutputs:
    """Replace categories by the mean of the label among the rows that have them.

    For columns with many categories, such as postcodes, where a column for each would be too many. Of two classes it is
    the share of the positive one, of more there is a column for each class. Rare categories are drawn to the mean of
    all rows. A row never sees its own label: the rows of a fold are encoded by those of the other folds, and other data
    by all rows, through the transformation.

    Encode after a split, on the training rows. Inside a cross-validation, connect the transformation to Add
    Preprocessing to Model, so that each fold encodes by its own training rows. Micci-Barreca, A preprocessing scheme
    for high-cardinality categorical attributes, SIGKDD Explorations 3 (2001).
    """
    labeled = drop_missing_labels(dataset, label, port="dataset")
    names = _choose_columns(dataset.schema, columns_to_encode, label)
    target, classes = _read_target(labeled, label)
    fitted, crossed = _fit_means(labeled, label, names, target, classes, smoothing, number_of_folds, seed)
    encoded = {name: fitted._encode(dataset.frame[name], fitted.means[name]) for name in names}
    known = dataset.frame[label].notna().to_numpy()
    for name in names:
        encoded[name][known] = crossed[name]
    return EncodeTargetOutputs(fitted.replace_columns(dataset, encoded), fitted)


def _choose_columns(schema: Schema, columns: Columns, label: str) -> list[str]:
    chosen = [
        name
        for name in columns.resolve_required(schema, port="dataset", parameter="columns_to_encode")
        if name != label
    ]
    if not chosen:
        message = f"Only the label '{label}' is chosen. Choose other columns to encode."
        raise ModuleError(47, message, port="dataset", parameter="columns_to_encode")
    for column in schema.select(chosen):
        if column.type not in TEXT_TYPES:
            message = f"Column '{column.name}' is {column.type}. Choose columns of text or categories."
            raise ModuleError(17, message, port="dataset", parameter="columns_to_encode", column=column.name)
    return chosen


def _read_target(labeled: Dataset, label: str) -> tuple[Numbers | npt.NDArray[np.object_], tuple[str, ...]]:
    """The label as numbers, or as classes with their names."""
    column = labeled.schema[label]
    if column.type not in FEATURE_KINDS or column.type in ("datetime", "vector"):
        message = f"The label '{label}' is {column.type}. Choose a column of numbers or of classes."
        raise ModuleError(23, message, port="dataset", parameter="label", column=label)
    if labeled.rows < 2:
        message = f"Encoding needs at least 2 rows with a label. Got {labeled.rows}."
        raise ModuleError(21, message, port="dataset", column=label)
    if column.is_numeric:
        numbers = labeled.frame[label].to_numpy(dtype="float64")
        if not np.isfinite(numbers).all():
            message = f"The label '{label}' has infinite values. Remove these rows."
            raise ModuleError(33, message, port="dataset", column=label)
        return numbers, ()
    named = np.asarray(to_class_names(labeled.frame[label]), dtype=object)
    classes = tuple(sorted(set(named)))
    if len(classes) < 2 or len(classes) == len(named):
        message = f"The label '{label}' needs at least two classes, and more rows than classes. It has {len(classes)}"
        raise ModuleError(23, f"{message} in {len(named)} rows.", port="dataset", parameter="label", column=label)
    return named, classes


def _fit_means(
    labeled: Dataset,
    label: str,
    names: list[str],
    target: Any,
    classes: tuple[str, ...],
    smoothing: float | None,
    folds: int,
    seed: int,
) -> tuple[TargetEncoding, dict[str, Numbers]]:
    """What all rows say, and what each row gets from the rows of other folds."""
    from sklearn.preprocessing import TargetEncoder

    words = np.column_stack([to_text_values(labeled.frame[name]) for name in names])
    most = int(pd.Series(target).value_counts().max()) if classes else len(target)
    encoder = TargetEncoder(
        target_type="continuous" if not classes else "binary" if len(classes) == 2 else "multiclass",
        smooth="auto" if smoothing is None else smoothing,
    )
    crossed = _encode_across_folds(encoder, words, target, bool(classes), max(2, min(folds, most)), seed)
    encoder.fit(words, target)
    width = len(classes) if len(classes) > 2 else 1
    means = {}
    for at, name in enumerate(names):
        outputs = encoder.encodings_[at * width : (at + 1) * width]
        levels = [None if isinstance(level, float) else str(level) for level in encoder.categories_[at]]
        means[name] = {level: tuple(float(one[row]) for one in outputs) for row, level in enumerate(levels)}
    overall = tuple(float(value) for value in np.atleast_1d(encoder.target_mean_))
    fitted = TargetEncoding(label, means, overall, classes if width > 1 else ())
    return fitted, {name: crossed[:, at * width : (at + 1) * width] for at, name in enumerate(names)}


def _encode_across_folds(encoder: Any, words: Any, target: Any, classes: bool, folds: int, seed: int) -> Numbers:
    """The rows of each fold by those of the others."""
    from sklearn.base import clone
    from sklearn.model_selection import KFold, StratifiedKFold

    kind = StratifiedKFold if classes else KFold
    found = None
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The least populated class", category=UserWarning)
        splits = list(kind(folds, shuffle=True, random_state=seed).split(words, target))
    for train, test in splits:
        part = clone(encoder).fit(words[train], target[train]).transform(words[test])
        if found is None:
            found = np.empty((len(words), part.shape[1]))
        if part.shape[1] != found.shape[1]:
            message = "A class of the label has too few rows for the folds. Use fewer folds, or remove the class."
            raise ModuleError(134, message, port="dataset", parameter="number_of_folds")
        found[test] = part
    assert found is not None
    return found
