"""Charts of tables: the numbers that they draw, what stands out, what they leave out, and their script."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.kit import Dataset, ModuleError, catalog
from modules.kit.artifact_views import build_thumbnail
from modules.kit.views.chart_view import ChartView
from modules.kit.views.dataset_view import DatasetView
from modules.kit.views.thumbnail_kinds import HistogramsThumbnail
from server.runs.result_visibility import redact_view
from tests.modules.module_scripts import assert_script_gives_the_same
from tests.modules.ugly_tables import COLUMN_CHANGES, UGLY_CASES, change_columns, run_or_explain
from tests.view_json import build_view

RANDOM = np.random.default_rng(0)
TABLE = Dataset(
    pd.DataFrame(
        {
            "region": [*RANDOM.choice(["North", "South", "West"], 78), None, "North"],
            "size": pd.Categorical(RANDOM.choice(["S", "M", "L"], 80), categories=["S", "M", "L"]),
            "sales": [*RANDOM.gamma(2, 50, 78), np.inf, np.nan],
            "visits": pd.array([*RANDOM.integers(1, 9, 79), None], dtype="Int64"),
            "longitude": [*RANDOM.uniform(-10, 25, 77), 200.0, np.inf, None],
            "latitude": [*RANDOM.uniform(40, 60, 79), 91.0],
            "day": pd.date_range("2024-01-01", periods=80, tz="Europe/Oslo").astype("datetime64[us, Europe/Oslo]"),
        }
    )
)
CASES: list[dict[str, Any]] = [
    {"column": "region"},
    {"column": "size", "show": "Median", "value_column": "sales", "color_by": "region", "order": "By category"},
    {"chart": "Lines", "column": "day", "show": "Sum", "value_column": "sales", "panels_by": "region"},
    {"chart": "Lines", "column": "visits"},
    {"chart": "Points", "column": "visits", "value_column": "sales", "color_by": "size"},
    {"chart": "Boxes", "column": "size", "value_column": "sales", "panels_by": "region"},
    {"chart": "Boxes", "value_column": "visits"},
    {"chart": "Histogram", "column": "sales", "number_of_bins": 5, "color_by": "region"},
    {"chart": "Heat map", "column": "size", "row_column": "region", "show": "Mean", "value_column": "sales"},
    {"chart": "Map", "longitude": "longitude", "latitude": "latitude", "size_by": "sales", "color_by": "region"},
    {"chart": "Map", "longitude": "longitude", "latitude": "latitude", "panels_by": "size"},
    {"chart": "Pie", "column": "region"},
    {"chart": "Donut", "column": "visits", "show": "Sum", "value_column": "sales", "panels_by": "size"},
    {"chart": "Pie", "column": "visits", "number_of_slices": 3},
]


def draw(parameters: dict[str, Any], table: Dataset = TABLE, highlighted: Dataset | None = None) -> Dataset:
    made: Dataset = catalog()["chart"].run({"dataset": table, "highlighted": highlighted}, parameters)["chart_data"]
    return made


@pytest.mark.parametrize("parameters", CASES, ids=str)
def test_schema_and_script_agree_with_the_numbers_of_the_chart(parameters: dict[str, Any]) -> None:
    module = catalog()["chart"]
    made = draw(parameters)
    predicted = module.infer_schemas({"dataset": TABLE.schema}, module.parameters(**parameters))["chart_data"]
    assert predicted == made.schema
    assert isinstance(made.shown_as, ChartView)
    assert_script_gives_the_same("chart", {"dataset": TABLE}, parameters)


def test_bars_are_the_aggregates_of_pandas() -> None:
    made = draw({"column": "size", "show": "Mean", "value_column": "visits", "order": "By category"}).frame
    expected = TABLE.frame.groupby("size", observed=True)["visits"].mean()
    assert dict(zip(made["Category"], made["Value"], strict=True)) == pytest.approx(expected.to_dict())
    assert made["Category"].tolist() == ["S", "M", "L"]


def test_slices_are_shares_of_their_panel_and_the_smallest_are_together() -> None:
    frame = TABLE.frame
    parameters = {"chart": "Donut", "column": "visits", "show": "Sum", "value_column": "sales", "panels_by": "size"}
    made = draw(parameters | {"number_of_slices": 4})
    assert made.frame["Category"].nunique() == 4
    np.testing.assert_allclose(made.frame.groupby("Panel")["Share"].sum(), 1)
    finite = frame[np.isfinite(frame["sales"])]
    np.testing.assert_allclose(made.frame["Value"].sum(), finite["sales"].sum())
    view = made.shown_as
    assert isinstance(view, ChartView)
    count = finite["visits"].astype("str").nunique()
    assert view.notes == [f"Other stands for the {count - 3} smallest of {count} categories."]
    assert view.hole > 0
    for panel in view.panels:
        starts = [series.xs[0] for series in panel.series]
        ends = [series.ys[0] for series in panel.series]
        assert starts == [0.0, *ends[:-1]]
        assert (panel.series[-1].name, panel.series[-1].hue) == ("Other", -1)


def test_a_pie_of_negative_sums_is_refused_in_words() -> None:
    table = Dataset(pd.DataFrame({"a": ["x", "y"], "v": [3.0, -4.0]}))
    with pytest.raises(ModuleError, match=r"negative for y \(-4\).*Choose Bars") as refused:
        draw({"chart": "Pie", "column": "a", "show": "Sum", "value_column": "v"}, table)
    assert (refused.value.number, refused.value.column) == (8, "v")


@pytest.mark.parametrize("values", [[0.0, 0.0], [np.nan, np.nan], []], ids=["zero", "missing", "no rows"])
def test_a_pie_of_nothing_has_no_slices(values: list[float]) -> None:
    names = pd.Series(["x", "y"][: len(values)], dtype="str")
    table = Dataset(pd.DataFrame({"a": names, "v": np.array(values, dtype="float64")}))
    view = draw({"chart": "Pie", "column": "a", "show": "Sum", "value_column": "v"}, table).shown_as
    assert isinstance(view, ChartView)
    assert [series for panel in view.panels for series in panel.series] == []


def test_highlighted_rows_are_a_series_on_top_of_all_others() -> None:
    some = Dataset(TABLE.frame[TABLE.frame["sales"] > 100])
    chart = draw({"chart": "Points", "column": "visits", "value_column": "sales"}, highlighted=some).shown_as
    assert isinstance(chart, ChartView)
    assert [(series.name, series.hue) for series in chart.panels[0].series] == [("Highlighted", 0), ("All rows", -1)]
    with pytest.raises(ModuleError, match="Highlighted rows have a color of their own"):
        draw({"column": "size", "color_by": "region"}, highlighted=some)


def test_a_map_has_coasts_around_its_places_and_no_place_off_the_earth() -> None:
    made = draw({"chart": "Map", "longitude": "longitude", "latitude": "latitude", "size_by": "sales"})
    chart = made.shown_as
    assert isinstance(chart, ChartView)
    assert made.frame["Longitude"].between(-10, 25).all()
    assert (len(made.frame), chart.notes) == (77, ["77 of 80 rows are drawn."])
    assert chart.panels[0].series[0].weights[0] == 1.0
    # Denmark's coast is between Oslo and Berlin; the middle of the map is 50 degrees north.
    assert any(8 < x < 13 and 54 < y < 58 for line in chart.outlines for x, y in zip(line.xs, line.ys, strict=True))
    assert chart.proportion == pytest.approx(1 / np.cos(np.radians(50)), rel=0.01)
    village = Dataset(pd.DataFrame({"longitude": [10.1, 10.2], "latitude": [50.1, 50.2]}))
    close = draw({"chart": "Map", "longitude": "longitude", "latitude": "latitude"}, village).shown_as
    assert isinstance(close, ChartView)
    assert close.outlines == []


@pytest.mark.parametrize("column", [None, "longitude", "latitude", "sales", "region", "size"])
def test_a_map_of_an_ugly_table_is_drawn_or_refused(column: str | None) -> None:
    chosen = {"longitude": "longitude", "latitude": "latitude", "size_by": "sales"}
    parameters = {"chart": "Map", "color_by": "region", "panels_by": "size", **chosen}
    changes = COLUMN_CHANGES if column else UGLY_CASES
    for name in changes:
        frame = TABLE.frame
        ugly = change_columns(frame, {column: COLUMN_CHANGES[name]}) if column else UGLY_CASES[name](frame)
        table = Dataset(ugly)

        def draw_ugly(table: Dataset = table) -> dict[str, Any]:
            made = draw(parameters, table, table)
            build_view(made)  # in numbers that a browser reads
            return {"chart_data": made}

        run_or_explain(draw_ugly)


def test_what_is_left_out_is_said() -> None:
    many = Dataset(pd.DataFrame({"x": np.arange(6_000.0), "group": np.arange(6_000) % 15}))
    chart = draw({"chart": "Points", "column": "x", "value_column": "x", "panels_by": "group"}, many).shown_as
    assert isinstance(chart, ChartView)
    assert chart.notes == ["The 12 most common of 15 values of group have a panel.", "4,800 of 6,000 rows are drawn."]
    assert len(chart.panels) == 12


def test_guests_who_see_no_rows_see_bars_and_no_points() -> None:
    def look(parameters: dict[str, Any], level: str) -> bool:
        view = DatasetView(rows=80, columns=[], profiled=0, shown_as=draw(parameters).shown_as)
        seen = redact_view(view, level)
        return isinstance(seen, DatasetView) and seen.shown_as is not None

    points = {"chart": "Points", "column": "visits", "value_column": "sales"}
    assert look({"column": "size"}, "statistics")
    assert not look(points, "statistics")
    assert not look({"chart": "Map", "longitude": "longitude", "latitude": "latitude"}, "statistics")
    assert look(points, "rows")


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({}, "Bars need a column here"),
        ({"chart": "Heat map", "column": "size"}, "Heat map needs a column here"),
        ({"chart": "Map", "longitude": "longitude"}, "Map needs a column here"),
        (
            {"chart": "Map", "longitude": "region", "latitude": "sales"},
            "Column 'region' is text, and Map takes numbers",
        ),
        ({"chart": "Histogram", "column": "region"}, "Column 'region' is text, and Histogram takes numbers here"),
        ({"column": "size", "show": "Sum", "value_column": "region"}, "Bars takes numbers here"),
    ],
)
def test_a_column_that_does_not_fit_is_refused(parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(ModuleError, match=message):
        draw(parameters)


@pytest.mark.parametrize(
    ("parameters", "kind"),
    [
        ({"column": "region"}, "histograms"),
        ({"chart": "Histogram", "column": "sales"}, "histograms"),
        ({"chart": "Heat map", "column": "region", "row_column": "region"}, "histograms"),
        ({"chart": "Lines", "column": "sales"}, "history"),
        ({"chart": "Points", "column": "sales", "value_column": "sales"}, "clusters"),
    ],
)
def test_its_card_shows_the_chart_and_not_its_numbers(parameters: dict[str, Any], kind: str) -> None:
    frame = pd.DataFrame({"region": ["N", "S", "N", "N"], "sales": [1.0, 2.0, np.inf, 8.0]})
    drawn = catalog()["chart"].run({"dataset": Dataset(frame)}, parameters)["chart_data"]
    glance = build_thumbnail(drawn)
    assert glance is not None
    assert glance.kind == kind
    if isinstance(glance, HistogramsThumbnail):
        bars = glance.columns[0].bars
        assert max(bars) == 1.0
        assert parameters != {"column": "region"} or bars == [1.0, 1 / 3]
