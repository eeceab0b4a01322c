"""Assess Fairness gives what fairlearn gives, and leaves out rates that no row tells."""

import numpy as np
import pandas as pd
import pytest

from modules.kit import Columns, Dataset, Scores, catalog
from modules.kit.views.fairness_view import FairnessView


def make_scored() -> Dataset:
    random = np.random.default_rng(5)
    group = random.choice(["a", "b", "c"], 200, p=[0.5, 0.3, 0.2])
    truth = random.random(200) < 0.4
    score = np.clip(0.2 * truth + 0.15 * (group == "b") + 0.7 * random.random(200), 0, 1)
    frame = pd.DataFrame({"group": group, "truth": truth, "called": score >= 0.5, "score": score})
    scores = Scores("two-class", "truth", "called", ("False", "True"), "True", {"True": "score"})
    return Dataset(frame, {"truth": "label", "called": "score", "score": "score"}, scores)


def assess(data: Dataset, column: str = "group") -> tuple[Dataset, dict[str, float]]:
    chosen = Columns(names=(column,), start="none")
    made = catalog()["assess_fairness"].run({"scored_dataset": data}, {"sensitive_columns": chosen})
    table = made["disparities"].frame
    return made["groups"], dict(zip(table["Measure"], table["Value"], strict=True))


def test_measures_are_those_of_fairlearn() -> None:
    """The numbers are those of fairlearn 0.15.0."""
    groups, apart = assess(make_scored())
    found = groups.frame.set_index("Group")
    assert found.loc["b", ["Selection Rate", "Accuracy", "True Positive Rate", "False Positive Rate"]].to_list() == (
        pytest.approx([0.534482759, 0.706896552, 0.75, 0.333333333], abs=1e-6)
    )
    assert apart == pytest.approx(
        {
            "Demographic Parity Difference": 0.136424506,
            "Demographic Parity Ratio": 0.744754150,
            "Equalized Odds Difference": 0.220588235,
            "Equalized Odds Ratio": 0.616379310,
            "Equal Opportunity Difference": 0.220588235,
            "Accuracy Difference": 0.118994274,
        },
        abs=1e-6,
    )


def test_a_group_without_positives_has_no_true_positive_rate_and_does_not_count() -> None:
    data = make_scored()
    truth = data.frame["truth"] & (data.frame["group"] != "c")
    groups, apart = assess(data.with_frame(data.frame.assign(truth=truth)))
    rates = groups.frame.set_index("Group")["True Positive Rate"]
    assert np.isnan(rates["c"])
    assert apart["Equal Opportunity Difference"] == pytest.approx(abs(rates["a"] - rates["b"]))


def test_the_trade_off_at_the_threshold_of_the_scores_is_what_the_groups_say() -> None:
    groups, apart = assess(make_scored())
    view = groups.shown_as
    assert isinstance(view, FairnessView)
    at_half = next(point for point in view.columns[0].trade_off if point.threshold == 0.5)
    assert at_half.accuracy == pytest.approx(view.overall["Accuracy"])
    assert at_half.odds_difference == pytest.approx(apart["Equalized Odds Difference"])


def test_numbers_are_divided_into_ranges() -> None:
    data = make_scored()
    groups, _ = assess(data.with_frame(data.frame.assign(age=np.arange(200))), "age")
    assert sorted(groups.frame["Group"]) == ["0 to 49", "100 to 149", "150 to 199", "50 to 99"]


def test_the_part_in_which_a_model_guesses_is_pinpointed() -> None:
    random = np.random.default_rng(1)
    town, truth = random.choice(["here", "there"], 2000), random.random(2000) < 0.5
    score = np.where(town == "here", random.random(2000), 0.6 * truth + 0.4 * random.random(2000))
    frame = pd.DataFrame({"town": town, "truth": truth, "called": score >= 0.5, "score": score})
    scores = Scores("two-class", "truth", "called", ("False", "True"), "True", {"True": "score"})
    found = catalog()["pinpoint_errors"].run({"scored_dataset": Dataset(frame, {}, scores)}, {})
    worst = next(iter(found.values())).frame.iloc[0]
    assert (worst["Slice"], bool(worst["Clear"])) == ("town is here", True)
    assert worst["Difference"] < -0.2
