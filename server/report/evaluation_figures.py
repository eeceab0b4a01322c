"""The charts of an evaluation: which ones there are for each kind of details, and what their descriptions are given."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.report.charts.functions import choose_hue
from server.report.charts.painter import DrawnChart, draw_chart

#: Charts stand in pairs or alone; a chart alone is as large as its description says.
FIGURE_SIZES: Mapping[str, tuple[float | None, float | None]] = {
    "pairs": (371, 300),
    "wide": (None, None),
}


@dataclass(frozen=True)
class ChartChoice:
    """The charts by the names of their descriptions: of all models together, then of each one; and how they stand."""

    together: tuple[str, ...] = ()
    each: tuple[str, ...] = ()
    layout: str = "pairs"


#: By the field that only details of this kind have.
CHART_CHOICES: Mapping[str, ChartChoice] = {
    "thresholds": ChartChoice(("roc", "precision_recall", "calibration"), ("confusion_matrix",)),
    "matrix": ChartChoice(each=("class_matrix",), layout="wide"),
    "residuals": ChartChoice(
        each=("predicted_against_true", "residuals", "residuals_against_predicted", "residual_quantiles")
    ),
    "quantiles": ChartChoice(("quantile_calibration",), ("quantile_ranges",)),
    "clusters": ChartChoice(each=("cluster_map",)),
    "by_chance": ChartChoice(each=("user_gains",)),
}
NO_CHARTS = ChartChoice()


def choose_charts(models: Sequence[Mapping[str, Any]]) -> ChartChoice:
    """The charts for the details that the first model has."""
    details = models[0]["details"] if models else {}
    return next((choice for field, choice in CHART_CHOICES.items() if field in details), NO_CHARTS)


def draw_figures(models: Sequence[Mapping[str, object]], choice: ChartChoice) -> Iterator[DrawnChart]:
    """The charts that there is something to draw on."""
    named = [_name_details(place, model) for place, model in enumerate(models)]
    width, height = FIGURE_SIZES[choice.layout]
    for chart in choice.together:
        drawn = draw_chart(chart, {**named[0], "models": named, "marked": named}, width, height)
        yield from [drawn] if drawn else []
    for model in named:
        prefix = f"{model['name']}. " if len(named) > 1 else ""
        known = {"color": choose_hue(model["place"]), "prefix": prefix}
        for chart in choice.each:
            drawn = draw_chart(chart, {**model, **known, "models": [model]}, width, height)
            yield from [drawn] if drawn else []


def _name_details(place: int, model: Mapping[str, Any]) -> dict[str, Any]:
    """What descriptions call a model: its details, its name, its place, and the threshold that its labels come from."""
    details = model["details"]
    threshold = details.get("threshold")
    if threshold is None:
        threshold = 0.5 if details.get("probabilities", True) else 0.0
    return {**details, "threshold": threshold, "name": model["name"], "place": place}
