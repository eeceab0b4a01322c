"""Why one model does better, for a reader: the lead on the same rows with its interval, and the naive baseline."""

from collections.abc import Sequence

from modules.kit.metrics import find_metric
from modules.kit.views.comparison_view import MetricInterval, ModelComparison, NaiveBaseline
from server.formatting import format_metric, format_number

BASELINE_WORDS = {
    "guessing": "Guessing",
    "most_common": "Always predicting {predicted}",
    "mean": "Always predicting the mean, {predicted},",
}


def is_clearly_apart(comparison: ModelComparison | None) -> bool | None:
    """Whether the interval of the difference leaves out 0; None where there is no such interval."""
    interval = comparison.difference if comparison else None
    if interval is None or interval.low is None or interval.high is None:
        return None
    return interval.low > 0 or interval.high < 0


def describe_comparison(comparison: ModelComparison | None, names: Sequence[str]) -> str:
    """ "Boosted is ahead by 0.024 (0.021 to 0.027) on the same 9,769 rows. Guessing reaches 0.500." """
    if comparison is None:
        return ""
    lead = _describe_lead(comparison, names) if comparison.difference else ""
    return " ".join(filter(None, (lead, _describe_baseline(comparison.baseline, comparison.metric))))


def _describe_lead(comparison: ModelComparison, names: Sequence[str]) -> str:
    metric, interval = find_metric(comparison.metric), comparison.difference
    assert interval is not None
    sign = -1 if metric.better == "lower" else 1
    low, high = sorted(sign * (end or 0.0) for end in (interval.low, interval.high))
    ends = f" ({format_metric(metric, low)} to {format_metric(metric, high)})" if _has_ends(interval) else ""
    lead = format_metric(metric, abs(interval.value or 0.0))
    return (
        f"{names[comparison.compared[0]]} is ahead by {lead}{ends} on the same {format_number(comparison.rows)} rows."
    )


def _has_ends(interval: MetricInterval) -> bool:
    return interval.low is not None and interval.high is not None


def _describe_baseline(baseline: NaiveBaseline, metric: str) -> str:
    words = BASELINE_WORDS[baseline.kind].format(predicted=baseline.predicted)
    return f"{words} reaches {format_metric(find_metric(metric), baseline.value)}."
