"""Clean designs, of which nothing may be said."""

import numpy as np

from modules.kit import Dataset
from tests.server.graph.drawing import node
from tests.server.graph.linting import ROWS, loans
from tests.server.graph.mistakes import (
    DOUBLED,
    FILLED,
    GAPS,
    NUMBER_GAPS,
    PRICES,
    RARE,
    TIMES,
    Nodes,
    fitted_first,
    judged,
    named,
    priced,
)

TREATED = node("apply_transformation", transformation="clean.cleaning_transformation", dataset="split.results_dataset2")

CLEAN: dict[str, tuple[Nodes, Dataset]] = {
    "split, train, score, evaluate": (judged(), loans()),
    "normalized behind the split": (
        judged(
            normalize=node("normalize_data", dataset="split.results_dataset1"),
            apply=node(
                "apply_transformation",
                transformation="normalize.transformation_function",
                dataset="split.results_dataset2",
            ),
            train=node(
                "train_model",
                {"label": "paid"},
                untrained_model="learner.untrained_model",
                dataset="normalize.transformed_dataset",
            ),
            score=node("score_model", trained_model="train.trained_model", dataset="apply.transformed_dataset"),
        ),
        loans(),
    ),
    "rows with gaps removed before the split": (
        fitted_first("clean_missing_data", {"cleaning_mode": "Remove entire row"}, "cleaned_dataset"),
        loans(),
    ),
    "training rows scored to compare": (
        judged(
            again=node("score_model", trained_model="train.trained_model", dataset="split.results_dataset1"),
            compare=node(
                "evaluate_model",
                scored_dataset="score.scored_dataset",
                scored_dataset_to_compare="again.scored_dataset",
            ),
        ),
        loans(),
    ),
    "training rows scored without an evaluation": (
        {
            name: held
            for name, held in judged(
                score=node("score_model", trained_model="train.trained_model", dataset="split.results_dataset1")
            ).items()
            if name != "evaluate"
        },
        loans(),
    ),
    "times divided in their order": (
        judged(split=node("split_data", {"fraction": 0.7, "randomized": False}, dataset="data.dataset")),
        TIMES,
    ),
    "two halves through scripts": (
        judged(
            one=node("execute_python_script", dataset1="split.results_dataset1"),
            two=node("execute_python_script", dataset1="split.results_dataset2"),
            train=node(
                "train_model",
                {"label": "paid"},
                untrained_model="learner.untrained_model",
                dataset="one.result_dataset",
            ),
            score=node("score_model", trained_model="train.trained_model", dataset="two.result_dataset"),
        ),
        loans(),
    ),
    "a lookup table joined to both parts": (
        judged(
            one=node(
                "join_data",
                {"left_key_columns": ["purpose"], "right_key_columns": ["purpose"]},
                left_dataset="split.results_dataset1",
                right_dataset="table.dataset",
            ),
            two=node(
                "join_data",
                {"left_key_columns": ["purpose"], "right_key_columns": ["purpose"]},
                left_dataset="split.results_dataset2",
                right_dataset="table.dataset",
            ),
            table=node("enter_data_manually", {"data": "purpose,rate\ncar,3\nhouse,2\ntrip,9\n"}),
            train=node(
                "train_model",
                {"label": "paid"},
                untrained_model="learner.untrained_model",
                dataset="one.results_dataset",
            ),
            score=node("score_model", trained_model="train.trained_model", dataset="two.results_dataset"),
        ),
        loans(),
    ),
    "an identifier with the role none": (
        judged(),
        loans(customer=np.arange(ROWS)).with_role("none", "customer"),
    ),
    "a rare class stratified": (
        judged(split=node("split_data", {"fraction": 0.7, "stratify_by": "paid"}, dataset="data.dataset")),
        RARE,
    ),
    "a math operation on a feature": (
        priced("apply_math_operation", DOUBLED | {"column_set": named("income")}),
        PRICES,
    ),
    "an unfinished graph": ({"split": node("split_data"), "train": node("train_model", dataset="split.x")}, loans()),
    "gaps that boosted trees learn from": (judged(learner=node("two_class_boosted_decision_tree")), GAPS),
    "gaps filled behind the split and in the scored rows": (
        judged(
            **FILLED,
            treated=TREATED,
            score=node("score_model", trained_model="train.trained_model", dataset="treated.transformed_dataset"),
        ),
        GAPS,
    ),
    "gaps in a column that is not learnt from": (
        judged(
            first=node(
                "edit_metadata", {"columns": named("income"), "fields": "ClearFeatures"}, dataset="data.dataset"
            ),
            split=node("split_data", {"fraction": 0.7}, dataset="first.results_dataset"),
        ),
        NUMBER_GAPS,
    ),
    "rows that may have had the gaps have gone": (
        judged(
            first=node(
                "select_rows",
                {"conditions": [{"column": "income", "operator": "is not missing"}]},
                dataset="data.dataset",
            ),
            split=node("split_data", {"fraction": 0.7}, dataset="first.results_dataset"),
        ),
        NUMBER_GAPS,
    ),
}
