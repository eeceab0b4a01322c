"""What explained predictions say, for a reader: what a model relies on, and why single rows got their prediction."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from modules.kit.views.dataset_view import DatasetView
from modules.kit.views.explanation_view import ExplainedRow, ExplanationView
from server.formatting import format_count, format_fixed, format_number, format_percent, format_short
from server.report.charts.painter import draw_chart
from server.report.report_sections import MAX_CHART_BARS, BarFigure, find_outputs
from server.runs.run_schemas import RunRead
from server.storage.files.artifact_store import ArtifactStore

#: So many single rows are drawn, and so many pairs of columns named.
MAX_ROWS_DRAWN, MAX_PAIRS = 3, 5
UNITS: Mapping[str, str] = {
    "label": "{of}",
    "log of label": "the logarithm of {of}",
    "probability": "the probability of {of}",
    "log-odds": "the log-odds of {of}",
    "class score": "the score of {of}",
}


@dataclass(frozen=True)
class ExplanationSection:
    """The explained predictions of one step."""

    title: str
    headline: str
    detail: str
    figures: tuple[BarFigure, ...]
    #: (two columns, how far they move a prediction together)
    pairs: tuple[tuple[str, str], ...]


def load_explanations(run: RunRead, store: ArtifactStore) -> list[ExplanationSection]:
    """The explanations of the run, in the order of its steps."""
    found = []
    for step, _, output in find_outputs(run, "dataset"):
        view = store.read_view(output.artifact)
        if isinstance(view, DatasetView) and isinstance(view.shown_as, ExplanationView):
            found.append(build_explanation_section(step.title, view.shown_as))
    return found


def build_explanation_section(title: str, view: ExplanationView) -> ExplanationSection:
    """The finding, what the model relies on, and the rows that are worth a look."""
    first = view.columns[0] if view.columns else None
    moves = first is not None and first.mean > 0
    headline = (
        f"{first.name} moves the predictions of {view.learner} most"
        if first is not None and moves
        else f"No column moves the predictions of {view.learner}"
    )
    return ExplanationSection(
        title=title,
        headline=headline,
        detail=" ".join([f"Contributions add up to {_describe_unit(view)}.", _describe_method(view)]),
        figures=(_draw_importance(view), *map(_RowDrawing(view).draw, _choose_rows(view))) if moves else (),
        pairs=tuple((f"{one.first} and {one.second}", format_short(one.mean)) for one in view.interactions[:MAX_PAIRS]),
    )


def _describe_unit(view: ExplanationView) -> str:
    classes = {row.explained_class for row in view.shown}
    only = next(iter(classes)) if len(classes) == 1 else None
    named = view.label if view.scale in ("label", "log of label") else only or "the predicted class"
    return UNITS[view.scale].format(of=named)


def _describe_method(view: ExplanationView) -> str:
    usual = format_count(view.usual_rows, "training row")
    how = {
        "trees": "They are exact SHAP values, by the training rows in the trees.",
        "linear": f"They are exact SHAP values against the mean of {usual}.",
        "sampled": f"They are SHAP values sampled by mixing each row with {usual}.",
    }[view.method]
    if view.explained_rows == view.rows:
        return f"{how} All {format_count(view.rows, 'row')} are explained."
    return f"{how} {format_number(view.explained_rows)} of {format_count(view.rows, 'row')} are explained."


def _draw_importance(view: ExplanationView) -> BarFigure:
    largest = view.columns[0].mean
    decimals = min(6, max(0, 2 - math.floor(math.log10(largest))))
    weights = [(one.name, one.mean, format_fixed(one.mean, decimals)) for one in view.columns[:MAX_CHART_BARS]]
    left = view.other_columns + max(0, len(view.columns) - MAX_CHART_BARS)
    rest = f" {format_count(left, 'other column')} left out." if left else ""
    return _draw("What it relies on", f"Mean size of the contribution of each column.{rest}", weights)


def _draw(title: str, note: str, weights: Sequence[tuple[str, float, str]]) -> BarFigure:
    data = {"title": title, "weights": [{"name": name, "value": value, "text": text} for name, value, text in weights]}
    drawn = draw_chart("feature_weights", data)
    return BarFigure(title, note, drawn.drawing if drawn else Markup(""))


@dataclass(frozen=True)
class _RowDrawing:
    """Draws why single rows got their prediction."""

    view: ExplanationView

    def draw(self, row: ExplainedRow) -> BarFigure:
        order = sorted(range(len(row.contributions)), key=lambda at: -abs(row.contributions[at]))
        weights = [
            (f"{self.view.columns[at].name} = {_format_value(row.values[at])}", row.contributions[at])
            for at in order[: MAX_CHART_BARS - 1]
        ]
        rest = row.others + sum(row.contributions[at] for at in order[MAX_CHART_BARS - 1 :])
        if rest:
            weights.append(("all other columns", rest))
        signed = [(name, value, f"{value:+.2f}".replace("-", "\u2212")) for name, value in weights]
        end = row.base + row.others + sum(row.contributions)
        truth = f" Actual: {_format_value(row.truth)}." if row.truth is not None else ""
        note = f"From the average prediction {self._format_place(row.base)} to {self._format_place(end)}.{truth}"
        return _draw(f"Why row {format_number(row.number)}: {_format_value(row.predicted)}", note, signed)

    def _format_place(self, value: float) -> str:
        """A sum of contributions as people read it: log-odds as a probability, a logarithm as the number."""
        if self.view.scale == "log-odds":
            return format_percent(1 / (1 + math.exp(-min(700.0, max(-700.0, value)))))
        if self.view.scale == "probability":
            return format_percent(value)
        return format_short(math.exp(min(700.0, value)) if self.view.scale == "log of label" else value)


def _choose_rows(view: ExplanationView) -> Iterator[ExplainedRow]:
    """The rows that are predicted wrongly, of numbers the farthest off; where none are known, the first ones."""
    known = [row for row in view.shown if row.truth is not None]
    if all(row.explained_class is None for row in known):
        chosen = sorted(known, key=lambda row: -_measure_error(row))
    else:
        chosen = [row for row in known if str(row.truth) != str(row.predicted)]
    yield from (chosen or view.shown)[:MAX_ROWS_DRAWN]


def _measure_error(row: ExplainedRow) -> float:
    ends = row.truth, row.predicted
    return abs(float(ends[0]) - float(ends[1])) if all(isinstance(one, int | float) for one in ends) else 0.0  # type: ignore[arg-type]


def _format_value(value: object) -> str:
    if value is None:
        return "missing"
    return format_short(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
