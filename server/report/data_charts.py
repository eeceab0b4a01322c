"""The charts of a run that its design draws: what their descriptions are given, and how the report shows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from modules.kit.views.chart_view import ChartView
from modules.kit.views.dataset_view import DatasetView
from server.report.charts.functions import choose_hue
from server.report.charts.painter import DrawnChart, draw_chart
from server.report.report_sections import find_outputs
from server.runs.run_schemas import RunRead
from server.storage.files.artifact_store import ArtifactStore

#: Of panels beside one another, and of one chart alone.
PANEL_WIDTH = 371
SINGLE_WIDTH = 640


@dataclass(frozen=True)
class DataChart:
    """A chart: its title, what it leaves out, the colors of its series, and its panels."""

    title: str
    notes: tuple[str, ...]
    legend: tuple[tuple[str, str], ...]
    panels: tuple[DrawnChart, ...]


def load_data_charts(run: RunRead, store: ArtifactStore) -> list[DataChart]:
    """The charts that the design draws, in the order of its steps."""
    found = []
    for _, _, output in find_outputs(run, "dataset"):
        view = store.read_view(output.artifact)
        if isinstance(view, DatasetView) and isinstance(view.shown_as, ChartView):
            found.append(build_data_chart(view.shown_as))
    return found


def build_data_chart(view: ChartView) -> DataChart:
    width = PANEL_WIDTH if len(view.panels) > 1 else SINGLE_WIDTH
    drawn = (draw_chart(name, data, width) for name, data in list_chart_pictures(view))
    return DataChart(view.title, tuple(view.notes), tuple(list_legend(view)), tuple(one for one in drawn if one))


def list_chart_pictures(view: ChartView) -> Iterator[tuple[str, dict[str, Any]]]:
    """For each panel the name of a description, and its data. `dataChart.ts` of the browser app gives the same."""
    axes = view.model_dump(mode="json", include={"across", "upright", "outlines", "proportion", "hole"})
    for panel in view.panels:
        series = [one.model_dump(mode="json") for one in panel.series]
        yield f"data_{view.chart}", {**axes, "series": series, "title": panel.name or view.title, "caption": ""}


def list_legend(view: ChartView) -> list[tuple[str, str]]:
    """(name, color) of the series, where there are several; beside the slices of a pie their names stand already."""
    if view.chart == "pie":
        return []
    colors = {one.name: choose_hue(one.hue) for panel in view.panels for one in panel.series}
    return sorted(colors.items(), key=lambda pair: (pair[1] == "bar", pair[1])) if len(colors) > 1 else []
