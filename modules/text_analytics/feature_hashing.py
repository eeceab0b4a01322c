"""Feature Hashing: texts become a fixed number of columns, without a vocabulary."""

from typing import Annotated, Any, NamedTuple

import pandas as pd
from pydantic import Field

from modules.kit import Call, Column, Columns, Dataset, Schema, module, titled
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode, find_column_names
from modules.text_analytics.texts import (
    MAX_FEATURE_COLUMNS,
    MAX_PREDICTED_COLUMNS,
    TextColumns,
    add_features,
    add_schema_features,
    as_words,
    build_word_pattern,
    choose_text_columns,
    emit_features_table,
    join_features,
    read_texts,
    refuse_too_many,
    to_exported_features,
    to_feature_frame,
    to_text_list,
)


class FeatureHashingOutputs(NamedTuple):
    transformed_dataset: Dataset


def _build_example() -> Call:
    texts = ["great movie", "a great, great film", "dull movie", None]
    frame = pd.DataFrame({"review": pd.Series(texts, dtype="str"), "stars": [5, 5, 1, 3]})
    return Call.of(Dataset(frame), target_columns=Columns(start="none", names=("review",)), hashing_bitsize=4)


def _predict_schema(dataset: Schema, target_columns: Columns, hashing_bitsize: int) -> Schema:
    chosen = choose_text_columns(dataset, target_columns, parameter="target_columns")
    known = add_schema_features(dataset, chosen)
    if 1 << hashing_bitsize > MAX_FEATURE_COLUMNS:
        names = [name_hash_column(text) for text in chosen]
        return known.drop(names).add_columns(*(Column(name, "vector") for name in names))
    if len(chosen) << hashing_bitsize > MAX_PREDICTED_COLUMNS:
        return Schema(known.columns, complete=False)
    names = [name for text in chosen for name in _name_hash_columns(text, hashing_bitsize)]
    return known.drop(names).add_columns(*(Column(name, "integer") for name in names))


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    columns = find_column_names(step.target_columns, source)
    if columns is None:
        raise CannotGenerateCode("Which columns it takes is known only during a run. Choose them by name.")
    wide = 1 << step.hashing_bitsize > MAX_FEATURE_COLUMNS
    out = emit_features_table(step, "transformed_dataset", source, columns, may_be_sparse=wide)
    hashed = step.use(add_hashes).call(source, columns, bits=step.hashing_bitsize, size=step.n_grams)
    step.assign(out, hashed)


def add_hashes(data: pd.DataFrame, columns: list[str], *, bits: int, size: int) -> pd.DataFrame:
    """The data and, for each column of texts, how many of its n-grams have each hash."""
    hashed = [
        to_exported_features(
            build_hasher(bits, size).transform(to_text_list(data[name])).astype("int32"),
            _name_hash_columns(name, bits),
            name_hash_column(name),
        )
        for name in columns
    ]
    return join_features(data, pd.concat(hashed, axis=1))


@module(
    "Feature Hashing",
    category="Text Analytics",
    icon="hash",
    role="text_featurizer",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    keywords=("HashingVectorizer", "hashing trick", "FeatureHasher"),
)
def feature_hashing(
    dataset: Dataset,
    *,
    target_columns: Annotated[TextColumns, Field(description="Columns of text that become columns of counts.")],
    hashing_bitsize: Annotated[
        int, Field(ge=1, le=31, description="2 to the power of this many columns for each text column.")
    ] = 10,
    n_grams: Annotated[
        int,
        titled("N-grams"),
        Field(ge=0, le=10, description="The most words in a row. 0: the whole text as one."),
    ] = 2,
) -> FeatureHashingOutputs:
    """Count words and runs of words in columns that their hash chooses, so that no vocabulary is needed.

    Each n-gram is counted in the column at its MurmurHash3 modulo 2^bits, called "<column> - Hashing feature <number>";
    several n-grams may share one. Test data and new data get the same columns by the same module. Words are
    runs of letters and digits as they stand: put Preprocess Text in front to make FREE and free the same. A missing
    text has none. The texts stay, but are no features any more. More than 10,000 hashes are kept sparse, in one column
    "<column> - Hashing features", from which linear learners, Naive Bayes and forests learn.

    Weinberger, Dasgupta, Langford, Smola and Attenberg, Feature Hashing for Large Scale Multitask Learning, ICML 2009.
    """
    chosen = choose_text_columns(dataset.schema, target_columns, parameter="target_columns")
    refuse_too_many(
        1 << hashing_bitsize,
        what="hashes",
        advice="Use fewer bits.",
        parameter="hashing_bitsize",
    )
    hashed = [
        hash_texts(read_texts(dataset, name, parameter="target_columns"), name, hashing_bitsize, n_grams)
        for name in chosen
    ]
    return FeatureHashingOutputs(add_features(dataset, chosen, pd.concat(hashed, axis=1)))


def _name_hash_columns(column: str, bits: int) -> list[str]:
    return [f"{column} - Hashing feature {number}" for number in range(1, 2**bits + 1)]


def hash_texts(texts: list[str], column: str, bits: int, size: int) -> pd.DataFrame:
    """A column for each hash, with the number of n-grams that have it, or one column of all of them."""
    counts = build_hasher(bits, size).transform(texts).astype("int32")
    return to_feature_frame(counts, _name_hash_columns(column, bits), name_hash_column(column), item=4)


def name_hash_column(column: str) -> str:
    """The name of the column that holds all hashes, where they are too many for columns of their own."""
    return f"{column} - Hashing features"


def build_hasher(bits: int, size: int) -> Any:
    """A HashingVectorizer that counts n-grams of up to `size` words; of 0, each text as a whole."""
    from sklearn.feature_extraction.text import HashingVectorizer

    plain = {"n_features": 2**bits, "alternate_sign": False, "norm": None, "lowercase": False}
    if size == 0:
        return HashingVectorizer(analyzer=_as_one, **plain)
    return HashingVectorizer(preprocessor=as_words, token_pattern=build_word_pattern(), ngram_range=(1, size), **plain)


def _as_one(text: str) -> list[str]:
    return [text] if text else []
