"""Modules say which learners refuse gaps, and it holds; what the advice says and does."""

import pytest

from modules.kit import Module, catalog
from modules.kit.schema import LABELED_TASKS
from modules.learning.fitting import accepts_missing
from modules.learning.learners import split_pipeline
from server.graph.document import parse_design
from server.graph.edits import apply_edits
from tests.server.graph.linter_data import analyze_with_data, list_advice, store_dataset
from tests.server.graph.planted_mistakes import (
    LOANS_WITH_GAPS,
    LOANS_WITH_NUMBER_GAPS,
    PLANTED_MISTAKES,
    make_loan_nodes,
)

LEARNERS = [
    module
    for module in catalog().values()
    if module.task in (*LABELED_TASKS, "classification")
    and not module.inputs
    and module.outputs[0].type == "untrained_model"
]


@pytest.mark.parametrize("module", LEARNERS, ids=lambda module: module.name)
def test_a_learner_says_truly_whether_it_takes_missing_values(module: Module) -> None:
    untrained = module.run({}, {})["untrained_model"]
    assert module.traits.accepts_missing == accepts_missing(split_pipeline(untrained)[0])


def test_the_evidence_names_columns_and_shares() -> None:
    problem = list_advice(
        analyze_with_data(parse_design({"nodes": make_loan_nodes()}), {"loans": store_dataset(LOANS_WITH_GAPS)})
    )[0]
    share = LOANS_WITH_GAPS.frame["income"].isna().mean()
    said = f"income ({share:.1%}) and purpose ({share:.1%})".replace("%", " %")
    assert problem.message == (
        f"Values are missing in {said} of the rows before the split, "
        "and Two-Class Logistic Regression does not accept them."
    )


def test_numbers_are_filled_by_their_median_and_the_scored_rows_are_treated_alike() -> None:
    problem = list_advice(
        analyze_with_data(parse_design({"nodes": make_loan_nodes()}), {"loans": store_dataset(LOANS_WITH_NUMBER_GAPS)})
    )[0]
    assert problem.fix is not None
    nodes = apply_edits({"nodes": make_loan_nodes()}, problem.fix.edits)["nodes"]
    assert nodes["clean"]["parameters"] == {
        "columns_to_be_cleaned": {"start": "none", "names": ["income"]},
        "cleaning_mode": "Replace with median",
    }
    assert nodes["train"]["inputs"]["dataset"] == "clean.cleaned_dataset"
    assert nodes["clean_scored"]["inputs"] == {
        "transformation": "clean.cleaning_transformation",
        "dataset": "split.results_dataset2",
    }
    assert nodes["score"]["inputs"]["dataset"] == "clean_scored.transformed_dataset"


def test_two_trainers_of_the_same_rows_share_one_cleaning() -> None:
    nodes = make_loan_nodes()
    nodes["other"] = {**nodes["learner"], "module": "two_class_neural_network"}
    inputs = {"untrained_model": "other.untrained_model", "dataset": "split.results_dataset1"}
    nodes["train_other"] = {**nodes["train"], "inputs": inputs}
    data = {"loans": store_dataset(LOANS_WITH_GAPS)}
    problems = [
        one
        for one in list_advice(analyze_with_data(parse_design({"nodes": nodes}), data))
        if one.rule == "missing values"
    ]
    assert [one.node for one in problems] == ["train", "train_other"]
    assert problems[0].fix is not None
    mended = apply_edits({"nodes": nodes}, problems[0].fix.edits)["nodes"]
    assert [
        one.rule
        for one in list_advice(analyze_with_data(parse_design({"nodes": mended}), data))
        if one.rule == "missing values"
    ] == []
    assert [name for name, one in mended.items() if one["module"] == "clean_missing_data"] == ["clean"]


def test_folds_of_a_cross_validation_lose_the_rows_with_gaps() -> None:
    nodes, dataset, *_ = PLANTED_MISTAKES["gaps in front of a cross-validation"]
    problem = list_advice(analyze_with_data(parse_design({"nodes": nodes}), {"loans": store_dataset(dataset)}))[0]
    assert problem.fix is not None
    assert problem.fix.label == "Remove rows with missing values"


def test_what_is_inserted_covers_no_card() -> None:
    nodes = make_loan_nodes()
    for at, (name, place) in enumerate({"data": (320, 0), "split": (320, 112), "learner": (0, 224)}.items()):
        nodes[name] |= {"x": place[0], "y": place[1]}
        nodes[["train", "score", "evaluate"][at]] |= {"x": 160, "y": 336 + 112 * at}
    problem = list_advice(analyze_with_data(parse_design({"nodes": nodes}), {"loans": store_dataset(LOANS_WITH_GAPS)}))[
        0
    ]
    assert problem.fix is not None
    places = [(one["x"], one["y"]) for one in apply_edits({"nodes": nodes}, problem.fix.edits)["nodes"].values()]
    assert len(places) == 8
    near = [(one, two) for one in places for two in places if one < two and abs(one[0] - two[0]) < 260]
    assert [(one, two) for one, two in near if abs(one[1] - two[1]) < 90] == []


def test_gaps_of_typed_rows_are_seen_before_the_run() -> None:
    rows = "income,purpose,paid\n" + "".join(
        f"{'' if row % 4 == 0 else row},car,{'yes' if row % 3 else 'no'}\n" for row in range(60)
    )
    typed = {"module": "enter_data_manually", "parameters": {"data": rows}}
    design = parse_design({"nodes": make_loan_nodes(data=typed)})
    assert any("income (25.0 %)" in problem.message for problem in list_advice(analyze_with_data(design, {})))
