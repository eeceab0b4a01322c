"""What guests see of results: below "rows" no value of a single row, whatever a table is shown as."""

import pytest

from modules.kit.views.dataset_view import DatasetView, SchemaView, TableView
from modules.kit.views.explanation_view import ExplainedRow, ExplanationView
from modules.kit.views.many_models_view import ManyModelsView, MeasuredGroup
from server.runs.result_visibility import KINDS_WITH_ROWS, redact_view

EXPLANATION = ExplanationView(
    learner="Linear Regression",
    label="price",
    scale="label",
    method="linear",
    rows=1,
    explained_rows=1,
    usual_rows=1,
    columns=[],
    other_columns=0,
    others_mean=0.0,
    shown=[
        ExplainedRow(
            number=1,
            predicted=1.0,
            truth=2.0,
            explained_class=None,
            base=0.0,
            values=["Ada"],
            contributions=[1.0],
            others=0.0,
        )
    ],
    interactions=[],
    interaction_rows=0,
)
MANY_MODELS = ManyModelsView(
    learner="Linear Regression",
    label="sales",
    keys=["shop"],
    metric="MAE",
    percent=False,
    rows=1,
    count=1,
    error=1.0,
    general_error=1.0,
    groups=[
        MeasuredGroup(
            key=["Ayr"],
            rows=1,
            error=1.0,
            general_error=1.0,
            result="level",
            source="Ayr",
            reason="",
            bias=0.0,
            low=0.0,
            high=1.0,
            actual="A",
            predicted="B",
            general="C",
        )
    ],
)


@pytest.mark.parametrize("shown_as", [EXPLANATION, MANY_MODELS], ids=lambda shown: shown.kind)
def test_rows_behind_another_view_of_a_table_are_for_guests_who_see_rows(shown_as: TableView) -> None:
    assert shown_as.kind in KINDS_WITH_ROWS
    table = DatasetView(rows=1, columns=[], profiled=0, shown_as=shown_as)
    assert redact_view(table, "rows") == table
    seen = redact_view(table, "statistics")
    assert isinstance(seen, DatasetView)
    assert "shown_as" not in seen.model_dump(mode="json")
    assert isinstance(redact_view(table, "metrics"), SchemaView)
