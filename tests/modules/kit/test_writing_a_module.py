"""What the guide to writing a module shows works: the module on its example, and its code the same."""

import importlib
import re
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest

from modules.kit import Dataset, Module, catalog, configure_learner, configured, declare
from modules.kit.codegen.expressions import ScriptVariable, name
from modules.kit.codegen.script_builder import ScriptBuilder, StepCode
from modules.regression.linear_regression import linear_regression

GUIDE = Path(__file__).parents[3] / "docs" / "writing-a-module.md"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """All Python of the guide as one file."""
    catalog()
    monkeypatch.setattr(declare, "_registry", dict(declare._registry))
    monkeypatch.syspath_prepend(tmp_path)
    source = "\n\n".join(re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL))
    (tmp_path / "cap_values.py").write_text(source)
    return importlib.import_module("cap_values")


def test_the_module_of_the_guide_runs_and_its_code_gives_the_same(file: ModuleType) -> None:
    shown: Module = replace(declare._registry["cap_values"], emit_code=file._emit_code)
    assert shown.example is not None
    call = shown.example()
    data = call.inputs[0]
    assert isinstance(data, Dataset)
    expected = shown.run({"dataset": data}, call.parameters)["results_dataset"].frame
    assert expected["price"].tolist() == [80.0, 100.0]
    step = StepCode(
        ScriptBuilder(),
        "it",
        "Cap Values",
        shown.parameters.model_validate(dict(call.parameters)),
        {"dataset": ScriptVariable(name("data"), data.schema)},
    )
    file._emit_code(step)
    names = {"data": data.frame, "pd": pd}
    exec("\n\n".join([*step.builder.inlined_sources.definitions.values(), *step.lines]), names)
    pd.testing.assert_frame_equal(names[step.outputs["results_dataset"].name], expected)


def test_the_former_name_of_configure_learner_goes_on_working() -> None:
    with pytest.warns(DeprecationWarning, match="configure_learner"):
        former: Any = configured(linear_regression, l2_regularization_weight={"list": [0.1, 0.2]})
    now: Any = configure_learner(linear_regression, l2_regularization_weight={"list": [0.1, 0.2]})
    assert former.recipe == now.recipe


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:modules|tests)/[\w/]+\.py)`", GUIDE.read_text()))))
def test_the_files_that_the_guide_names_are_there(path: str) -> None:
    assert (GUIDE.parents[1] / path).is_file()
