"""JSON from outside can be written again, whatever was in it."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.kit.strict_json import InvalidJson, parse_json, repair_text, repair_value
from server.storage.transactions.stored_json import read_json, write_json

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=20,
)


def _can_be_encoded(value: Any) -> bool:
    return bool(json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8"))


@given(VALUES)
def test_what_is_stored_can_be_sent_and_read_again(value: Any) -> None:
    stored = write_json(value)
    assert _can_be_encoded(read_json(stored))
    assert read_json(stored) == repair_value(value)


@given(VALUES)
def test_what_an_earlier_version_stored_can_be_sent(value: Any) -> None:
    assert _can_be_encoded(read_json(json.dumps(value)))


@given(VALUES)
def test_a_body_is_refused_or_can_be_sent(value: Any) -> None:
    text = json.dumps(value)
    if any(word in json.dumps(repair_value(value)) for word in ("NaN", "Infinity")):
        return  # as words in a text
    if any(word in text for word in ("NaN", "Infinity")):
        with pytest.raises(InvalidJson, match="is not a number in JSON"):
            parse_json(text)
    else:
        assert parse_json(text) == repair_value(value)


@given(st.text(max_size=60) | st.binary(max_size=60))
def test_any_other_text_is_refused_with_the_end_of_a_sentence(content: str | bytes) -> None:
    with suppress(InvalidJson):
        assert _can_be_encoded(parse_json(content))


def test_two_halves_that_belong_together_are_one_character() -> None:
    assert parse_json('"\\ud83d\\ude00"') == "😀"
    assert repair_text("\ud83d\ude00 \ud83d") == "😀 \ufffd"


def test_a_place_that_its_own_map_has_forgotten_is_no_trouble() -> None:
    with pytest.raises(InvalidJson, match="NaN is not a number"):
        parse_json('{"a": NaN, "a": 1}')
