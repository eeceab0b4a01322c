"""Score Sentiment: how positive or negative texts are, by a table of words that say so."""

import re
from collections.abc import Mapping
from typing import Annotated, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import Call, Column, Dataset, ModuleError, Schema, column_of, module, titled
from modules.kit.codegen.script_builder import StepCode
from modules.kit.errors import require_columns
from modules.text_analytics.texts import TEXT_TYPES, build_word_pattern, read_texts, to_text_list

SCORE_COLUMNS = ("Sentiment", "Positive words", "Negative words")


class ScoreSentimentOutputs(NamedTuple):
    scored_dataset: Dataset


def _build_example() -> Call:
    texts = ["Good food, friendly staff", "not good at all", "The worst pizza", None]
    lexicon = pd.DataFrame({"word": ["good", "friendly", "worst"], "score": [2.0, 1.5, -3.0]})
    frame = pd.DataFrame({"review": pd.Series(texts, dtype="str")})
    return Call.of(Dataset(frame), Dataset(lexicon), text_column="review", word_column="word", score_column="score")


def _predict_schema(dataset: Schema) -> Schema:
    kinds = (Column("Sentiment", "real"), Column("Positive words", "integer"), Column("Negative words", "integer"))
    return dataset.drop(list(SCORE_COLUMNS)).add_columns(*kinds)


def _emit_code(step: StepCode) -> None:
    source, lexicon = step.get_input("dataset"), step.get_input("lexicon")
    words = step.reserve_name("word_scores")
    step.assign(words, step.use(build_word_scores).call(lexicon, step.word_column, step.score_column))
    settings = {"negations": split_words(step.negations), "reach": step.negation_reach}
    scored = step.use(add_sentiment).call(source, step.text_column, words, **settings)
    step.assign(step.add_table("scored_dataset", like=source), scored)


@module(
    "Score Sentiment",
    category="Text Analytics",
    icon="mood-smile",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    keywords=("sentiment", "lexicon", "opinion", "polarity", "VADER", "AFINN", "SentiWordNet", "tone", "emotion"),
)
def score_sentiment(
    dataset: Dataset,
    lexicon: Dataset,
    *,
    text_column: Annotated[
        str, column_of("dataset", types=TEXT_TYPES), titled("Text column"), Field(description="The texts to score.")
    ],
    word_column: Annotated[
        str,
        column_of("lexicon", types=TEXT_TYPES),
        titled("Word column"),
        Field(description="The words and phrases of the lexicon. Capitals do not matter."),
    ],
    score_column: Annotated[
        str,
        column_of("lexicon", types=("integer", "real")),
        titled("Score column"),
        Field(description="Above 0 for words that are positive, below 0 for negative ones."),
    ],
    negations: Annotated[
        str,
        Field(max_length=2000, description="Words that turn the next ones round, with commas. Empty: none."),
    ] = "not, no, never, none, cannot, can't, don't, doesn't, didn't, isn't, wasn't, won't, without",
    negation_reach: Annotated[
        int, Field(ge=1, le=20, description="So many words after a negation are turned round, up to the next , or .")
    ] = 3,
) -> ScoreSentimentOutputs:
    """Tell how positive or negative each text is, by a lexicon: a table of words with a score each.

    Sentiment is the mean score of the lexicon's words that a text has; it is missing where the text has none. After a
    negation a word counts with the opposite sign. Phrases win over the words in them. The lexicon is yours: of
    your language and your trade, since "long" is good for a battery and bad for a queue. To learn the words
    from texts with ratings instead, train a linear model on n-grams.
    """
    read_texts(dataset, text_column, parameter="text_column")
    for name, parameter in ((word_column, "word_column"), (score_column, "score_column")):
        require_columns([name], lexicon.schema, port="lexicon", parameter=parameter)
    if not lexicon.schema[score_column].is_numeric:
        message = f"Column '{score_column}' is {lexicon.schema[score_column].type}. Choose a column of numbers."
        raise ModuleError(17, message, port="lexicon", parameter="score_column", column=score_column)
    words = build_word_scores(lexicon.frame, word_column, score_column)
    if not words:
        message = "The lexicon has no word with a score."
        raise ModuleError(21, message, port="lexicon", parameter="word_column")
    scored = add_sentiment(dataset.frame, text_column, words, negations=split_words(negations), reach=negation_reach)
    return ScoreSentimentOutputs(dataset.with_frame(scored))


def split_words(text: str) -> list[str]:
    """The words of a list with commas between them, as `cut_words` writes them."""
    return [" ".join(cut_words(part)) for part in text.split(",") if part.strip()]


def cut_words(text: str) -> list[str]:
    """The words of a text in small letters, don't as one, and the marks between its clauses."""
    word = build_word_pattern()
    return re.findall(rf"{word}(?:'{word})*|[.,;:!?\n]", text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))


def build_word_scores(lexicon: pd.DataFrame, word: str, score: str) -> dict[str, float]:
    """{word or phrase in small letters: its score}; of a word that occurs several times, the mean."""
    scores = pd.to_numeric(lexicon[score]).astype("float64").replace([np.inf, -np.inf], np.nan)
    words = pd.Series(
        [" ".join(cut_words(one)) for one in to_text_list(lexicon[word])], index=lexicon.index, dtype="str"
    )
    known = scores.notna() & (words != "")
    return {str(name): float(value) for name, value in scores[known].groupby(words[known]).mean().items()}


def add_sentiment(
    data: pd.DataFrame, text: str, words: Mapping[str, float], *, negations: list[str], reach: int
) -> pd.DataFrame:
    """The data with the mean score of the words in each text, and how many are positive and negative."""
    longest = max(name.count(" ") + 1 for name in words)
    found = [list_word_scores(one, words, frozenset(negations), reach, longest) for one in to_text_list(data[text])]
    return data.drop(columns=[name for name in SCORE_COLUMNS if name in data]).assign(
        **{
            "Sentiment": [float(np.mean(scores)) if scores else np.nan for scores in found],
            "Positive words": [sum(score > 0 for score in scores) for scores in found],
            "Negative words": [sum(score < 0 for score in scores) for scores in found],
        }
    )


def list_word_scores(
    text: str, words: Mapping[str, float], negations: frozenset[str], reach: int, longest: int
) -> list[float]:
    """The score of each word and phrase of a text that has one; after a negation with the opposite sign."""
    tokens, scores, place, turned = cut_words(text), [], 0, 0
    while place < len(tokens):
        sizes = range(min(longest, len(tokens) - place), 0, -1)
        size = next((size for size in sizes if " ".join(tokens[place : place + size]) in words), 0)
        token = tokens[place]
        if size:
            score = words[" ".join(tokens[place : place + size])]
            scores.append(-score if turned else score)
        turned = reach if not size and token in negations else 0 if token in ".,;:!?\n" else max(0, turned - 1)
        place += max(1, size)
    return scores
