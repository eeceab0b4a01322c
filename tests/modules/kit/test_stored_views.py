"""Views and glances that an earlier version stored: they are read, and come out as they went in.

The fixtures were written by version 0.1.0 before views had a typed contract, one line for each that has a shape of its
own. A view that the former code never wrote belongs into another test.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from modules.kit.views.artifact_view import dump_view, parse_view
from modules.kit.views.thumbnail_kinds import parse_thumbnail
from modules.kit.views.view_model import ViewModel
from tests.view_json import check_thumbnail, check_view

FIXTURES = sorted((Path(__file__).parents[2] / "fixtures" / "views").glob("*.jsonl"))


#: What users or modules name as they like.
FREE_FIELDS = ("metrics", "records")


def read_entries(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


@pytest.mark.parametrize("file", FIXTURES, ids=lambda file: file.stem)
def test_a_stored_view_and_its_glance_come_out_as_they_went_in(file: Path) -> None:
    for entry in read_entries(file):
        check_view(entry["view"])
        if entry["thumbnail"] is not None:
            check_thumbnail(entry["thumbnail"])


@pytest.mark.parametrize("file", FIXTURES, ids=lambda file: file.stem)
def test_what_a_later_version_adds_is_passed_over(file: Path) -> None:
    for entry in read_entries(file):
        assert parse_view(json.dumps(add_to_every_object(entry["view"]))) == parse_view(json.dumps(entry["view"]))


def test_what_earlier_versions_did_not_write_has_a_default() -> None:
    lacking = {"kind": "trained_model", "task": "regression", "learner": "Linear Regression"}
    column = {"name": "x", "type": "integer", "role": "feature", "missing": 0}
    table = {"kind": "dataset", "rows": 1, "columns": [column], "profiled": 1}
    assert json.loads(dump_view(parse_view(json.dumps(lacking))))["trees"] is None
    assert json.loads(dump_view(parse_view(json.dumps(table))))["columns"][0]["box"] is None


def test_a_glance_of_no_known_kind_is_left_out() -> None:
    assert parse_thumbnail({"kind": "hologram", "points": []}) is None


def add_to_every_object(value: Any) -> Any:
    """With one more field in each object whose fields are known."""
    if isinstance(value, dict):
        inside = {name: item if name in FREE_FIELDS else add_to_every_object(item) for name, item in value.items()}
        return {**inside, "added_later": [1]}
    return [add_to_every_object(item) for item in value] if isinstance(value, list) else value


def test_every_view_model_says_what_it_is() -> None:
    def list_kinds(kind: type[ViewModel]) -> Iterator[type[ViewModel]]:
        for inner in kind.__subclasses__():
            yield inner
            yield from list_kinds(inner)

    assert [kind.__name__ for kind in list_kinds(ViewModel) if not kind.__doc__] == []
