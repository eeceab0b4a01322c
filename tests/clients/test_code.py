"""Designs as code: a fixed point for every sample, typed functions that are up to date, and a package that is light."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import designery as dy
import pytest
from designery.code_writer import write_code

from server.graph.document import parse_design
from server.version import VERSION
from tests.live_server import ROOT
from tests.small_designs import make_node
from tools.generate_client import generate_files

CLIENT = ROOT / "clients/python"
SAMPLES = sorted((ROOT / "tests/designs").glob("*.json"))

GROUPS_IN_TURNS = {
    "name": 'In "turns"',
    "nodes": {
        "a": make_node("dataset", {"dataset": "x"}) | {"group": "g.1"},
        "b": make_node("sort", dataset="a.dataset") | {"title": "B", "mystery": [1], "disabled": True},
        "c": make_node("add_rows", dataset1="b.results_dataset", dataset2="gone.dataset") | {"group": "g.1"},
        "class": make_node("no_such_module", {"odd name": 1}, table="c.results_dataset") | {"group": "missing"},
        "loop": make_node("sort", dataset="loop.results_dataset") | {"group": "inner"},
        "tune": make_node("boosted_decision_tree_regression", {"learning_rate": {"list": [0.1, 0.2]}}),
        "own": make_node("own_double", {"times": 3, "by": "x"}, table="c.results_dataset"),
        "use": make_node("evaluate_model", scored_dataset="own.results_dataset")
        | {"inputs": {"more_scored_datasets": ["own.results_dataset", "own.other"]}},
    },
    "groups": {
        "g.1": {"title": "First", "x": 1, "y": 2},
        "inner": {"title": "Inner", "parent": "g.1", "collapsed": True},
        "empty": {"title": "Empty"},
        "broken": 5,
    },
    "notes": {"n": {"text": 'Says """so"""\nhere', "x": 5}, "odd": [1]},
    "modules": {"own_double": {"code": "def double(table, *, times: int = 2):\n    return table * times\n"}},
    "dashboards": {
        "d": {
            "title": "Sales",
            "tiles": {"t": {"kind": "text", "x": 0, "y": 0, "width": 4, "height": 2, "text": 'Says "so"'}},
        }
    },
    "pipeline": {"parameters": {"times": {"node": "own", "parameter": "times"}, "bad": 3}, "outputs": {}},
}


def build_again(document: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """What running the code of a document gives, and that code."""
    code = write_code(document)
    namespace: dict[str, Any] = {"__name__": "written"}
    exec(compile(code, "written.py", "exec"), namespace)
    function = next(value for value in namespace.values() if isinstance(value, dy.DesignFunction))
    return function.build_document(), code


@pytest.mark.parametrize("path", [*SAMPLES, None], ids=lambda path: path.stem if path else "groups in turns")
def test_a_design_written_as_code_is_the_same_design(path: Path | None) -> None:
    document = json.loads(path.read_text()) if path else GROUPS_IN_TURNS
    again, code = build_again(document)
    assert parse_design(again) == parse_design(document)
    assert write_code(again) == code


def test_groups_are_functions_and_parameters_arguments() -> None:
    wines = write_code(json.loads((ROOT / "tests/designs/wine_quality_groups.json").read_text()))
    assert '@dy.group("boosted", "Boosted trees"' in wines
    assert "def boosted_trees(split):" in wines
    assert "(times: int = 3)" in write_code(GROUPS_IN_TURNS)


def test_the_functions_are_those_of_the_catalog() -> None:
    stale = [path.name for path, text in generate_files().items() if path.read_text() != text]
    assert stale == [], "Run: python -m tools.generate_client"


def test_the_client_has_the_version_of_the_server() -> None:
    project = tomllib.loads((CLIENT / "pyproject.toml").read_text())["project"]
    assert project["version"] == dy.__version__ == VERSION
    assert [line.split(">")[0] for line in project["dependencies"]] == ["httpx", "pyarrow"]


def test_mypy_finds_a_wrong_parameter_and_a_wrong_kind_of_port(tmp_path: Path) -> None:
    """And nothing in what is right."""
    (tmp_path / "right.py").write_text(
        "import designery as dy\n"
        "from designery.modules import linear_regression, score_model, split_data, train_model\n\n\n"
        '@dy.design(name="Right")\n'
        'def right(rows: dy.Table = dy.data("cars"), label: str = "price") -> dy.Table:\n'
        "    train, test = split_data(rows, fraction=0.7, seed=3)\n"
        "    model = train_model(linear_regression(), train, label=label)\n"
        "    return score_model(model, test)\n"
    )
    wrong = (tmp_path / "right.py").read_text().replace("fraction=0.7", "fractoin=0.7")
    wrong = wrong.replace("score_model(model, test)", "score_model(test, model)").replace("seed=3", 'seed="3"')
    (tmp_path / "wrong.py").write_text(wrong)
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), "right.py", "wrong.py"],
        cwd=tmp_path,
        env={**os.environ, "MYPYPATH": str(CLIENT / "src")},
        capture_output=True,
        text=True,
    )
    lines = [line for line in checked.stdout.splitlines() if "error:" in line]
    assert {line.split(":")[0] for line in lines} == {"wrong.py"}, checked.stdout
    words = (
        '"fractoin"',
        '"seed" to "split_data" has incompatible type "str"',
        'type "Table"; expected "TrainedModel"',
    )
    assert [word for word in words if word not in checked.stdout] == []


def test_importing_it_loads_nothing_large() -> None:
    """Nor does it take as long as one of these would."""
    program = (
        "import sys, time, designery\n"
        "large = {'httpx', 'pyarrow', 'numpy', 'pandas', 'sklearn', 'server', 'designery.modules'} & set(sys.modules)\n"
        "assert not large, large\n"
        "print(time.process_time())"
    )
    environment = {**os.environ, "PYTHONPATH": str(CLIENT / "src")}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True, capture_output=True)
    done = subprocess.run([sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True)
    assert float(done.stdout) < 0.3, "of processor time, with the start of Python"
