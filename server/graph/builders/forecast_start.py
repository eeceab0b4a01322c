"""A first design that forecasts: series are prepared, the newest times held out, and each gets its best method.

Pure: what is known of the rows comes in, nodes go out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from modules.kit import Module
from server.graph.builders.quick_start import QuickStart, QuickStartBuilder, add_dates, add_deduplication

#: {frequency: what one step is called, and how many steps ahead are forecast unless somebody says otherwise}
STEPS: Mapping[str, tuple[str, int]] = {
    "Hourly": ("hour", 24),
    "Daily": ("day", 14),
    "Working days": ("working day", 10),
    "Weekly": ("week", 12),
    "Monthly": ("month", 12),
    "Quarterly": ("quarter", 4),
    "Yearly": ("year", 3),
    "Detect": ("step in time", 12),
}
#: The times that are held out for testing are at most this share of all.
MAX_HELD_OUT = 0.25


@dataclass(frozen=True)
class ForecastEvidence:
    """Series that can be continued: their times, what tells `count` series apart, and the distance between times.

    `times` is how many different times there are. `order` is that of day and month where the times are text that
    becomes dates first. `has_gaps` says that a series lacks some of the times, or values.
    """

    time: str
    by: str | None
    count: int
    frequency: str
    times: int
    order: str | None = None
    has_gaps: bool = False
    repeated_rows: int = 0

    @property
    def step(self) -> str:
        """What one step in time is called."""
        return STEPS[self.frequency][0]

    def propose_horizon(self) -> int:
        """As far ahead as is usual for the frequency, and as the rows can test."""
        return max(1, min(STEPS[self.frequency][1], int(self.times * MAX_HELD_OUT)))

    def describe(self) -> str:
        """Why a forecast is proposed, and what the design does."""
        read = " Its dates are text and are read as dates first." if self.order else ""
        if self.order and self.order != "Detect":
            read = f" Its dates are text and are read as dates first ({self.order.lower()})."
        each = f" and each of the {self.count:,} values of '{self.by}'" if self.by else ""
        series = "each series" if self.by else "the series"
        return (
            f"'{self.time}' has one row for each {self.step}{each}: {self.times:,} times in all.{read} The forecast "
            f"continues {series} from its own past, and is measured on the newest rows, which are held out."
        )


def build_forecast_start(
    catalog: Mapping[str, Module], dataset: str, title: str, target: str, evidence: ForecastEvidence, horizon: int
) -> QuickStart:
    """The first design that forecasts a column of a stored dataset so many steps ahead."""
    builder = QuickStartBuilder(catalog)
    builder.add_node("data", builder.build_node("dataset_source", (1, 0), {}, {"dataset": dataset}, title), "dataset")
    if evidence.repeated_rows:
        add_deduplication(builder, evidence.repeated_rows)
    if evidence.order:
        add_dates(builder, {evidence.time: evidence.order})
    _add_preparation(builder, target, evidence)
    _add_newest_rows(builder, evidence, horizon)
    _add_forecast(builder, target, evidence, horizon)
    return QuickStart(builder.nodes, {})


def _list_series(evidence: ForecastEvidence) -> list[JsonValue]:
    return [evidence.by] if evidence.by else []


def _add_preparation(builder: QuickStartBuilder, target: str, evidence: ForecastEvidence) -> None:
    parameters: dict[str, JsonValue] = {"values": [target], "time_column": evidence.time}
    parameters["frequency"] = evidence.frequency
    if evidence.by:
        parameters["series_by"] = _list_series(evidence)
    if evidence.has_gaps:
        parameters["gaps"] = "Last value"
    inputs = {"dataset": builder.reference}
    node = builder.build_node("series_preparer", (1, builder.row), inputs, parameters, note=evidence.describe())
    builder.add_node("prepare", node, "prepared_dataset")


def _add_newest_rows(builder: QuickStartBuilder, evidence: ForecastEvidence, horizon: int) -> None:
    parameters: dict[str, JsonValue] = {
        "splitting_mode": "Split by Time",
        "fraction": round(max(0.5, 1 - horizon / evidence.times), 4),
        "time_column": evidence.time,
    }
    node = builder.build_node("splitter", (1, builder.row), {"dataset": builder.reference}, parameters)
    builder.add_node("split", node, "results_dataset1")


def _add_forecast(builder: QuickStartBuilder, target: str, evidence: ForecastEvidence, horizon: int) -> None:
    parameters: dict[str, JsonValue] = {"label": target, "time_column": evidence.time}
    if evidence.by:
        parameters["series_by"] = _list_series(evidence)
    # The newest rows lie up to a step more ahead where the parts do not come out even.
    parameters |= {"horizon": horizon, "longest_horizon": 2 * horizon}
    row = builder.row
    train = builder.build_node("automated_forecaster", (1, row), {"dataset": "split.results_dataset1"}, parameters)
    inputs = {"trained_model": "forecast.trained_model", "dataset": "split.results_dataset2"}
    score = builder.build_node("scorer", (1, row + 1), inputs, task="forecast")
    series: dict[str, JsonValue] = {"series_by": _list_series(evidence)} if evidence.by else {}
    evaluate = builder.build_node("forecast_evaluator", (1, row + 2), {"scored_dataset": "score.forecast"}, series)
    builder.nodes.update(forecast=train, score=score, evaluate=evaluate)
