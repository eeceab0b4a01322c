"""Why one model does better: intervals, baselines and slices on rows whose answer is known."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from modules.kit import Dataset, Scores
from modules.kit.serialization import load_value, save_value
from modules.kit.views.comparison_view import MetricInterval, ModelComparison
from modules.learning.model_comparison import MAX_COMPARED_ROWS, compare_models
from modules.learning.row_scores import RowMetric, build_area, resample_metrics
from modules.model_scoring_and_evaluation.evaluate_model import evaluate_model

SCORES = Scores("two-class", "label", "Scored Labels", ("no", "yes"), "yes", {"yes": "Scored Probabilities"}, "A")


def make_scored(rows: int, *, noise: float, weak_group: float = 0.0, seed: int = 1) -> Dataset:
    """Rows of two groups; scores follow the label with noise, with more of it in group b."""
    generator = np.random.default_rng(5)
    truth = generator.random(rows) < 0.4
    group = np.where(generator.random(rows) < 0.25, "b", "a")
    own = np.random.default_rng(seed).normal(0, 1, rows)
    signal = truth * 2.0 + own * (noise + weak_group * (group == "b"))
    probability = 1 / (1 + np.exp(-(signal - 1)))
    frame = pd.DataFrame(
        {
            "group": group,
            "age": generator.integers(18, 80, rows),
            "label": np.where(truth, "yes", "no"),
            "Scored Labels": np.where(probability > 0.5, "yes", "no"),
            "Scored Probabilities": probability,
        }
    )
    return Dataset(frame, {"label": "label"}, SCORES)


def compare(*scored: Dataset) -> ModelComparison:
    comparison = evaluate_model(*scored).comparison  # type: ignore[arg-type]
    assert comparison is not None
    return comparison


def get_ends(interval: MetricInterval | None) -> tuple[float, float]:
    assert interval is not None
    assert interval.low is not None
    assert interval.high is not None
    return interval.low, interval.high


def test_the_area_of_counted_rows_is_that_of_scikit_learn() -> None:
    generator = np.random.default_rng(0)
    truth, score = generator.random(400) < 0.3, np.round(generator.random(400), 1)
    area = build_area(truth, score)
    for _ in range(5):
        counts = np.bincount(generator.integers(0, 400, 400), minlength=400)
        assert area(counts) == pytest.approx(roc_auc_score(truth, score, sample_weight=counts), abs=1e-12)


def test_the_better_model_is_ahead_by_an_interval_without_zero() -> None:
    comparison = compare(make_scored(2000, noise=2.0), make_scored(2000, noise=1.0, seed=2))
    assert (comparison.metric, comparison.compared, comparison.rows) == ("AUC", [1, 0], 2000)
    low, high = get_ends(comparison.difference)
    assert 0 < low < high
    assert (comparison.baseline.kind, comparison.baseline.value) == ("guessing", 0.5)


def test_two_models_that_are_alike_are_not_told_apart() -> None:
    comparison = compare(make_scored(500, noise=1.5), make_scored(500, noise=1.5, seed=2))
    assert get_ends(comparison.difference)[0] < 0


def test_the_interval_holds_the_difference_in_as_many_cases_as_it_says() -> None:
    held = 0
    for seed in range(20):
        first, second = (make_scored(400, noise=1.5, seed=100 + 2 * seed + other) for other in (0, 1))
        comparison = compare_models([first, second], ["scored_dataset", "scored_dataset_to_compare"])
        assert comparison is not None
        low, high = get_ends(comparison.difference)
        held += low <= 0 <= high
    assert held >= 17


def test_a_pair_is_narrower_than_two_models_apart() -> None:
    first = make_scored(1000, noise=1.0)
    noisy = first.frame["Scored Probabilities"] + np.random.default_rng(3).normal(0, 0.02, 1000)
    second = Dataset(first.frame.assign(**{"Scored Probabilities": noisy}), {"label": "label"}, SCORES)
    comparison = compare(first, second)
    widths = [high - low for low, high in map(get_ends, comparison.intervals)]
    low, high = get_ends(comparison.difference)
    assert high - low < 0.5 * min(widths)


def test_the_slice_in_which_one_model_is_weak_is_found_and_measured_on_other_rows() -> None:
    comparison = compare(make_scored(4000, noise=1.0, weak_group=3.0), make_scored(4000, noise=1.0, seed=2))
    first = comparison.slices[0]
    assert vars(first.conditions[0]) == {"column": "group", "value": "b", "low": None, "high": None}
    assert first.clear
    assert first.values[0] > first.values[1] + 0.05
    assert 0 < first.rows < 1000
    assert (comparison.searched > 5, comparison.smallest) == (True, 50)
    assert all(len(one.conditions) <= 2 for one in comparison.slices)


def test_nothing_is_clear_where_there_is_nothing_to_find() -> None:
    comparison = compare(make_scored(3000, noise=1.0), make_scored(3000, noise=1.0, seed=2))
    assert [one for one in comparison.slices if one.clear] == []


def test_one_model_alone_shows_where_it_is_worst() -> None:
    comparison = compare(make_scored(4000, noise=1.0, weak_group=3.0))
    assert (comparison.compared, comparison.difference) == ([0], None)
    assert comparison.slices[0].conditions[0].value == "b"
    assert get_ends(comparison.slices[0].difference)[1] < 0


def test_models_on_different_rows_have_intervals_and_no_difference() -> None:
    comparison = compare(make_scored(800, noise=1.0), make_scored(700, noise=1.0, seed=2))
    assert (comparison.difference, comparison.slices) == (None, [])
    assert all(low < high for low, high in map(get_ends, comparison.intervals))


def test_regressions_are_compared_by_their_error_and_with_the_mean() -> None:
    generator = np.random.default_rng(0)
    truth = generator.normal(10, 3, 600)
    data = [
        Dataset(
            pd.DataFrame({"y": truth, "Scored Labels": truth + generator.normal(0, size, 600)}),
            {"y": "label"},
            Scores("regression", "y", "Scored Labels", learner=name),
        )
        for name, size in (("Rough", 2.0), ("Fine", 1.0))
    ]
    comparison = compare(*data)
    assert (comparison.metric, comparison.compared) == ("Root_Mean_Squared_Error", [1, 0])
    assert get_ends(comparison.difference)[1] < 0
    assert comparison.baseline.kind == "mean"
    assert comparison.baseline.value == pytest.approx(truth.std())


def test_the_same_rows_give_the_same_comparison_and_it_is_kept_with_the_result(tmp_path: Path) -> None:
    scored = make_scored(900, noise=1.0), make_scored(900, noise=1.5, seed=2)
    evaluation = evaluate_model(*scored)
    assert evaluation.comparison == compare(*scored)
    saved = save_value(evaluation, tmp_path, "out")
    assert load_value(saved.path, "evaluation").comparison == evaluation.comparison


def test_of_many_rows_some_are_drawn_and_said() -> None:
    rows = MAX_COMPARED_ROWS + 1000
    comparison = compare(make_scored(rows, noise=1.0), make_scored(rows, noise=1.1, seed=2))
    assert (comparison.sampled, comparison.rows, comparison.resamples) == (MAX_COMPARED_ROWS, MAX_COMPARED_ROWS, 200)


def test_rows_that_hold_lists_and_dates_are_passed_over() -> None:
    first, second = make_scored(400, noise=1.0), make_scored(400, noise=1.2, seed=2)
    odd = {"lists": [[1, 2]] * 400, "when": pd.Timestamp("2026-01-01"), "gaps": [None, 1.0] * 200}
    assert compare(first.with_frame(first.frame.assign(**odd)), second).difference is not None


def test_resampled_metrics_use_the_same_rows_for_all_models() -> None:
    first = RowMetric(lambda counts: np.asarray(counts[..., 0], dtype=float))
    table = resample_metrics([first, first], 20, 50)
    assert (table[:, 0] == table[:, 1]).all()
