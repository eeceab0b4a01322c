"""Feature Hashing: texts become a fixed number of columns, without a vocabulary."""

from typing import Annotated, Any, NamedTuple

import pandas as pd
from pydantic import Field

from modules.kit import Call, Column, Columns, Dataset, Schema, module, titled
from modules.kit.writing import CannotWrite, Step, call, names_of
from modules.text_analytics.texts import (
    MOST_FORESEEN,
    TextColumns,
    as_frame,
    as_texts,
    as_words,
    beside_features,
    chosen_texts,
    refuse_too_wide,
    schema_with_features,
    texts_of,
    with_features,
    word_pattern,
    write_with_features,
)


class Hashed(NamedTuple):
    transformed_dataset: Dataset


def _example() -> Call:
    texts = ["great movie", "a great, great film", "dull movie", None]
    frame = pd.DataFrame({"review": pd.Series(texts, dtype="str"), "stars": [5, 5, 1, 3]})
    return Call.of(Dataset(frame), target_columns=Columns(start="none", names=("review",)), hashing_bitsize=4)


def _hashed_columns(dataset: Schema, target_columns: Columns, hashing_bitsize: int) -> Schema:
    chosen = chosen_texts(dataset, target_columns, parameter="target_columns")
    known = schema_with_features(dataset, chosen)
    if len(chosen) << hashing_bitsize > MOST_FORESEEN:
        return Schema(known.columns, complete=False)
    names = [name for text in chosen for name in _names(text, hashing_bitsize)]
    return known.without(names).plus(*(Column(name, "integer") for name in names))


def _written(step: Step) -> None:
    source, columns = step.inputs["dataset"], names_of(step.target_columns, step.inputs["dataset"])
    if columns is None:
        raise CannotWrite("Which columns it takes is known only when it runs. Choose them by name.")
    out = write_with_features(step, "transformed_dataset", source, columns)
    hashed = call(step.use(with_hashes), source, columns, bits=step.hashing_bitsize, size=step.n_grams)
    step.add(f"{out} = {hashed}")


def with_hashes(data: pd.DataFrame, columns: list[str], *, bits: int, size: int) -> pd.DataFrame:
    """The data and, for each column of texts, how many of its n-grams have each hash."""
    hashed = [hashed_texts(as_texts(data[name]), name, bits, size) for name in columns]
    return beside_features(data, pd.concat(hashed, axis=1))


@module(
    "Feature Hashing",
    category="Text Analytics",
    icon="hash",
    example=_example,
    schema=_hashed_columns,
    writes=_written,
    keywords=("HashingVectorizer", "hashing trick", "FeatureHasher"),
)
def feature_hashing(
    dataset: Dataset,
    *,
    target_columns: TextColumns,
    hashing_bitsize: Annotated[
        int, Field(ge=1, le=31, description="2 to the power of this many columns for each text column.")
    ] = 10,
    n_grams: Annotated[
        int,
        titled("N-grams"),
        Field(ge=0, le=10, description="Up to so many words in a row. 0: the whole text as one."),
    ] = 2,
) -> Hashed:
    """Count words and runs of words in columns that their hash chooses, so that no vocabulary is needed.

    Each n-gram is counted in the column at its MurmurHash3 modulo 2^bits, called "<column> - Hashing feature <number>";
    several n-grams may share one. Test data and new data get the same columns by the same module. Words are
    runs of letters and digits as they stand: put Preprocess Text in front to make FREE and free the same. A missing
    text has none. The texts stay, but are no features any more.

    Weinberger, Dasgupta, Langford, Smola and Attenberg, Feature Hashing for Large Scale Multitask Learning, ICML 2009.
    """
    chosen = chosen_texts(dataset.schema, target_columns, parameter="target_columns")
    refuse_too_wide(
        dataset.rows,
        len(chosen) << hashing_bitsize,
        4,
        what="columns of hashes",
        advice="Use fewer bits, or fewer text columns.",
        parameter="hashing_bitsize",
    )
    hashed = [
        hashed_texts(texts_of(dataset, name, parameter="target_columns"), name, hashing_bitsize, n_grams)
        for name in chosen
    ]
    return Hashed(with_features(dataset, chosen, pd.concat(hashed, axis=1)))


def _names(column: str, bits: int) -> list[str]:
    return [f"{column} - Hashing feature {number}" for number in range(1, 2**bits + 1)]


def hashed_texts(texts: list[str], column: str, bits: int, size: int) -> pd.DataFrame:
    """A column for each hash, with the number of n-grams that have it."""
    return as_frame(hasher(bits, size).transform(texts).astype("int32"), _names(column, bits))


def hasher(bits: int, size: int) -> Any:
    """A HashingVectorizer that counts n-grams of up to `size` words; of 0, each text as a whole."""
    from sklearn.feature_extraction.text import HashingVectorizer

    plain = {"n_features": 2**bits, "alternate_sign": False, "norm": None, "lowercase": False}
    if size == 0:
        return HashingVectorizer(analyzer=_as_one, **plain)
    return HashingVectorizer(preprocessor=as_words, token_pattern=word_pattern(), ngram_range=(1, size), **plain)


def _as_one(text: str) -> list[str]:
    return [text] if text else []
