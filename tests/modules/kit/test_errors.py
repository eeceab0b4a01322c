"""Errors have numbers that mean one thing each, sentences, and the place of their cause."""

import ast
import pickle
from pathlib import Path

import pytest

from modules.kit import ModuleError
from modules.kit.error_numbers import ERROR_KINDS
from modules.kit.errors import to_sentence

REPOSITORY = Path(__file__).parents[3]
#: All but the lists themselves, which would count as a use of every number in them.
SOURCE_FILES = [
    file
    for folder in ("modules", "server/runs")
    for file in (REPOSITORY / folder).rglob("*.py")
    if file.name not in ("data_errors.py", "operation_errors.py")
]
#: What is called with the number of an error as its first argument, or as `number=`.
ERROR_MAKERS = {
    "ModuleError",
    "ConnectorError",
    "ConnectorFailure",
    "StepError",
    "_label_error",
    "_to_connector_error",
}
#: The number of a run that is not written yet, which is no error.
UNWRITTEN_NUMBER = 0
#: Where the cause of an error can lie; None stands for `**place`, which hands one of them on.
ERROR_PLACES = {"port", "parameter", "column", None}


def test_every_number_that_is_used_is_explained_and_every_explained_one_is_used() -> None:
    used = {number for file in SOURCE_FILES for number in collect_numbers(ast.parse(file.read_text()))}
    assert used - {UNWRITTEN_NUMBER} <= set(ERROR_KINDS), (
        "Explain it in modules/kit/data_errors.py or operation_errors.py."
    )
    assert set(ERROR_KINDS) <= used, "Nothing raises this number. Raise it, or take its entry out."


@pytest.mark.parametrize("number", ERROR_KINDS)
def test_a_number_has_a_title_and_says_in_sentences_what_it_means_and_what_to_do(number: int) -> None:
    kind = ERROR_KINDS[number]
    assert not kind.title.endswith(".")
    assert all(text[0].isupper() and text.endswith(".") for text in (kind.meaning, kind.advice))


def test_numbers_ascend_and_titles_are_distinct() -> None:
    assert list(ERROR_KINDS) == sorted(ERROR_KINDS), "Put the new number in its place among the others."
    assert len({kind.title for kind in ERROR_KINDS.values()}) == len(ERROR_KINDS)


def test_an_error_keeps_its_place_on_the_way_to_another_process() -> None:
    error = ModuleError(1, "Column 'prise' is not in the data.", port="dataset", parameter="label", column="prise")
    assert vars(pickle.loads(pickle.dumps(error))) == vars(error)


def test_what_a_library_says_becomes_one_sentence() -> None:
    assert to_sentence("  no rows\nto aggregate ") == "no rows to aggregate."
    assert to_sentence("Is it open?") == "Is it open?"


@pytest.mark.parametrize("file", sorted((REPOSITORY / "modules").rglob("*.py")), ids=lambda file: str(file.name))
def test_every_error_says_where_its_cause_lies(file: Path) -> None:
    tree = ast.parse(file.read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    made = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "ModuleError"]
    assert [call.lineno for call in made if not ERROR_PLACES & {word.arg for word in call.keywords}] == []


def collect_numbers(tree: ast.AST) -> set[int]:
    """The numbers that errors are made with, wherever they are chosen by a conditional or handed on by name."""
    found: set[int] = set()
    if any(isinstance(node, ast.Name) and node.id == "ERROR_KINDS" for node in ast.walk(tree)):
        constants = {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) is int
        }
        found |= constants & set(ERROR_KINDS)  # such a file looks titles up by number
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        places = [word.value for word in node.keywords if word.arg == "number"]
        if name in ERROR_MAKERS:
            places += node.args[:2] if name == "_to_connector_error" else node.args[:1]
        found |= {
            part.value
            for place in places
            for part in ast.walk(place)
            if isinstance(part, ast.Constant) and type(part.value) is int
        }
    return found
