"""Clean designs, of which nothing may be said."""

import numpy as np

from modules.kit import Dataset
from tests.server.graph.graph_designs import make_node
from tests.server.graph.linter_data import LOAN_ROWS, make_loans
from tests.server.graph.planted_mistakes import (
    DOUBLED_PRICE,
    FILLED_NODES,
    LAGGED_PRICE,
    LOANS_OF_FEW_VALUES,
    LOANS_WITH_DAYS,
    LOANS_WITH_GAPS,
    LOANS_WITH_LATE_COLUMN,
    LOANS_WITH_NUMBER_GAPS,
    LOANS_WITH_PRICES,
    LOANS_WITH_RARE_CLASS,
    LOANS_WITH_TEXT_DATES,
    REPEATED_LOANS,
    Nodes,
    choose_columns,
    make_fitted_before_split,
    make_loan_nodes,
    make_loan_texts,
    make_prepared_nodes,
    make_priced_nodes,
    make_validated_nodes,
)

TREATED_NODE = make_node(
    "apply_transformation", transformation="clean.cleaning_transformation", dataset="split.results_dataset2"
)

CLEAN_DESIGNS: dict[str, tuple[Nodes, Dataset]] = {
    "split, train, score, evaluate": (make_loan_nodes(), make_loans()),
    "the label of the row before": (make_priced_nodes("window", LAGGED_PRICE, "results_dataset"), LOANS_WITH_PRICES),
    "the label of rows before, by time": (
        make_priced_nodes(
            "lag_and_window_features", {"columns_to_lag": ["price"], "lags": "1", "windows": "3"}, "results_dataset"
        ),
        LOANS_WITH_PRICES,
    ),
    "normalized behind the split": (
        make_loan_nodes(
            normalize=make_node("normalize_data", dataset="split.results_dataset1"),
            apply=make_node(
                "apply_transformation",
                transformation="normalize.transformation_function",
                dataset="split.results_dataset2",
            ),
            train=make_node(
                "train_model",
                {"label": "paid"},
                untrained_model="learner.untrained_model",
                dataset="normalize.transformed_dataset",
            ),
            score=make_node("score_model", trained_model="train.trained_model", dataset="apply.transformed_dataset"),
        ),
        make_loans(),
    ),
    "steps that the model fits itself, on rows with gaps": (
        make_prepared_nodes(["first.cleaning_transformation", "second.transformation_function"]),
        LOANS_WITH_GAPS,
    ),
    "words that the model finds itself": (
        {
            **make_validated_nodes(
                "extract_n_gram_features_from_text", {"text_column": "note"}, "n_gram_transformation"
            ),
            "prepared": make_node(
                "add_preprocessing_to_model",
                untrained_model="learner.untrained_model",
                steps="first.n_gram_transformation",
            ),
            "validate": make_node(
                "cross_validate_model",
                {"label": "paid"},
                untrained_model="prepared.untrained_model",
                dataset="data.dataset",
            ),
        },
        make_loans(note=make_loan_texts(LOAN_ROWS)),
    ),
    "rows with gaps removed before the split": (
        make_fitted_before_split("clean_missing_data", {"cleaning_mode": "Remove entire row"}, "cleaned_dataset"),
        make_loans(),
    ),
    "training rows scored to compare": (
        make_loan_nodes(
            again=make_node("score_model", trained_model="train.trained_model", dataset="split.results_dataset1"),
            compare=make_node(
                "evaluate_model",
                scored_dataset="score.scored_dataset",
                scored_dataset_to_compare="again.scored_dataset",
            ),
        ),
        make_loans(),
    ),
    "training rows scored without an evaluation": (
        {
            name: held
            for name, held in make_loan_nodes(
                score=make_node("score_model", trained_model="train.trained_model", dataset="split.results_dataset1")
            ).items()
            if name != "evaluate"
        },
        make_loans(),
    ),
    "times divided in their order": (
        make_loan_nodes(split=make_node("split_data", {"fraction": 0.7, "randomized": False}, dataset="data.dataset")),
        LOANS_WITH_DAYS,
    ),
    "two halves through scripts": (
        make_loan_nodes(
            one=make_node("execute_python_script", dataset1="split.results_dataset1"),
            two=make_node("execute_python_script", dataset1="split.results_dataset2"),
            train=make_node(
                "train_model",
                {"label": "paid"},
                untrained_model="learner.untrained_model",
                dataset="one.result_dataset",
            ),
            score=make_node("score_model", trained_model="train.trained_model", dataset="two.result_dataset"),
        ),
        make_loans(),
    ),
    "a lookup table joined to both parts": (
        make_loan_nodes(
            one=make_node(
                "join_data",
                {"left_key_columns": ["purpose"], "right_key_columns": ["purpose"]},
                left_dataset="split.results_dataset1",
                right_dataset="table.dataset",
            ),
            two=make_node(
                "join_data",
                {"left_key_columns": ["purpose"], "right_key_columns": ["purpose"]},
                left_dataset="split.results_dataset2",
                right_dataset="table.dataset",
            ),
            table=make_node("enter_data_manually", {"data": "purpose,rate\ncar,3\nhouse,2\ntrip,9\n"}),
            train=make_node(
                "train_model",
                {"label": "paid"},
                untrained_model="learner.untrained_model",
                dataset="one.results_dataset",
            ),
            score=make_node("score_model", trained_model="train.trained_model", dataset="two.results_dataset"),
        ),
        make_loans(),
    ),
    "an identifier with the role none": (
        make_loan_nodes(),
        make_loans(customer=np.arange(LOAN_ROWS)).with_role("none", "customer"),
    ),
    "other rows added below": (
        make_loan_nodes(
            parts=make_node("split_data", {"fraction": 0.5, "seed": 3}, dataset="data.dataset"),
            again=make_node("add_rows", dataset1="parts.results_dataset1", dataset2="parts.results_dataset2"),
            split=make_node("split_data", {"fraction": 0.7}, dataset="again.results_dataset"),
        ),
        make_loans(),
    ),
    "rows that repeat by chance": (make_loan_nodes(), LOANS_OF_FEW_VALUES),
    "repeated rows removed": (
        make_loan_nodes(
            first=make_node("remove_duplicate_rows", dataset="data.dataset"),
            split=make_node("split_data", {"fraction": 0.7}, dataset="first.results_dataset"),
        ),
        REPEATED_LOANS,
    ),
    "two columns that predict alike": (
        make_loan_nodes(),
        LOANS_WITH_LATE_COLUMN.with_frame(
            LOANS_WITH_LATE_COLUMN.frame.assign(also=LOANS_WITH_LATE_COLUMN.frame["duration"] * 2 + 1)
        ),
    ),
    "dates as text that are not learned from": (
        make_loan_nodes(
            first=make_node(
                "edit_metadata",
                {"columns": choose_columns("day"), "fields": "ClearFeatures"},
                dataset="data.dataset",
            ),
            split=make_node("split_data", {"fraction": 0.7}, dataset="first.results_dataset"),
        ),
        LOANS_WITH_TEXT_DATES,
    ),
    "a rare class stratified": (
        make_loan_nodes(
            split=make_node("split_data", {"fraction": 0.7, "stratify_by": "paid"}, dataset="data.dataset")
        ),
        LOANS_WITH_RARE_CLASS,
    ),
    "a math operation on a feature": (
        make_priced_nodes("apply_math_operation", DOUBLED_PRICE | {"column_set": choose_columns("income")}),
        LOANS_WITH_PRICES,
    ),
    "an unfinished graph": (
        {"split": make_node("split_data"), "train": make_node("train_model", dataset="split.x")},
        make_loans(),
    ),
    "gaps that boosted trees learn from": (
        make_loan_nodes(learner=make_node("two_class_boosted_decision_tree")),
        LOANS_WITH_GAPS,
    ),
    "gaps filled behind the split and in the scored rows": (
        make_loan_nodes(
            **FILLED_NODES,
            treated=TREATED_NODE,
            score=make_node("score_model", trained_model="train.trained_model", dataset="treated.transformed_dataset"),
        ),
        LOANS_WITH_GAPS,
    ),
    "gaps in a column that is not learned from": (
        make_loan_nodes(
            first=make_node(
                "edit_metadata",
                {"columns": choose_columns("income"), "fields": "ClearFeatures"},
                dataset="data.dataset",
            ),
            split=make_node("split_data", {"fraction": 0.7}, dataset="first.results_dataset"),
        ),
        LOANS_WITH_NUMBER_GAPS,
    ),
    "rows that may have had the gaps have gone": (
        make_loan_nodes(
            first=make_node(
                "select_rows",
                {"conditions": [{"column": "income", "operator": "is not missing"}]},
                dataset="data.dataset",
            ),
            split=make_node("split_data", {"fraction": 0.7}, dataset="first.results_dataset"),
        ),
        LOANS_WITH_NUMBER_GAPS,
    ),
}
