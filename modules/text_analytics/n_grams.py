"""N-grams: finding them in texts, weighing them, and the vocabulary that carries them from one dataset to another."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import numpy as np
import pandas as pd

from modules.kit import Column, Dataset, ModuleError, Schema, Transformation
from modules.kit.errors import require_columns
from modules.text_analytics.texts import (
    add_features,
    as_words,
    build_word_pattern,
    read_texts,
    refuse_too_many,
    to_feature_frame,
)

Weighting = Literal["Binary Weight", "TF Weight", "IDF Weight", "TF-IDF Weight"]

VOCABULARY = Schema((Column("ID", "integer"), Column("NGram", "text"), Column("DF", "integer"), Column("IDF", "real")))
#: So many n-grams at most begin at one word; combinations grow beyond all bounds.
MAX_SKIP_PATTERNS = 1_000
#: The view of a transformation lists so many n-grams.
MAX_DESCRIBED = 500


@dataclass(frozen=True)
class NGramSettings:
    """How a text is cut into n-grams: which words count, how many make an n-gram, and how many may be skipped."""

    shortest: int
    longest: int
    size: int
    skips: int = 0

    def build_vectorizer(self, **limits: Any) -> Any:
        """A CountVectorizer that cuts texts this way."""
        from sklearn.feature_extraction.text import CountVectorizer

        if self.skips:
            return CountVectorizer(analyzer=SkipGrams(self), lowercase=False, **limits)
        return CountVectorizer(
            lowercase=False,
            preprocessor=as_words,
            token_pattern=build_word_pattern(self.shortest, self.longest),
            ngram_range=(1, self.size),
            **limits,
        )


class SkipGrams:
    """All runs of up to `size` words that leave out up to `skips` words between them.

    Guthrie, Allison, Liu, Guthrie and Wilks, A Closer Look at Skip-gram Modeling, LREC 2006, section 2.
    """

    def __init__(self, cutting: NGramSettings) -> None:
        import re

        self._words = re.compile(build_word_pattern(cutting.shortest, cutting.longest))
        self._patterns = [
            (0, *rest)
            for size in range(1, cutting.size + 1)
            for rest in combinations(range(1, size + cutting.skips), size - 1)
        ]

    def __call__(self, text: str) -> list[str]:
        words = self._words.findall(as_words(text))
        return [
            " ".join(words[start + step] for step in pattern)
            for start in range(len(words))
            for pattern in self._patterns
            if start + pattern[-1] < len(words)
        ]


@dataclass(frozen=True)
class Vocabulary:
    """N-grams in the order of their columns, in how many of `rows` texts each occurs, and its weight."""

    n_grams: tuple[str, ...]
    frequencies: tuple[int, ...]
    weights: tuple[float, ...]

    @property
    def rows(self) -> int:
        """In how many texts they were counted: IDF is the logarithm of these by DF, so each n-gram tells it."""
        known = [(df, idf) for df, idf in zip(self.frequencies, self.weights, strict=True) if df > 0]
        return round(max((df * math.exp(idf) for df, idf in known), default=0.0))

    @property
    def size(self) -> int:
        """The words of its longest n-gram."""
        return max(n_gram.count(" ") for n_gram in self.n_grams) + 1

    @property
    def names(self) -> list[str]:
        return [n_gram.replace(" ", "_") for n_gram in self.n_grams]

    @classmethod
    def from_counts(cls, n_grams: Sequence[str], frequencies: Sequence[int], rows: int) -> "Vocabulary":
        """With IDF = ln(rows / DF); of an n-gram that nothing is known of it is ln(rows), as if it had been in one."""
        weights = tuple(math.log(rows / max(1, frequency)) for frequency in frequencies)
        return cls(tuple(n_grams), tuple(int(frequency) for frequency in frequencies), weights)

    def to_table(self) -> Dataset:
        return Dataset(
            pd.DataFrame(
                {
                    "ID": np.arange(len(self.n_grams)),
                    "NGram": pd.Series(self.names, dtype="str"),
                    "DF": np.array(self.frequencies, dtype="int64"),
                    "IDF": np.array(self.weights, dtype="float64"),
                }
            )
        )

    @classmethod
    def from_table(cls, dataset: Dataset, *, port: str) -> "Vocabulary":
        """Errors: 1 for a missing column, 3 without rows, 16 for columns of another type, 18 for unusable values."""
        require_columns(["NGram", "DF", "IDF"], dataset.schema, port=port)
        for name, kinds in {
            "NGram": ("text", "category"),
            "DF": ("integer", "real"),
            "IDF": ("integer", "real"),
        }.items():
            found = dataset.schema[name].type
            if found not in kinds:
                message = f"Column '{name}' of a vocabulary must be {kinds[0]}. At '{port}' it is {found}."
                raise ModuleError(16, message, port=port, column=name)
        frame = dataset.frame[["NGram", "DF", "IDF"]]
        if frame.empty:
            raise ModuleError(3, f"The vocabulary at '{port}' has no rows.", port=port)
        frame = frame.assign(NGram=frame["NGram"].map(lambda n_gram: as_words(str(n_gram)), na_action="ignore"))
        _refuse_unusable(frame, port)
        return cls(*(tuple(frame[name].tolist()) for name in ("NGram", "DF", "IDF")))


def _refuse_unusable(frame: pd.DataFrame, port: str) -> None:
    gaps = [str(name) for name in frame if frame[name].isna().any()]
    if gaps:
        message = f"Column '{gaps[0]}' of the vocabulary at '{port}' has missing values. Remove these rows."
        raise ModuleError(18, message, port=port, column=gaps[0])
    repeated = frame["NGram"][frame["NGram"].duplicated()]
    if len(repeated):
        message = f"The vocabulary at '{port}' contains '{repeated.iloc[0]}' more than once. Remove duplicate rows."
        raise ModuleError(18, message, port=port, column="NGram")
    for name in ("DF", "IDF"):
        values = frame[name].to_numpy(dtype="float64")
        if (values < 0).any() or not np.isfinite(values).all():
            message = f"Column '{name}' of the vocabulary at '{port}' must hold finite numbers that are not negative."
            raise ModuleError(18, message, port=port, column=name)


@dataclass(frozen=True)
class NGramFeatures(Transformation):
    """The n-grams of a vocabulary, found in a column of texts and weighted."""

    column: str
    cutting: NGramSettings
    vocabulary: Vocabulary
    weighting: Weighting
    normalize: bool
    tell_unknown: bool

    title = "Extract N-Gram Features from Text"

    def apply(self, dataset: Dataset) -> Dataset:
        texts = read_texts(dataset, self.column, parameter="text_column")
        counts = self.cutting.build_vectorizer(vocabulary=list(self.vocabulary.n_grams)).transform(texts)
        return self.add_counts(dataset, texts, counts)

    def add_counts(self, dataset: Dataset, texts: Sequence[str], counts: Any) -> Dataset:
        """The dataset and a column for each n-gram, where these have been counted."""
        weighted = self.normalize or "IDF" in self.weighting
        refuse_too_many(
            len(self.vocabulary.n_grams),
            what="n-grams",
            advice="Raise the minimum document frequency, use smaller n-grams, or use Feature Hashing.",
            parameter="minimum_n_gram_document_absolute_frequency",
        )
        names = [f"{self.column}.[{name}]" for name in self.vocabulary.names]
        frame = to_feature_frame(
            self._weight_counts(counts), names, name_vector_column(self.column), item=8 if weighted else 4
        )
        if self.tell_unknown:
            cut = self.cutting.build_vectorizer().build_analyzer()
            every = np.array([len(cut(text)) for text in texts])
            frame[name_unknown_column(self.column)] = np.asarray(counts.sum(axis=1)).ravel() < every
        return add_features(dataset, [self.column], frame)

    def _weight_counts(self, counts: Any) -> Any:
        return weight_counts(counts, self.vocabulary.weights, self.weighting, to_length_1=self.normalize)

    def describe(self) -> list[dict[str, Any]]:
        """The commonest n-grams."""
        told = zip(self.vocabulary.names, self.vocabulary.frequencies, self.vocabulary.weights, strict=True)
        commonest = sorted(told, key=lambda record: -record[1])[:MAX_DESCRIBED]
        return [{"n-gram": name, "documents": frequency, "IDF": weight} for name, frequency, weight in commonest]


def weight_counts(counts: Any, weights: Sequence[float], weighting: Weighting, *, to_length_1: bool = False) -> Any:
    """The counts of n-grams (columns) in texts (rows), weighted; rows can be divided by their L2 norm."""
    from scipy.sparse import diags_array
    from sklearn.preprocessing import normalize

    there = counts.copy()
    if weighting in ("Binary Weight", "IDF Weight"):
        there.data[:] = 1
    if "IDF" in weighting:
        there = there @ diags_array(np.array(weights))
    if to_length_1:
        return normalize(there.astype("float64"), norm="l2")
    return there if "IDF" in weighting else there.astype("int32")


def name_vector_column(column: str) -> str:
    """The name of the column that holds all n-grams, where they are too many for columns of their own."""
    return f"{column}.[n-grams]"


def name_unknown_column(column: str) -> str:
    """The name of the column that tells whether a text has an n-gram that is not in the vocabulary."""
    return f"{column}.[out of vocabulary]"
