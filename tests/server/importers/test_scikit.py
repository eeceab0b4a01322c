"""Pipelines of scikit-learn become designs, from skops, pickle and joblib alike, and nothing in them is run."""

import io
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import joblib
import pandas as pd
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Lasso, LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

from server.importers.design_files import convert_design_file
from server.importers.imported_design import ImportRefused
from server.importers.scikit_steps import LEARNERS, TRANSFORMERS
from tests.live_server import Client
from tests.server.importers.test_hostile_files import Evil
from tests.server.importers.test_orange import check_ports
from tests.server.importers.workflow_files import write_zip


def dump_skops(value: object) -> bytes:
    """It imports all of scikit-learn, and torch with it: 7 seconds that collecting the tests need not take."""
    import skops.io

    return skops.io.dumps(value)


def dump_joblib(value: object, compress: int = 0) -> bytes:
    buffer = io.BytesIO()
    joblib.dump(value, buffer, compress=compress)
    return buffer.getvalue()


FORMS: dict[str, Callable[[Any], bytes]] = {
    "m.skops": dump_skops,
    "m.pkl": pickle.dumps,
    "m.joblib": dump_joblib,
    "m.compressed.joblib": lambda value: dump_joblib(value, 3),
}
NUMBERS = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
COLUMNS = ColumnTransformer([("n", NUMBERS, ["age", "income"]), ("c", OneHotEncoder(handle_unknown="ignore"), ["job"])])


@pytest.mark.parametrize("name", FORMS)
def test_a_pipeline_becomes_its_steps(name: str, client: Client) -> None:
    pipeline = make_pipeline(COLUMNS, RandomForestClassifier(n_estimators=30, max_depth=5, criterion="entropy"))
    content = FORMS[name](pipeline)
    made = convert_design_file(name, content)
    check_ports(made)
    chosen = {"start": "none", "names": ["age", "income"]}
    assert [(node["module"], node["parameters"]) for node in made.nodes.values()] == [
        ("dataset", {}),
        ("clean_missing_data", {"cleaning_mode": "Replace with median", "columns_to_be_cleaned": chosen}),
        ("normalize_data", {"transformation_method": "ZScore", "columns_to_transform": chosen}),
        ("convert_to_indicator_values", {"overwrite_categorical_columns": True,
            "categorical_columns_to_convert": {"start": "none", "names": ["job"]}}),
        ("multiclass_decision_forest", {"number_of_decision_trees": 30, "maximum_depth_of_the_decision_trees": 5,
            "minimum_number_of_samples_per_leaf_node": 1}),
        ("train_model", {}),
    ]  # fmt: skip
    assert made.nodes["train_randomforestclassifier"]["inputs"]["dataset"] == "onehotencoder.results_dataset"
    assert "criterion" in made.lines[-1].text
    assert '"entropy"' in made.nodes["randomforestclassifier"]["note"]
    answer = client.post(f"/api/design-imports?file_name={name}", content=content)
    assert answer.status_code == 201, answer.text


def test_searches_and_functions_are_said() -> None:
    search = GridSearchCV(make_pipeline(FunctionTransformer(), Lasso(alpha=0.2)), {"lasso__alpha": [0.1, 0.2]})
    made = convert_design_file("m.skops", dump_skops(search))
    check_ports(made)
    assert {line.title: line.kind for line in made.lines} == {
        "Data": "approximated", "FunctionTransformer": "placeholder", "Lasso": "converted",
        "GridSearchCV": "approximated",
    }  # fmt: skip
    assert made.nodes["lasso"]["parameters"]["regularization_weight"] == 0.2
    assert any("lasso__alpha: [0.1, 0.2]" in note["text"] for note in made.notes.values())


def test_what_a_model_learned_stays_behind_and_is_said() -> None:
    rows = pd.DataFrame({"age": [1.0, 2, 3, 4], "income": [4.0, 3, 2, 1], "job": list("abab")})
    fitted = make_pipeline(COLUMNS, LogisticRegression(C=0.1)).fit(rows, [0, 1, 0, 1])
    made = convert_design_file("m.skops", dump_skops(fitted))
    check_ports(made)
    assert made.nodes["logisticregression"]["parameters"]["l2_regularization_weight"] == 10
    assert "learned" in made.lines[-1].text
    with pytest.raises(ImportRefused, match="fitted model"):
        convert_design_file("m.joblib", dump_joblib(fitted))


def test_every_estimator_of_the_list_converts() -> None:
    from sklearn.utils import all_estimators

    classes = dict(all_estimators())
    for name in [*LEARNERS, *TRANSFORMERS]:
        made = convert_design_file("m.skops", dump_skops(classes[name]()))
        check_ports(made)
    assert "random places" in convert_design_file("m.pkl", pickle.dumps(ExtraTreesClassifier())).lines[-1].text


def test_nothing_in_a_file_is_run(tmp_path: Path) -> None:
    evil = Evil(tmp_path / "open")
    with pytest.raises(ImportRefused, match="no estimator"):
        convert_design_file("m.pkl", pickle.dumps(evil))
    pipeline = make_pipeline(FunctionTransformer(), Lasso())
    pipeline.steps[0] = ("own", evil)
    convert_design_file("m.pkl", pickle.dumps(pipeline))
    assert not (tmp_path / "open").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"no zip",
        write_zip({"other.json": b"{}"}),
        write_zip({"schema.json": b"{"}),
        write_zip({"schema.json": b"[" * 5_000}),
        write_zip({"schema.json": json.dumps({"__loader__": "ListNode", "content": []}).encode()}),
        write_zip({"schema.json": b'{"__loader__":"ListNode","content":[' * 200 + b"]}" * 200}),
    ],
)
def test_a_broken_file_of_skops_is_refused(content: bytes) -> None:
    with pytest.raises(ImportRefused):
        convert_design_file("m.skops", content)


def test_a_compressed_bomb_is_refused() -> None:
    import zlib

    with pytest.raises(ImportRefused):
        convert_design_file("m.joblib", zlib.compress(b"0" * 8_000_000))
