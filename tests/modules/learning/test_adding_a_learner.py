"""The guide to adding a learner is true: its file is a learner, its test passes, and a script trains the same model."""

import importlib
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from modules.kit import catalog, declare
from modules.learning.fitting import fit_model
from modules.learning.search_space import build_search_space
from modules.learning.supervised_examples import make_flowers
from server.graph.codegen.program_formats import format_script
from server.graph.codegen.program_generator import generate_program
from server.graph.document import parse_design

GUIDE = Path(__file__).parents[3] / "docs" / "extending" / "learners.md"


@pytest.fixture
def guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The first snippet of the guide as a module of the catalog, and the second one as its test."""
    source, test = re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    catalog()
    monkeypatch.setattr(declare, "_registry", dict(declare._registry))
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "linear_discriminant_analysis.py").write_text(source)
    (tmp_path / "linear_discriminant_analysis_test.py").write_text(test)
    for name in ("linear_discriminant_analysis", "linear_discriminant_analysis_test"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    importlib.import_module("linear_discriminant_analysis")
    shown = importlib.import_module("linear_discriminant_analysis_test")
    monkeypatch.setattr(shown, "catalog", lambda: declare._registry)
    return shown


def test_the_test_of_the_guide_passes(guide: ModuleType) -> None:
    guide.test_it_tells_flowers_apart()


@pytest.mark.usefixtures("guide")
def test_form_tuning_and_code_follow_from_the_declaration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = declare._registry["linear_discriminant_analysis"]
    assert list(module.parameters.model_fields) == ["shrinkage", "normalize_features"]
    assert (module.file.name, module.summary[:15]) == ("linear_discriminant_analysis.py", "Predict a class")
    untrained = module.run({}, {"normalize_features": False})["untrained_model"]
    assert untrained.parameters == {"shrinkage": 0.0, "normalize_features": False}
    monkeypatch.setattr("modules.learning.search_space.catalog", lambda: declare._registry)
    assert "shrinkage" in build_search_space(untrained).sweeps
    monkeypatch.chdir(tmp_path)
    data = make_flowers()
    data.frame.to_csv("data.csv", index=False)
    names: dict[str, object] = {}
    exec(compile(write_training_script({"shrinkage": 0.1}), "script.py", "exec"), names)
    model = fit_model(module.run({}, {"shrinkage": 0.1})["untrained_model"], data, "species")
    predicted = names["learner_model"].predict(data.frame)  # type: ignore[attr-defined]
    assert predicted.tolist() == model.pipeline.predict(data.frame).tolist()


def write_training_script(parameters: dict[str, object]) -> str:
    nodes = {
        "learner": {
            "module": "linear_discriminant_analysis",
            "title": "learner",
            "parameters": parameters,
            "x": 0,
            "y": 0,
        },
        "data": {"module": "dataset", "title": "data", "parameters": {"dataset": "data"}, "x": 0, "y": 0},
        "train": {
            "module": "train_model",
            "parameters": {"label": "species"},
            "inputs": {"untrained_model": "learner.untrained_model", "dataset": "data.dataset"},
            "x": 0,
            "y": 0,
        },
    }
    known = {"data.dataset": make_flowers().schema}
    return format_script(generate_program(parse_design({"format": 2, "nodes": nodes}), declare._registry, known))
