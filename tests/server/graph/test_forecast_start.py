"""First designs that forecast: from dates and from dates as text, of one series and of several."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.kit import Dataset, catalog
from server.api.datasets.quick_start_routes import load_forecast_evidence
from server.graph.builders.forecast_start import ForecastEvidence, build_forecast_start
from server.graph.document import Design, sort_topologically
from server.graph.validation.validation_rules import find_problems
from server.storage.table_data.arrow_io import read_schema
from tests.server.graph.linter_data import StoredDataset, analyze_with_data, list_advice, read_sample, store_dataset

MONTHS = pd.date_range("2015-01-01", periods=60, freq="MS")
AMOUNTS = 100 + np.arange(60.0) + 20 * np.sin(np.arange(60) * np.pi / 6)


def make_sales(times: Any = MONTHS) -> pd.DataFrame:
    return pd.DataFrame({"month": times, "sales": AMOUNTS})


def make_shops() -> pd.DataFrame:
    return pd.concat([make_sales().assign(shop=name) for name in ("north", "south")], ignore_index=True)


def store_table(frame: pd.DataFrame) -> StoredDataset:
    return store_dataset(Dataset(frame))


def find_evidence(data: StoredDataset, target: str = "sales") -> ForecastEvidence | None:
    return load_forecast_evidence(data.path, read_schema(data.path), target)


def make_start(data: StoredDataset, horizon: int | None = None, target: str = "sales") -> Design:
    evidence = find_evidence(data, target)
    assert evidence is not None
    steps = horizon or evidence.propose_horizon()
    return Design(nodes=dict(build_forecast_start(catalog(), "data", "Data", target, evidence, steps).nodes))


def run_design(design: Design, frame: pd.DataFrame) -> dict[str, Any]:
    """The outputs of all nodes, where the source gives this table."""
    values: dict[str, Any] = {"data.dataset": Dataset(frame)}
    for name in sort_topologically(design):
        node = design.nodes[name]
        if name != "data":
            inputs = {edge.port: values[edge.reference] for edge in node.edges()}
            found = catalog()[node.module].run(inputs, node.parameters)
            values |= {f"{name}.{port}": value for port, value in found.items()}
    return values


@pytest.mark.parametrize(
    ("frame", "order"),
    [
        (make_sales(), None),
        (make_shops(), None),
        (make_sales(MONTHS.strftime("%Y-%m-%d").astype(object)), "Detect"),
        (make_sales(pd.date_range("2015-01-01", periods=60).strftime("%d.%m.%Y").astype(object)), "Day first"),
    ],
    ids=["dates", "two series", "written dates", "dates of numbers"],
)
def test_a_forecast_design_has_no_problem_and_runs_to_its_errors(frame: pd.DataFrame, order: str | None) -> None:
    data = store_table(frame)
    evidence, design = find_evidence(data), make_start(data)
    assert evidence is not None
    assert evidence.order == order
    drawing = analyze_with_data(design, {"data": data})
    assert [*find_problems(drawing), *list_advice(drawing)] == []
    values = run_design(design, frame)
    horizon = evidence.propose_horizon()
    assert len(values["split.results_dataset2"].frame) == horizon * evidence.count
    assert values["score.forecast"].frame["Scored Labels"].notna().all()


def test_frequency_series_and_steps_ahead_are_those_of_the_rows() -> None:
    shops = find_evidence(store_table(make_shops()))
    assert shops == ForecastEvidence("month", "shop", 2, "Monthly", 60)
    assert shops.propose_horizon() == 12
    days = pd.bdate_range("2024-01-01", periods=60)
    found = find_evidence(store_table(make_sales(days)))
    assert found is not None
    assert (found.frequency, found.propose_horizon()) == ("Working days", 10)


def test_gaps_are_filled_by_the_last_value_and_a_few_rows_hold_out_fewer() -> None:
    frame = make_shops().drop(index=[7, 33]).head(58)
    data = store_table(pd.concat([frame, make_shops().tail(58)], ignore_index=True))
    assert make_start(data).nodes["prepare"].parameters["gaps"] == "Last value"
    short = find_evidence(store_table(make_sales().head(24)))
    assert short is not None
    assert short.propose_horizon() == 6


def test_no_forecast_is_offered_of_words_or_of_rows_without_regular_times() -> None:
    assert find_evidence(store_table(make_shops()), "shop") is None
    random = np.random.default_rng(1)
    scattered = MONTHS[0] + pd.to_timedelta(random.integers(1, 9_000, 60).cumsum(), "h")
    assert find_evidence(store_table(make_sales(scattered))) is None


def test_the_bike_rentals_of_the_samples_are_offered_as_a_forecast() -> None:
    data = read_sample("sample:bike_share_daily")
    found = find_evidence(data, "cnt")
    assert found is not None
    assert (found.time, found.by, found.frequency) == ("date", None, "Daily")
    design = make_start(data, target="cnt")
    drawing = analyze_with_data(design, {"data": data})
    assert [*find_problems(drawing), *list_advice(drawing)] == []
