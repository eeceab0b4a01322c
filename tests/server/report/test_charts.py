"""Charts of reports: painted from the descriptions that the browser app paints its charts from."""

import json
from typing import Any

import pytest

from server.report.charts.description import list_descriptions, load_styles
from server.report.charts.expressions import ExpressionError, evaluate, fill_template
from server.report.charts.painter import draw_chart
from server.report.evaluation_figures import choose_charts, draw_figures
from tests.server.report.chart_pictures import (
    PICTURES_FILE,
    THUMBNAIL_SHAPES_FILE,
    draw_thumbnails,
    load_cases,
    paint_case,
)

CASES = load_cases()
PICTURES = json.loads(PICTURES_FILE.read_text(encoding="utf-8"))
NAMES = [case["what"] for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_chart_is_painted_as_the_browser_paints_it(case: dict[str, Any]) -> None:
    """`chart.test.ts` holds the browser app to the same pictures. tests.server.report.chart_pictures writes them."""
    assert paint_case(case) == PICTURES[case["what"]]


def test_every_description_has_a_case_and_its_texts() -> None:
    assert sorted({case["chart"] for case in CASES}) == list_descriptions()
    assert [name for name, picture in PICTURES.items() if not picture["label"]] == []


def test_cards_have_the_pictures_that_the_browser_draws() -> None:
    """`thumbnailPicture.test.ts` holds the browser app to the same shapes."""
    assert draw_thumbnails() == json.loads(THUMBNAIL_SHAPES_FILE.read_text(encoding="utf-8"))


def test_no_expression_is_left_in_a_text() -> None:
    texts = [
        text
        for picture in PICTURES.values()
        for shape in [picture, *picture["shapes"]]
        for key in ("title", "caption", "label", "text", "color")
        if "{" in (text := shape.get(key, "")) or "')" in text
    ]
    assert texts == []


def test_every_style_in_use_is_known() -> None:
    used = {shape["style"] for picture in PICTURES.values() for shape in picture["shapes"]}
    assert used - set(load_styles()) == set()


def test_a_chart_is_svg_in_which_names_are_no_markup() -> None:
    drawn = draw_chart("roc", CASES[0]["data"], 420)
    assert drawn is not None
    assert drawn.title == "ROC"
    assert "Decision &lt;Tree&gt;" in drawn.drawing
    assert 'stroke="var(--series-1)" stroke-width="2"' in drawn.drawing


def test_a_chart_without_anything_to_show_is_not_drawn() -> None:
    data = next(case["data"] for case in CASES if case["chart"] == "cluster_map")
    assert draw_chart("cluster_map", {**data, "points": []}) is None


def test_rows_are_called_from_one_half_on_where_no_threshold_is_stored() -> None:
    details = {**CASES[0]["data"]["models"][0], "threshold": None}
    model = {"name": "Logistic Regression", "details": details}
    captions = [figure.caption for figure in draw_figures([model], choose_charts([model]))]
    assert captions[-1] == "Logistic Regression, at the threshold 0.5"


def test_what_is_missing_stays_missing() -> None:
    scope = {"some": [1, None, 4], "zero": 0}
    assert evaluate("some / zero", scope) == [None, None, None]
    assert evaluate("sqrt(some) + 1", scope) == [2, None, 3]
    assert fill_template("{nothing} of {max(some)}", scope) == " of 4"


@pytest.mark.parametrize("source", ["__import__('os')", "some[0]", "lambda: 1", "1 +", "evil(1)", "x if y else z"])
def test_an_expression_is_arithmetic_and_nothing_else(source: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(source, {})
