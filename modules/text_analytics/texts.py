"""What the text modules share: reading a column of texts, cutting texts into words, and adding columns of numbers."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Annotated, Any

import pandas as pd

from modules.kit import Columns, Dataset, ModuleError, Schema, columns_of
from modules.kit.codegen.expressions import ScriptVariable
from modules.kit.codegen.script_builder import StepCode
from modules.kit.errors import require_columns
from modules.kit.schema import infer_column_type
from modules.kit.sparse_vectors import make_vector_column

TEXT_TYPES = ("text", "category")
TextColumns = Annotated[Columns, columns_of("dataset", types=TEXT_TYPES)]

#: Of more features than these, or of more bytes, a table keeps what is not 0, in one column of vectors.
MAX_FEATURE_COLUMNS = 10_000
MAX_FEATURE_BYTES = 2 * 1024**3
#: Each feature has a name.
MAX_VECTOR_FEATURES = 2**20
#: More columns than this are not told one by one before a run.
MAX_PREDICTED_COLUMNS = 2_048


def read_texts(dataset: Dataset, name: str, *, parameter: str, port: str = "dataset") -> list[str]:
    """The texts of a column, in which a missing one is empty; errors 1 and 17 where there are none, 3 without rows."""
    require_columns([name], dataset.schema, port=port, parameter=parameter)
    values = dataset.frame[name]
    kind = infer_column_type(values)
    if kind not in TEXT_TYPES:
        message = f"Column '{name}' must hold text. It is {kind}."
        raise ModuleError(17, message, port=port, parameter=parameter, column=name)
    if not len(values):
        raise ModuleError(3, f"The data at '{port}' have no rows.", port=port)
    return to_text_list(values)


def to_text_list(values: "pd.Series[Any]") -> list[str]:
    """The texts of a column, in which a missing one is empty."""
    return ["" if missing else str(text) for text, missing in zip(values, values.isna(), strict=True)]


def choose_text_columns(schema: Schema, columns: Columns, *, parameter: str, port: str = "dataset") -> list[str]:
    """The names of the chosen columns; error 17 for one that holds no text."""
    chosen = columns.resolve_required(schema, port=port, parameter=parameter)
    for column in schema.select(chosen):
        if column.type not in TEXT_TYPES:
            message = f"Column '{column.name}' is {column.type}. Choose columns of text."
            raise ModuleError(17, message, port=port, parameter=parameter, column=column.name)
    return chosen


@cache
def list_word_characters() -> str:
    """The inside of a character class: letters, digits, and the marks that are part of a letter in many scripts.

    Python's \\w leaves the marks out, and with them the vowels of Hindi. Marks beyond 65,535 are rare and left out:
    without them the class is a table that is looked up at once.
    """
    marks = (chr(place) for place in range(0x10000) if unicodedata.category(chr(place)) in ("Mn", "Mc"))
    return r"\w" + "".join(marks)


def as_words(text: str) -> str:
    """The text with its underscores as spaces: n-grams are written with underscores between their words."""
    return text.replace("_", " ")


def build_word_pattern(shortest: int = 1, longest: int | None = None) -> str:
    """The regular expression of one whole word of so many characters."""
    inside = list_word_characters()
    if (shortest, longest) == (1, None):
        return f"[{inside}]+"  # any word: nothing to look at on either side, which takes half the time
    return f"(?<![{inside}])[{inside}]{{{shortest},{longest or ''}}}(?![{inside}])"


def refuse_too_wide(rows: int, columns: int, item: int, *, what: str, advice: str, parameter: str) -> None:
    """Error 129 where so many columns of so many bytes a cell are more than a table holds."""
    most = min(MAX_FEATURE_COLUMNS, MAX_FEATURE_BYTES // max(1, rows * item))
    if columns > most:
        message = f"{columns:,} {what} are too many: a table of {rows:,} rows has room for {most:,}. {advice}"
        raise ModuleError(129, message, parameter=parameter)


def fits_columns(rows: int, columns: int, item: int) -> bool:
    """Whether a table has room for so many columns of so many bytes a cell, each on its own."""
    return columns <= min(MAX_FEATURE_COLUMNS, MAX_FEATURE_BYTES // max(1, rows * item))


def refuse_too_many(features: int, *, what: str, advice: str, parameter: str) -> None:
    """Error 129 where there are more features than a column of vectors holds."""
    if features > MAX_VECTOR_FEATURES:
        message = f"{features:,} {what} are too many: a column holds {MAX_VECTOR_FEATURES:,} features. {advice}"
        raise ModuleError(129, message, parameter=parameter)


def to_feature_frame(matrix: Any, names: Sequence[str], column: str, *, item: int) -> pd.DataFrame:
    """A sparse matrix as a table: a column for each feature, or one column of vectors where these are too many."""
    if fits_columns(matrix.shape[0], matrix.shape[1], item):
        return to_dense_frame(matrix, names)
    return pd.DataFrame({column: make_vector_column(matrix, names)})


def to_dense_frame(matrix: Any, names: Sequence[str]) -> pd.DataFrame:
    """A sparse matrix as a table of one block, each column in one piece."""
    return pd.DataFrame(matrix.toarray(order="F"), columns=pd.Index(names, dtype="str"), copy=False)


def add_features(dataset: Dataset, texts: Iterable[str], features: pd.DataFrame) -> Dataset:
    """The dataset and its new columns; the texts that they were made of are no features any more.

    A learner would take each text for a category. Columns of the same names are replaced.
    """
    new = set(features.columns)
    used = [name for name in texts if dataset.roles.get(name, "feature") == "feature"]
    widened = dataset.with_frame(join_features(dataset.frame, features))
    return Dataset(
        widened.frame, {name: role for name, role in widened.roles.items() if name not in new}, widened.scores
    ).with_role("none", *used)


def join_features(data: pd.DataFrame, features: pd.DataFrame) -> pd.DataFrame:
    """The data and their new columns, which replace those of the same names."""
    return pd.concat([data.drop(columns=features.columns, errors="ignore").reset_index(drop=True), features], axis=1)


def emit_features_table(
    step: StepCode, port: str, source: ScriptVariable, texts: Iterable[str], *, may_be_sparse: bool = False
) -> ScriptVariable:
    """Name the table that gets columns made of texts, which are no features any more.

    Where there may be too many for columns of their own, learners are told to keep them sparse.
    """
    out = step.add_table(port, like=source)
    if may_be_sparse and (out.schema is None or not out.schema.complete or _holds_vectors(out.schema)):
        out = replace(out, facts={**out.facts, "sparse": True})
        step.outputs[port] = out
    out.roles.update({name: "none" for name in texts if source.roles.get(name, "feature") == "feature"})
    return out


def _holds_vectors(schema: Schema) -> bool:
    return any(column.type == "vector" for column in schema)


def to_exported_features(matrix: Any, names: Sequence[str], column: str) -> pd.DataFrame:
    """A column for each feature, or one of sparse rows where these would be too many."""
    if matrix.shape[1] <= MAX_FEATURE_COLUMNS and matrix.shape[0] * matrix.shape[1] * 8 <= MAX_FEATURE_BYTES:
        return to_dense_frame(matrix, names)
    return pd.DataFrame({column: pd.Series([matrix[[row]] for row in range(matrix.shape[0])], dtype="object")})


def add_schema_features(schema: Schema, texts: Iterable[str]) -> Schema:
    """The columns that `add_features` leaves of a schema, before the new ones."""
    used = [name for name in texts if name in schema and schema[name].role == "feature"]
    for name in used:
        schema = schema.with_column(name, role="none")
    return schema
