"""SMOTE: what rows it adds, as imbalanced-learn does, and when it refuses."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import SMOTE

from modules.data_transformation.smote import smote
from modules.kit import Dataset, ModuleError

RANDOM = np.random.default_rng(3)
LOANS = Dataset(
    pd.DataFrame(
        {
            "income": RANDOM.normal(50, 10, 40),
            "years": RANDOM.integers(0, 30, 40),
            "housing": pd.Categorical(RANDOM.choice(["rent", "own"], 40), categories=["rent", "own", "free"]),
            "member": RANDOM.choice([True, False], 40),
            "id": range(40),
            "seen": pd.date_range("2024-01-01", periods=40),
            "paid": pd.Categorical(["no"] * 8 + ["yes"] * 32),
        }
    ),
    {"id": "none", "paid": "label"},
)


def _select_loans(*names: str) -> Dataset:
    return LOANS.with_frame(LOANS.frame[[*names, "paid"]])


@pytest.mark.parametrize(("percentage", "added"), [(0, 0), (50, 4), (100, 8), (250, 20), (1_000, 80)])
def test_rows_are_added_in_percent_of_the_rarer_class(percentage: int, added: int) -> None:
    table, _ = smote(LOANS, label="paid", smote_percentage=percentage)
    assert table.frame["paid"].value_counts().to_dict() == {"yes": 32, "no": 8 + added}
    assert table.frame["income"].tolist()[:40] == LOANS.frame["income"].tolist()


def test_columns_keep_type_and_role_and_what_is_no_feature_is_missing() -> None:
    table, _ = smote(LOANS, label="paid", number_of_nearest_neighbors=3, whole_numbers="Round")
    assert table.schema == LOANS.schema
    new = table.frame.iloc[40:]
    assert new[["id", "seen"]].isna().all(axis=None)
    assert new[["income", "years", "housing", "member"]].notna().all(axis=None)
    assert table.frame["id"].tolist()[:40] == list(range(40))


def test_new_numbers_are_those_of_imbalanced_learn() -> None:
    dataset = Dataset(LOANS.frame[["income", "paid"]].assign(debt=LOANS.frame["years"] / 3))
    table, _ = smote(dataset, label="paid", number_of_nearest_neighbors=3, seed=5)
    numbers = dataset.frame[["income", "debt"]].to_numpy()
    truth = (dataset.frame["paid"] == "no").to_numpy().astype("int8")
    wanted, _ = SMOTE(sampling_strategy={1: 16}, k_neighbors=3, random_state=5).fit_resample(numbers, truth)
    assert table.frame[["income", "debt"]].to_numpy() == pytest.approx(wanted)


def test_whole_numbers_keep_the_real_values_of_imbalanced_learn() -> None:
    frame = LOANS.frame[["income", "years", "paid"]].assign(city=LOANS.frame["member"].astype("int64"))
    table, _ = smote(Dataset(frame), label="paid", number_of_nearest_neighbors=3, seed=5)
    numbers = frame[["income", "years", "city"]].to_numpy(dtype="float64")
    truth = (frame["paid"] == "no").to_numpy().astype("int8")
    wanted, _ = SMOTE(sampling_strategy={1: 16}, k_neighbors=3, random_state=5).fit_resample(numbers, truth)
    assert table.frame[["income", "years", "city"]].to_numpy() == pytest.approx(wanted)
    assert [column.type for column in table.schema] == ["real", "real", "category", "real"]
    between = table.frame["city"].iloc[40:]
    assert ((between > 0) & (between < 1)).any()


def test_rounded_whole_numbers_stay_whole() -> None:
    frame = LOANS.frame[["income", "years", "paid"]]
    table, _ = smote(Dataset(frame), label="paid", whole_numbers="Round")
    assert table.schema["years"].type == "integer"


def test_new_rows_have_the_mean_weight_of_their_class() -> None:
    weights = np.arange(1, 41)
    weighted = Dataset(LOANS.frame[["income", "paid"]].assign(w=weights), {"w": "weight"})
    table, _ = smote(weighted, label="paid")
    assert table.frame["w"].tolist() == [*weights.tolist(), *[4.5] * 8]


def test_new_rows_lie_between_those_of_the_rarer_class() -> None:
    table, _ = smote(_select_loans("income"), label="paid", smote_percentage=500, number_of_nearest_neighbors=7)
    rare = LOANS.frame["income"].iloc[:8]
    assert table.frame["income"].iloc[40:].between(rare.min(), rare.max()).all()


@pytest.mark.parametrize(
    ("dataset", "parameters", "number"),
    [
        (_select_loans("income"), {"label": "income"}, 23),
        (_select_loans("income"), {"label": "pays"}, 1),
        (_select_loans("income"), {"number_of_nearest_neighbors": 8}, 7),
        (_select_loans("housing"), {}, 47),
        (
            _select_loans("income").with_frame(pd.DataFrame({"income": [1.0, None, 2.0], "paid": ["a", "b", "b"]})),
            {},
            83,
        ),
        (
            _select_loans("income").with_frame(pd.DataFrame({"income": [1.0, np.inf, 2.0], "paid": ["a", "b", "b"]})),
            {},
            33,
        ),
        (
            _select_loans("income").with_frame(pd.DataFrame({"income": [1.0, 5.0, 2.0], "paid": ["a", "b", "b"]})),
            {},
            134,
        ),
    ],
)
def test_data_that_give_no_new_rows_are_refused(dataset: Dataset, parameters: dict[str, Any], number: int) -> None:
    with pytest.raises(ModuleError) as refused:
        smote(dataset, **{"label": "paid", **parameters})
    assert refused.value.number == number


def test_rows_without_a_label_stay_and_take_no_part() -> None:
    frame = LOANS.frame[["income", "paid"]].assign(paid=["no"] * 8 + ["yes"] * 30 + [None] * 2)
    table, _ = smote(Dataset(frame), label="paid")
    assert table.frame["paid"].fillna("gone").value_counts().to_dict() == {"yes": 30, "no": 16, "gone": 2}
