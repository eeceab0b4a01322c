"""Extract N-Gram Features from Text: a column for each word or run of words, and the vocabulary of them."""

import logging
from math import comb
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import Call, Dataset, ModuleError, Schema, Transformation, column_of, module, shown_when, titled
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.text_analytics.n_grams import (
    MAX_SKIP_PATTERNS,
    VOCABULARY,
    NGramFeatures,
    NGramSettings,
    SkipGrams,
    Vocabulary,
    Weighting,
    name_vector_column,
    weight_counts,
)
from modules.text_analytics.texts import (
    TEXT_TYPES,
    add_schema_features,
    as_words,
    build_word_pattern,
    emit_features_table,
    join_features,
    read_texts,
    to_exported_features,
    to_text_list,
)

VocabularyMode = Literal["Create", "ReadOnly", "Update", "Merge"]
#: In these modes n-grams are looked for in the data.
FINDING_MODES = ("Create", "Merge")

log = logging.getLogger(__name__)


class ExtractNGramFeaturesFromTextOutputs(NamedTuple):
    results_dataset: Dataset
    result_vocabulary: Dataset
    n_gram_transformation: Annotated[Transformation, titled("N-gram transformation")]


def _build_example() -> Call:
    texts = ["great movie", "a great, great film", "dull movie", None]
    return Call.of(
        Dataset(pd.DataFrame({"review": pd.Series(texts, dtype="str"), "stars": [5, 5, 1, 3]})),
        text_column="review",
        n_grams_size=2,
        weighting_function="TF-IDF Weight",
        minimum_n_gram_document_absolute_frequency=1,
    )


def _predict_schemas(dataset: Schema, text_column: str) -> tuple[Schema, Schema]:
    known = add_schema_features(dataset, [text_column])
    return Schema(known.columns, complete=False), VOCABULARY


def _emit_code(step: StepCode) -> None:
    """A vectorizer, the vocabulary that it finds or takes, and a column for each n-gram."""
    source, known = step.get_input("dataset"), step.find_input("input_vocabulary")
    if step.vocabulary_mode not in ("Create", "ReadOnly"):
        raise CannotGenerateCode(
            f"The mode {step.vocabulary_mode} can't be exported as Python. Choose Create or ReadOnly."
        )
    if step.detect_out_of_vocabulary_rows:
        raise CannotGenerateCode("Detecting out-of-vocabulary rows can't be exported as Python. Turn it off.")
    finds = step.vocabulary_mode == "Create"
    vectorizer = step.reserve_name("vectorizer")
    step.assign(vectorizer, _emit_vectorizer(step, None if finds else known))
    vocabulary = step.add_table("result_vocabulary", f"{step.title} vocabulary")
    texts = step.use(to_text_list).call(source.code.item(step.text_column))
    counted = step.use(build_vocabulary).call(vectorizer, vectorizer.method("fit_transform", texts))
    step.assign(vocabulary, counted if finds else known)
    settings = {"weighting": step.weighting_function, "to_length_1": step.normalize_n_gram_feature_vectors}
    told = {name: value for name, value in settings.items() if value not in ("Binary Weight", False)}

    def emit_apply(table: Expr) -> Expr:
        return step.use(add_n_grams).call(table, step.text_column, vectorizer, vocabulary, **told)

    out = emit_features_table(step, "results_dataset", source, [step.text_column], may_be_sparse=True)
    step.assign(out, emit_apply(source.code))
    step.outputs["n_gram_transformation"] = ScriptVariable(vectorizer, apply=emit_apply)


def _emit_vectorizer(step: StepCode, known: ScriptVariable | None) -> Expr:
    """Of a vocabulary that is known, the longest n-gram tells how many words are taken together."""
    size: object = step.n_grams_size
    limits: dict[str, object] = {
        "min_df": step.minimum_n_gram_document_absolute_frequency,
        "max_df": float(step.maximum_n_gram_document_ratio),
    }
    lengths = (step.minimum_word_length, step.maximum_word_length)
    if known is not None:
        size = expr('{known}["NGram"].str.count("_").max() + 1', known=known)
    if step.k_skip_size:
        cutting = step.use(NGramSettings).call(*lengths, size, step.k_skip_size)
        words: dict[str, object] = {"analyzer": step.use(SkipGrams).call(cutting)}
    else:
        words = {
            "preprocessor": step.use(as_words),
            "token_pattern": step.use(build_word_pattern).call(*lengths),
            "ngram_range": (1, size),
        }
    if known is not None:
        as_known = expr('list({known}["NGram"].map({as_words}))', known=known, as_words=step.use(as_words))
        limits = {"vocabulary": as_known}
    vectorizer = step.import_name("sklearn.feature_extraction.text", "CountVectorizer")
    return vectorizer.call(lowercase=False, **words, **limits)


def build_vocabulary(vectorizer: Any, counts: Any) -> pd.DataFrame:
    """The n-grams, in how many texts each is, and ln(texts / texts with it)."""
    frequencies = np.bincount(counts.indices, minlength=counts.shape[1])
    names = [name.replace(" ", "_") for name in vectorizer.get_feature_names_out()]
    idf = np.log(counts.shape[0] / np.maximum(frequencies, 1))
    return pd.DataFrame({"ID": np.arange(len(names)), "NGram": names, "DF": frequencies, "IDF": idf})


def add_n_grams(
    data: pd.DataFrame,
    column: str,
    vectorizer: Any,
    vocabulary: pd.DataFrame,
    *,
    weighting: Weighting = "Binary Weight",
    to_length_1: bool = False,
) -> pd.DataFrame:
    """The data and a column for each n-gram of the vocabulary."""
    counts = vectorizer.transform(to_text_list(data[column]))
    features = weight_counts(counts, vocabulary["IDF"].tolist(), weighting, to_length_1=to_length_1)
    names = [f"{column}.[{name}]" for name in vocabulary["NGram"]]
    return join_features(data, to_exported_features(features, names, name_vector_column(column)))


@module(
    "Extract N-Gram Features from Text",
    category="Text Analytics",
    icon="abc",
    example=_build_example,
    schema=_predict_schemas,
    emit_code=_emit_code,
    keywords=("bag of words", "TF-IDF", "CountVectorizer", "TfidfVectorizer", "document term matrix", "ngram"),
)
def extract_n_gram_features_from_text(
    dataset: Dataset,
    input_vocabulary: Dataset | None = None,
    *,
    text_column: Annotated[
        str,
        Field(description="The column with the texts. Clean it first with Preprocess Text."),
        column_of("dataset", types=TEXT_TYPES),
    ],
    vocabulary_mode: Annotated[
        VocabularyMode,
        Field(
            description="Create: from these texts. ReadOnly: the input vocabulary, unchanged. Update: its n-grams, "
            "with these texts counted in. Merge: its n-grams and new ones."
        ),
    ] = "Create",
    n_grams_size: Annotated[
        int,
        titled("N-Grams size"),
        Field(ge=1, le=10, description="The most words in a row. A larger value in the vocabulary takes precedence."),
        shown_when(vocabulary_mode=FINDING_MODES),
    ] = 1,
    k_skip_size: Annotated[
        int,
        titled("K-Skip size"),
        Field(ge=0, le=10, description="How many words may be skipped between the words of an n-gram."),
    ] = 0,
    weighting_function: Annotated[
        Weighting, Field(description="Binary says whether a word occurs, TF how often; IDF counts rare words for more.")
    ] = "Binary Weight",
    minimum_word_length: Annotated[int, Field(ge=1, le=100, description="Shorter words are left out, in letters.")] = 3,
    maximum_word_length: Annotated[
        int, Field(ge=2, le=1000, description="Longer words are left out, in letters.")
    ] = 25,
    minimum_n_gram_document_absolute_frequency: Annotated[
        int,
        titled("Minimum n-gram document absolute frequency"),
        Field(ge=1, description="The number of texts that an n-gram must occur in."),
        shown_when(vocabulary_mode=FINDING_MODES),
    ] = 5,
    maximum_n_gram_document_ratio: Annotated[
        float,
        titled("Maximum n-gram document ratio"),
        Field(ge=0.0001, le=1, description="N-grams in a larger share of the texts are left out as noise."),
        shown_when(vocabulary_mode=FINDING_MODES),
    ] = 1.0,
    normalize_n_gram_feature_vectors: Annotated[
        bool, titled("Normalize n-gram feature vectors"), Field(description="Divide each row by its L2 norm.")
    ] = False,
    detect_out_of_vocabulary_rows: Annotated[
        bool,
        titled("Detect out-of-vocabulary rows"),
        Field(description="Add a column that marks texts with n-grams that are not in the vocabulary."),
    ] = False,
) -> ExtractNGramFeaturesFromTextOutputs:
    """Count words and runs of words in a column of texts, a column for each.

    A word is a run of letters and digits; case counts, so put Preprocess Text in front. The columns are called
    "<text column>.[great_movie]". Binary Weight: 1 where the n-gram is in the text. TF Weight: how often it is. IDF
    Weight: ln(number of texts / number of texts with the n-gram), where it is in the text. TF-IDF Weight: TF times IDF.
    A missing text has none. The text itself stays, but is no feature any more. More than 10,000 n-grams are kept
    sparse, in one column "<text column>.[n-grams]", from which linear learners, Naive Bayes and forests learn.

    The second output is the vocabulary: a table with the n-grams, in how many texts each is (DF), and IDF. Give it to
    a second Extract N-Gram Features in mode ReadOnly, with the same word lengths, and test data get the same columns
    and weights. Apply Transformation with the third output does the same by itself. Update and Merge add the counts
    of these texts to those of the vocabulary.
    """
    cutting = NGramSettings(minimum_word_length, maximum_word_length, n_grams_size, k_skip_size)
    _refuse_cutting(cutting)
    texts = read_texts(dataset, text_column, parameter="text_column")
    known = _read_vocabulary(input_vocabulary, vocabulary_mode)
    if known is not None:
        size = max(known.size, n_grams_size) if vocabulary_mode == "Merge" else known.size
        cutting = NGramSettings(minimum_word_length, maximum_word_length, size, k_skip_size)
    limits = {
        "min_df": minimum_n_gram_document_absolute_frequency,
        "max_df": float(maximum_n_gram_document_ratio),
    }
    vocabulary, counts = _count_n_grams(vocabulary_mode, known, cutting, texts, limits)
    fitted = NGramFeatures(
        column=text_column,
        cutting=cutting,
        vocabulary=vocabulary,
        weighting=weighting_function,
        normalize=normalize_n_gram_feature_vectors,
        tell_unknown=detect_out_of_vocabulary_rows,
    )
    return ExtractNGramFeaturesFromTextOutputs(fitted.add_counts(dataset, texts, counts), vocabulary.to_table(), fitted)


def _refuse_cutting(cutting: NGramSettings) -> None:
    if cutting.longest < cutting.shortest:
        message = (
            f"maximum_word_length must be at least minimum_word_length, {cutting.shortest}. Got {cutting.longest}."
        )
        raise ModuleError(5, message, parameter="maximum_word_length")
    if comb(cutting.size - 1 + cutting.skips, cutting.size - 1) > MAX_SKIP_PATTERNS:
        message = f"{cutting.size}-grams with {cutting.skips} skipped words are too many. Lower one of the two sizes."
        raise ModuleError(7, message, parameter="k_skip_size")


def _read_vocabulary(input_vocabulary: Dataset | None, mode: VocabularyMode) -> Vocabulary | None:
    if mode == "Create":
        if input_vocabulary is not None:
            log.warning("The input vocabulary is not used: the vocabulary mode is Create.")
        return None
    if input_vocabulary is None:
        message = f"{mode} starts from a vocabulary. Connect one to 'input_vocabulary', or choose Create."
        raise ModuleError(3, message, port="input_vocabulary")
    return Vocabulary.from_table(input_vocabulary, port="input_vocabulary")


def _count_n_grams(
    mode: VocabularyMode, known: Vocabulary | None, cutting: NGramSettings, texts: list[str], limits: dict[str, Any]
) -> tuple[Vocabulary, Any]:
    """The vocabulary that the mode asks for, and how often each of its n-grams is in each text."""
    if known is None:
        n_grams, counts = _find_n_grams(cutting, texts, limits)
        if not n_grams:
            message = (
                f"No n-gram is in at least {limits['min_df']:,} and at most {limits['max_df'] * 100:g} % of the"
                f" {len(texts):,} texts. Lower the minimum, or raise the maximum."
            )
            raise ModuleError(21, message, port="dataset", parameter="minimum_n_gram_document_absolute_frequency")
        return Vocabulary.from_counts(n_grams, _count_texts(counts).tolist(), len(texts)), counts
    found = _find_n_grams(cutting, texts, limits)[0] if mode == "Merge" else []
    n_grams = [*known.n_grams, *sorted(set(found) - set(known.n_grams))]
    counts = cutting.build_vectorizer(vocabulary=n_grams).transform(texts)
    if mode == "ReadOnly":
        return known, counts
    before = np.zeros(len(n_grams), dtype="int64")
    before[: len(known.n_grams)] = known.frequencies
    return Vocabulary.from_counts(n_grams, (before + _count_texts(counts)).tolist(), known.rows + len(texts)), counts


def _find_n_grams(cutting: NGramSettings, texts: list[str], limits: dict[str, Any]) -> tuple[list[str], Any]:
    """The n-grams of the texts within the limits, in alphabetical order, and their counts."""
    vectorizer = cutting.build_vectorizer(**limits)
    try:
        counts = vectorizer.fit_transform(texts)
    except ValueError:  # no words at all, or limits that leave none
        return [], None
    return vectorizer.get_feature_names_out().tolist(), counts


def _count_texts(counts: Any) -> Any:
    """In how many texts each n-gram is."""
    return np.bincount(counts.indices, minlength=counts.shape[1])
