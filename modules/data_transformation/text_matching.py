"""How alike texts are: by shared letter groups, by edits, or by letters in nearly the same place.

These functions stand in exported scripts as they are here.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Literal

import numpy as np
import pandas as pd

SimilarityMethod = Literal["Shared letter groups", "Edit distance", "Jaro-Winkler"]

SIMILARITY_SQL = {
    "Edit distance": "1 - levenshtein(l.text, r.text) / greatest(length(l.text), length(r.text))",
    "Jaro-Winkler": "jaro_winkler_similarity(l.text, r.text)",
}
PAIR_TYPES = {"group": "int64", "text": "str", "found": "str", "score": "float64"}
#: So many pairs of texts are compared at once.
TEXT_PAIRS_AT_ONCE = 20_000_000


def simplify_texts(values: "pd.Series[Any]", simplify: bool) -> "pd.Series[Any]":
    """The texts without a view to case, accents, punctuation and double spaces, or as they are; empty ones missing."""
    texts = values.astype("str")
    if simplify:
        distinct = {text: simplify_text(text) for text in texts.dropna().unique()}
        texts = texts.map(distinct).astype("str")
    return texts.mask(texts.str.strip() == "")


def simplify_text(text: str) -> str:
    """The text in lower case, with letters and digits only, and single spaces between them."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"\w+", plain)) or plain.strip()


def score_texts(left: pd.DataFrame, right: pd.DataFrame, method: str, least: float) -> pd.DataFrame:
    """The pairs of distinct texts of one group that are alike enough: group, text, found and score."""
    if method == "Shared letter groups":
        parts = list(_score_letter_groups(left, right, least))
        return (
            pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(PAIR_TYPES)).astype(PAIR_TYPES)
        )
    import duckdb

    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        connection.register("l", left)
        connection.register("r", right)
        score = SIMILARITY_SQL[method]
        pairs = f'select l."group", l.text, r.text as found, {score} as score'  # nosec B608  our own expressions
        question = f'select * from ({pairs} from l join r on l."group" = r."group") where score >= $1'  # nosec B608
        return connection.sql(question, params=[least]).df().astype(PAIR_TYPES)


def _score_letter_groups(left: pd.DataFrame, right: pd.DataFrame, least: float) -> Iterator[pd.DataFrame]:
    """The cosine between the weighted groups of 2 and 3 letters of two texts (tf-idf), many texts at once."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not len(left) or not len(right):
        return
    weights = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 3), lowercase=False)
    weights.fit(pd.concat([left["text"], right["text"]]).unique())
    of_right = dict(iter(right.groupby("group")))
    for group, texts in left.groupby("group"):
        others = of_right.get(group)
        if others is None:
            continue
        vectors = weights.transform(others["text"]).T.tocsr()
        step = max(1, TEXT_PAIRS_AT_ONCE // len(others))
        for start in range(0, len(texts), step):
            part = texts["text"].iloc[start : start + step]
            alike = (weights.transform(part) @ vectors).tocoo()
            near = alike.data >= least - 1e-9
            yield pd.DataFrame(
                {
                    "group": group,
                    "text": part.to_numpy()[alike.row[near]],
                    "found": others["text"].to_numpy()[alike.col[near]],
                    "score": np.clip(alike.data[near].round(9), 0, 1),
                }
            )
