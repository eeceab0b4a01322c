"""Keywords tell texts apart, and sentiment follows the words of a lexicon."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from modules.kit import Dataset, ModuleError, catalog

REVIEWS = pd.DataFrame(
    {
        "text": ["cold pizza, cold staff", "the pizza was cold", "friendly staff", "the Staff was friendly", None],
        "stars": [1, 1, 5, 5, None],
    }
).astype({"text": "str"})
LEXICON = pd.DataFrame({"word": ["Good", "bad", "not bad", "bad"], "score": [2.0, -2.0, 1.0, -4.0]})


def list_keywords(**parameters: Any) -> pd.DataFrame:
    chosen = {"text_column": "text", "minimum_texts": 1, **parameters}
    frame: pd.DataFrame = catalog()["extract_keywords"].run({"dataset": Dataset(REVIEWS)}, chosen)["keywords"].frame
    return frame


def test_the_keywords_of_a_row_are_its_largest_weights() -> None:
    found = list_keywords(keywords_of_each=2)
    vectorizer = TfidfVectorizer(token_pattern=r"\b\w{3,}\b")
    weights = vectorizer.fit_transform(REVIEWS["text"].fillna("")).toarray()
    assert list(found["Row"]) == [1, 1, 2, 2, 3, 3, 4, 4]
    first = found[found["Row"] == 1]
    assert list(first["Keyword"]) == ["cold", "pizza"]
    np.testing.assert_allclose(first["Score"], np.sort(weights[0])[::-1][:2])


def test_texts_of_a_group_count_as_one() -> None:
    found = list_keywords(group_column="stars", keywords_of_each=1, n_grams=2)
    assert found[["Group", "Keyword"]].to_numpy().tolist() == [["1.0", "cold"], ["5.0", "friendly"]]


def test_texts_without_words_are_refused() -> None:
    with pytest.raises(ModuleError, match="No word is long and frequent enough"):
        list_keywords(minimum_texts=9)


@pytest.mark.parametrize(
    ("text", "mean", "positive", "negative"),
    [
        ("Good, GOOD and bad", (2 + 2 - 3) / 3, 2, 1),
        ("not really good", -2, 0, 1),
        ("No. Good", 2, 1, 0),
        ("not bad", 1, 1, 0),
        ("it isn\N{RIGHT SINGLE QUOTATION MARK}t good", -2, 0, 1),
        ("not one of the four good", 2, 1, 0),
        ("goodness", None, 0, 0),
    ],
)
def test_sentiment_is_the_mean_of_the_words(text: str, mean: float | None, positive: int, negative: int) -> None:
    inputs = {"dataset": Dataset(pd.DataFrame({"t": [text]})), "lexicon": Dataset(LEXICON)}
    chosen = {"text_column": "t", "word_column": "word", "score_column": "score"}
    row = catalog()["score_sentiment"].run(inputs, chosen)["scored_dataset"].frame.iloc[0]
    assert (row["Positive words"], row["Negative words"]) == (positive, negative)
    assert np.isnan(row["Sentiment"]) if mean is None else row["Sentiment"] == pytest.approx(mean)
