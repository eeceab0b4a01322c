"""Preprocess Text: what each option does to a text, alone and together."""

from typing import Any

import pandas as pd
import pytest

from modules.kit import Columns, Dataset, ModuleError
from modules.text_analytics.preprocess_text import preprocess_text
from tests.modules.text.sample_texts import UGLY_TEXTS, make_texts, select_column

NOTHING: dict[str, Any] = {
    "expand_verb_contractions": False,
    "remove_stop_words": False,
    "use_lemmatization": False,
    "detect_sentences": False,
    "normalize_case_to_lowercase": False,
    "remove_numbers": False,
    "remove_special_characters": False,
    "remove_duplicate_characters": False,
    "remove_email_addresses": False,
    "remove_urls": False,
    "normalize_backslashes_to_slashes": False,
    "split_tokens_on_special_characters": False,
}


def preprocess(text: str | None, stop_words: Dataset | None = None, **parameters: Any) -> Any:
    made = preprocess_text(make_texts(text), stop_words, text_column_to_clean=select_column("text"), **parameters)
    return made.results_dataset.frame["Preprocessed text"].iloc[0]


def preprocess_only(text: str, **parameters: Any) -> Any:
    return preprocess(text, **(NOTHING | parameters))


@pytest.mark.parametrize(
    ("option", "text", "wanted"),
    [
        (
            "expand_verb_contractions",
            "I won't, can’t, didn't; it's John's",
            "I will not, can not, did not; it is John's",
        ),
        ("expand_verb_contractions", "They've said we'll see, I'm sure", "They have said we will see, I am sure"),
        ("remove_stop_words", "The cat and THE dog", "cat dog"),
        ("use_lemmatization", "mice were running", "mouse be run"),
        ("detect_sentences", "Dr. Who ran. Did he? Yes!", "Dr. Who ran. ||| Did he? ||| Yes!"),
        ("normalize_case_to_lowercase", "FREE Money", "free money"),
        ("remove_numbers", "12 apples, 3.5% of 1,000 are 4you", "apples, of are 4you"),
        ("remove_special_characters", "wow! (really) a_b 😀 3.5", "wow really ab 3.5"),
        ("remove_duplicate_characters", "sooooo goood 10000", "soo good 10000"),
        ("remove_email_addresses", "write to a.b+c@mail.example.com now", "write to now"),
        ("remove_urls", "see https://example.com/a?b=c or www.example.com now", "see or now"),
        ("normalize_backslashes_to_slashes", r"C:\temp\new", "C:/temp/new"),
        ("split_tokens_on_special_characters", "MS-WORD and 3.5!", "MS WORD and 3.5!"),
    ],
)
def test_an_option_does_its_part_and_nothing_else(option: str, text: str, wanted: str) -> None:
    assert preprocess_only(text) == text
    assert preprocess_only(text, **{option: True}) == wanted


def test_all_options_together_leave_plain_words() -> None:
    text = "Dr. Smith's cars weren't sooooo bad!!! He'd paid £1,000.50 at www.cars.example here. E-mail: me@example.com"
    assert preprocess(text) == "dr smith car soo bad ||| pay ||| e mail"


def test_own_stop_words_take_the_place_of_the_usual_ones() -> None:
    own = Dataset(pd.DataFrame({"word": ["Money ", None, "free"]}))
    assert preprocess("the free money", own, use_lemmatization=False) == "the"


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("German", "Die Häuser waren schöner als die Bücher.", "haus schön buch"),
        ("Spanish", "Los niños estaban jugando con perros", "niño jugar perro"),
        ("French", "À l'école, les enfants n'étaient pas contents.", "école enfant content"),
        ("Russian", "Дети играли с собаками", "ребенок играть собака"),
        ("Turkish", "İSTANBUL IŞIK", "istanbul ışık"),
        ("Hindi", "लड़के किताबें पढ़ रहे हैं", "लड़का किताब पढ़ना"),
    ],
)
def test_stop_words_and_dictionary_forms_are_those_of_the_language(language: str, text: str, wanted: str) -> None:
    assert preprocess(text, language=language) == wanted


def test_the_custom_regular_expression_is_applied_first() -> None:
    assert preprocess(
        "order AB-1234 now", custom_regular_expression=r"[A-Z]+-(\d+)", custom_replacement_string=r"n\1"
    ) == ("order n1234")


@pytest.mark.parametrize("pattern", ["(", r"(a)\1", "(?<=a)b"])
def test_a_regular_expression_that_cannot_be_used_is_refused(pattern: str) -> None:
    with pytest.raises(ModuleError) as caught:
        preprocess("text", custom_regular_expression=pattern)
    assert (caught.value.number, caught.value.parameter) == (2, "custom_regular_expression")


def test_no_regular_expression_and_no_text_take_for_ever() -> None:
    # Backtracking would take longer than the age of the universe.
    assert preprocess("a" * 50_000 + "!", custom_regular_expression="(a+)+$") == "aa"
    for text in ("@" * 50_000, "x@" * 20_000, "1" * 50_000 + "a", "_" * 50_000, "a!" * 20_000, "a'" * 20_000):
        assert isinstance(preprocess(text), str)


def test_ugly_texts_stay_in_their_rows_and_missing_ones_stay_missing() -> None:
    made = preprocess_text(make_texts(*UGLY_TEXTS), text_column_to_clean=select_column("text")).results_dataset.frame
    cleaned = made["Preprocessed text"]
    assert [text is None for text in UGLY_TEXTS] == cleaned.isna().tolist()
    assert cleaned[UGLY_TEXTS.index("")] == ""
    assert "हिन्दी" in cleaned[UGLY_TEXTS.index("हिन्दी में लिखा है")]


def test_the_clean_text_is_the_feature_and_the_old_one_stays_in_the_table() -> None:
    data = Dataset(pd.DataFrame({"text": ["a cat"], "kind": pd.Categorical(["dogs"]), "stars": [1]}))
    made = preprocess_text(data, text_column_to_clean=Columns(start="rule", types=("text", "category")))
    roles = {name: made.results_dataset.schema[name].role for name in made.results_dataset.schema.names}
    assert roles == {
        "text": "none",
        "kind": "none",
        "stars": "feature",
        "Preprocessed text": "feature",
        "Preprocessed kind": "feature",
    }
    assert made.results_dataset.frame["Preprocessed kind"].tolist() == ["dog"]


def test_numbers_are_no_text() -> None:
    for dataset, stop_words in (
        (Dataset(pd.DataFrame({"text": [1]})), None),
        (make_texts("a"), Dataset(pd.DataFrame({"a": [1]}))),
    ):
        with pytest.raises(ModuleError) as caught:
            preprocess_text(dataset, stop_words, text_column_to_clean=select_column("text"))
        assert caught.value.number == 17
