"""Preprocess Text: bring texts to plain words before they are counted."""

from typing import Annotated, NamedTuple

import pandas as pd
import pyarrow as pa
from pydantic import Field

from modules.kit import Call, Column, Columns, Dataset, ModuleError, Schema, module, shown_when, titled
from modules.kit.codegen.expressions import Expr, expr
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode, find_column_names
from modules.text_analytics.text_cleaning import Language, TextCleaner, load_stop_words, parse_stop_words
from modules.text_analytics.texts import (
    TEXT_TYPES,
    TextColumns,
    add_features,
    add_schema_features,
    choose_text_columns,
    emit_features_table,
    join_features,
)


class PreprocessTextOutputs(NamedTuple):
    results_dataset: Dataset


def _build_example() -> Call:
    texts = ["The movies weren't bad!!! See www.example.com", "I've seen 3 films, e-mail me@example.com", None]
    return Call.of(
        Dataset(pd.DataFrame({"review": pd.Series(texts, dtype="str"), "stars": [4, 3, 5]})),
        text_column_to_clean=Columns(start="none", names=("review",)),
    )


def _predict_schema(dataset: Schema, text_column_to_clean: Columns) -> Schema:
    chosen = choose_text_columns(dataset, text_column_to_clean, parameter="text_column_to_clean")
    names = [_name_clean_column(name) for name in chosen]
    known = add_schema_features(dataset, chosen)
    return known.drop(names).add_columns(*(Column(name, "text") for name in names))


#: What Cleaning calls the parameters.
FIELDS = {
    "language": "language",
    "expand_verb_contractions": "expand_contractions",
    "use_lemmatization": "lemmatize",
    "detect_sentences": "detect_sentences",
    "normalize_case_to_lowercase": "lower_case",
    "remove_numbers": "remove_numbers",
    "remove_special_characters": "remove_special_characters",
    "remove_duplicate_characters": "remove_duplicate_characters",
    "remove_email_addresses": "remove_emails",
    "remove_urls": "remove_urls",
    "normalize_backslashes_to_slashes": "normalize_backslashes",
    "split_tokens_on_special_characters": "split_on_special_characters",
    "custom_regular_expression": "regular_expression",
    "custom_replacement_string": "replacement",
}


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    columns = find_column_names(step.text_column_to_clean, source)
    if columns is None:
        raise CannotGenerateCode("Which columns it cleans is known only during a run. Choose them by name.")
    cleaning = step.reserve_name("cleaning")
    settings = {field: getattr(step, parameter) for parameter, field in FIELDS.items()}
    step.assign(cleaning, step.use(TextCleaner).call(**settings, stop_words=_emit_stop_words(step)))
    out = emit_features_table(step, "results_dataset", source, columns)
    step.assign(out, step.use(add_clean_texts).call(source, columns, cleaning))


def _emit_stop_words(step: StepCode) -> Expr:
    if not step.remove_stop_words:
        return expr("frozenset()")
    if (own := step.find_input("stop_words")) is not None:
        words = expr("{own}.iloc[:, 0].dropna().tolist()", own=own)
        return step.use(parse_stop_words).call(words)
    if step.language == "English":
        return step.import_name("sklearn.feature_extraction.text", "ENGLISH_STOP_WORDS")
    return step.use(load_stop_words).call(step.language)


@module(
    "Preprocess Text",
    category="Text Analytics",
    icon="text-wrap",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    keywords=("tokenize", "stop words", "lemmatize", "stemming", "lowercase", "clean text", "regex"),
)
def preprocess_text(
    dataset: Dataset,
    stop_words: Dataset | None = None,
    *,
    text_column_to_clean: Annotated[
        TextColumns, Field(description="Columns of text that are cleaned. The others stay as they are.")
    ],
    language: Annotated[
        Language, Field(description="Decides which stop words are removed and how words get their basic form.")
    ] = "English",
    expand_verb_contractions: Annotated[
        bool, Field(description="don't becomes do not."), shown_when(language="English")
    ] = True,
    remove_stop_words: Annotated[
        bool, Field(description="Removes the words of the connected list, or else the usual ones of the language.")
    ] = True,
    use_lemmatization: Annotated[
        bool, Field(description="Words become their dictionary form: mice becomes mouse.")
    ] = True,
    detect_sentences: Annotated[bool, Field(description="||| is put between sentences.")] = True,
    normalize_case_to_lowercase: Annotated[bool, Field(description="House and house become the same word.")] = True,
    remove_numbers: Annotated[
        bool, Field(description="Numbers by themselves, not those within words such as 4you.")
    ] = True,
    remove_special_characters: Annotated[
        bool, Field(description="Everything except letters, digits and spaces.")
    ] = True,
    remove_duplicate_characters: Annotated[
        bool, Field(description="Characters repeated more than twice are reduced to two: sooooo becomes soo.")
    ] = True,
    remove_email_addresses: Annotated[bool, Field(description="Words such as name@example.org are left out.")] = True,
    remove_urls: Annotated[
        bool,
        Field(description="Words that begin with http://, https://, ftp:// or www. are left out."),
        titled("Remove URLs"),
    ] = True,
    normalize_backslashes_to_slashes: Annotated[bool, Field(description="A backslash becomes a slash.")] = True,
    split_tokens_on_special_characters: Annotated[bool, Field(description="MS-WORD becomes MS and WORD.")] = True,
    custom_regular_expression: Annotated[
        str, Field(description="Matches are replaced before anything else. Uses RE2 syntax.")
    ] = "",
    custom_replacement_string: Annotated[
        str, Field(description="The replacement for each match. \\1 is the first group.")
    ] = "",
) -> PreprocessTextOutputs:
    """Clean texts, so that the same word is always written the same way.

    The clean text of each column goes into a new column "Preprocessed <column>"; the column that it came from stays,
    but is no feature any more. In this order: custom regular expression, URLs, e-mail addresses, backslashes, verb
    contractions, sentences, repeated characters, numbers, special characters, stop words, dictionary forms, lower case.
    Missing texts stay missing.

    Stop words: connect a table whose first column lists your own, instead of the usual ones. These are scikit-learn's
    for English and the list of stop-words for other languages. Dictionary forms come from simplemma, word by word,
    without regard to the sentence: "saw" becomes "see".
    """
    chosen = choose_text_columns(dataset.schema, text_column_to_clean, parameter="text_column_to_clean")
    cleaning = TextCleaner(
        language=language,
        expand_contractions=expand_verb_contractions,
        stop_words=_choose_stop_words(stop_words, language) if remove_stop_words else frozenset(),
        lemmatize=use_lemmatization,
        detect_sentences=detect_sentences,
        lower_case=normalize_case_to_lowercase,
        remove_numbers=remove_numbers,
        remove_special_characters=remove_special_characters,
        remove_duplicate_characters=remove_duplicate_characters,
        remove_emails=remove_email_addresses,
        remove_urls=remove_urls,
        normalize_backslashes=normalize_backslashes_to_slashes,
        split_on_special_characters=split_tokens_on_special_characters,
        regular_expression=custom_regular_expression,
        replacement=custom_replacement_string,
    )
    return PreprocessTextOutputs(add_features(dataset, chosen, clean_texts(dataset.frame, chosen, cleaning)))


def clean_texts(data: pd.DataFrame, columns: list[str], cleaner: TextCleaner) -> pd.DataFrame:
    """The clean texts of each column."""
    cleaned = {_name_clean_column(name): cleaner.clean(_to_arrow_array(data[name])) for name in columns}
    return pd.DataFrame({name: pd.Series(texts, dtype="str") for name, texts in cleaned.items()})


def add_clean_texts(data: pd.DataFrame, columns: list[str], cleaner: TextCleaner) -> pd.DataFrame:
    """The data and the clean texts of these columns."""
    return join_features(data, clean_texts(data, columns, cleaner))


def _name_clean_column(column: str) -> str:
    return f"Preprocessed {column}"


def _to_arrow_array(values: "pd.Series[str]") -> pa.Array:
    texts = values.map(str, na_action="ignore").astype("str")
    return pa.array(texts.tolist(), type=pa.large_string(), from_pandas=True)


def _choose_stop_words(own: Dataset | None, language: Language) -> frozenset[str]:
    if own is None:
        return load_stop_words(language)
    columns = list(own.schema)
    if not columns or columns[0].type not in TEXT_TYPES:
        message = "The first column at 'stop_words' must list words."
        raise ModuleError(17, message, port="stop_words")
    return parse_stop_words(own.frame[columns[0].name].dropna().tolist())
