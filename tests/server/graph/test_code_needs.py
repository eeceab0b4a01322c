"""What code needs goes along with it: an environment to whatever trains or scores the model of a script."""

import pytest

from modules.kit import catalog
from server.graph.document import parse_design
from server.graph.planning.run_plan import build_plan
from server.serving.deployment_plan import CannotDeploy, refuse_outside_work
from tests.small_designs import SMALL_CSV, make_node


def test_environments_go_where_the_model_of_a_script_goes() -> None:
    nodes = {
        "data": make_node("enter_data_manually", {"data": SMALL_CSV}),
        "script": make_node("execute_python_script", {"environment": "tables"}, dataset1="data.dataset"),
        "model": make_node("create_python_model", {"environment": "older"}),
        "train": make_node(
            "train_model", {"label": "y"}, untrained_model="model.untrained_model", dataset="script.result_dataset"
        ),
        "score": make_node("score_model", trained_model="train.trained_model", dataset="data.dataset"),
        "evaluate": make_node("evaluate_model", scored_dataset="score.scored_dataset"),
    }
    design = parse_design({"format": 2, "name": "x", "nodes": nodes})
    plan = build_plan(design, catalog(), [])
    assert {step.node: step.environments for step in plan.steps if step.environments} == {
        "script": ("tables",),
        "model": ("older",),
        "train": ("older",),
        "score": ("older",),
    }
    with pytest.raises(CannotDeploy, match="runs in the environment 'older', which an endpoint does not have"):
        refuse_outside_work(plan, design, catalog())
