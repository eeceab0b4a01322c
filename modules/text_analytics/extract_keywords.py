"""Extract Keywords: the words that tell a text, or a group of texts, apart from the others."""

from typing import Annotated, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import Call, Column, Dataset, ModuleError, Schema, column_of, module, titled
from modules.kit.codegen.script_builder import StepCode
from modules.kit.errors import require_columns
from modules.text_analytics.texts import TEXT_TYPES, as_words, build_word_pattern, read_texts, to_text_list

MAX_GROUPS = 100_000


class ExtractKeywordsOutputs(NamedTuple):
    keywords: Dataset


def _build_example() -> Call:
    texts = ["late and cold pizza", "pizza was cold", "friendly staff", "staff was friendly and fast", None]
    frame = pd.DataFrame({"review": pd.Series(texts, dtype="str"), "stars": [1, 1, 5, 5, 5]})
    return Call.of(Dataset(frame), text_column="review", group_column="stars", minimum_texts=1)


def _predict_schema(group_column: str | None) -> Schema:
    first = Column("Row", "integer") if group_column is None else Column("Group", "text")
    return Schema((first, Column("Rank", "integer"), Column("Keyword", "text"), Column("Score", "real")))


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    limits = {
        "count": step.keywords_of_each,
        "longest": step.n_grams,
        "shortest": step.minimum_word_length,
        "fewest": step.minimum_texts,
    }
    found = step.use(rank_keywords).call(source, step.text_column, step.group_column, **limits)
    step.assign(step.add_table("keywords", "keywords"), found)


@module(
    "Extract Keywords",
    category="Text Analytics",
    icon="tags",
    at_inference="drop",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    keywords=("keyword", "TF-IDF", "key phrases", "tags", "distinctive words", "keyness", "c-TF-IDF", "tag cloud"),
)
def extract_keywords(
    dataset: Dataset,
    *,
    text_column: Annotated[
        str,
        column_of("dataset", types=TEXT_TYPES),
        titled("Text column"),
        Field(description="The texts that the keywords are taken from."),
    ],
    group_column: Annotated[
        str | None,
        column_of("dataset"),
        titled("Group column"),
        Field(description="Keywords for all texts with the same value, taken as one. Empty: for each row."),
    ] = None,
    keywords_of_each: Annotated[
        int, Field(ge=1, le=1000, description="At most so many for each row or group."), titled("Keywords of each")
    ] = 10,
    n_grams: Annotated[int, Field(ge=1, le=5, description="The most words that a keyword has."), titled("N-grams")] = 1,
    minimum_word_length: Annotated[int, Field(ge=1, le=50, description="Shorter words are left out.")] = 3,
    minimum_texts: Annotated[
        int, Field(ge=1, description="Words that occur in fewer texts are left out, such as names and typing errors.")
    ] = 2,
) -> ExtractKeywordsOutputs:
    """List the words that tell each text, or each group of texts, apart from the others.

    A word scores by how often it occurs here, times the logarithm of how few texts or groups have it at all (TF-IDF,
    each text or group scaled to length 1; Spärck Jones, Journal of Documentation 28, 1972). With a group column all
    texts of a group count as one text, so that the words of one-star reviews show what went wrong. Put Preprocess Text
    in front to drop stop words and join the forms of a word. Row counts from 1. Words that occur everywhere equally
    often rank last, and a text without words gets no row.
    """
    read_texts(dataset, text_column, parameter="text_column")
    if group_column is not None:
        require_columns([group_column], dataset.schema, port="dataset", parameter="group_column")
        groups = int(dataset.frame[group_column].astype("str").nunique())
        if groups > MAX_GROUPS:
            message = f"Column '{group_column}' has {groups:,} values, and at most {MAX_GROUPS:,} groups are compared."
            raise ModuleError(14, f"{message} Choose another one.", port="dataset", parameter="group_column")
    try:
        found = rank_keywords(
            dataset.frame,
            text_column,
            group_column,
            count=keywords_of_each,
            longest=n_grams,
            shortest=minimum_word_length,
            fewest=minimum_texts,
        )
    except ValueError as error:
        message = "No word is long and frequent enough. Lower the minimum word length or the minimum texts."
        raise ModuleError(21, message, port="dataset", parameter="text_column") from error
    return ExtractKeywordsOutputs(Dataset(found))


def to_small_words(text: str) -> str:
    """The text in small letters, with its underscores as spaces."""
    return as_words(text).lower()


def rank_keywords(
    data: pd.DataFrame, text: str, group: str | None, *, count: int, longest: int, shortest: int, fewest: int
) -> pd.DataFrame:
    """A row for each keyword of each row or group, the best first."""
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

    counter = CountVectorizer(
        preprocessor=to_small_words,
        token_pattern=build_word_pattern(shortest),
        ngram_range=(1, longest),
        min_df=fewest,
    )
    counts = counter.fit_transform(to_text_list(data[text]))
    owners = np.arange(1, len(data) + 1)
    if group is not None:
        present = data[group].notna().to_numpy()
        places, owners = pd.factorize(data.loc[present, group].astype("str"), sort=True)
        shape = (len(owners), len(data))
        counts = (csr_matrix((np.ones(len(places)), (places, np.flatnonzero(present))), shape) @ counts).tocsr()
    scores = TfidfTransformer().fit_transform(counts)
    words = counter.get_feature_names_out()
    rows: list[tuple[object, int, str, float]] = []
    for owner, start, stop in zip(owners, scores.indptr, scores.indptr[1:], strict=False):
        columns, values = scores.indices[start:stop], scores.data[start:stop]
        best = sorted(zip(-values, words[columns], strict=True))[:count]
        rows += [(owner, rank, str(word), -float(score)) for rank, (score, word) in enumerate(best, 1)]
    owner_name, kind = ("Row", "int64") if group is None else ("Group", "str")
    table = pd.DataFrame(rows, columns=[owner_name, "Rank", "Keyword", "Score"])
    return table.astype({owner_name: kind, "Rank": "int64", "Keyword": "str", "Score": "float64"})
