"""Names say what a thing is or does, in the field's words; `python -m tools.measure_names` lists what stands out."""

import pytest

from tools.measure_names import Names, list_repeated_names, measure_names


@pytest.fixture(scope="module")
def names() -> Names:
    return measure_names()


def test_functions_begin_with_a_verb(names: Names) -> None:
    assert names.functions > 3_000
    assert names.verb_share >= 0.95, names.verbless


def test_no_function_is_a_bare_participle(names: Names) -> None:
    assert names.participle_share <= 0.005, names.participles


def test_a_name_stands_for_one_thing(names: Names) -> None:
    assert list_repeated_names(names) == []


def test_retired_words_stay_retired(names: Names) -> None:
    assert names.retired == []
