"""Distances between rows: those of scikit-learn and scipy, in three forms, and by script."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import cdist
from sklearn.neighbors import NearestNeighbors

from modules.kit import Columns, Dataset, ModuleError, catalog
from modules.statistical_functions.distances import distances
from modules.statistical_functions.row_distances import SCIPY_METRICS, list_nearest_rows
from tests.modules.module_scripts import assert_script_gives_the_same

RANDOM = np.random.default_rng(0)
TABLE = Dataset(
    pd.DataFrame(
        {
            "id": [f"r{row}" for row in range(30)],
            "x": RANDOM.normal(0, 1, 30),
            "y": RANDOM.normal(5, 100, 30),
            "kind": pd.Categorical(RANDOM.choice(["a", "b"], 30)),
        }
    ),
    {"id": "none"},
)
POINTS = TABLE.frame[["x", "y"]].to_numpy()


@pytest.mark.parametrize("metric", SCIPY_METRICS)
def test_nearest_rows_are_those_of_scikit_learn(metric: Any) -> None:
    found = distances(TABLE, metric=metric, normalize_columns=False, number_of_neighbors=3).distances.frame
    apart, near = (
        NearestNeighbors(n_neighbors=3, metric=SCIPY_METRICS[metric], algorithm="brute").fit(POINTS).kneighbors()
    )
    np.testing.assert_allclose(found["Distance"], apart.ravel(), atol=1e-12)
    if metric == "Euclidean":
        assert (found["Neighbor"] - 1).tolist() == near.ravel().tolist()


@pytest.mark.parametrize("table", ["Nearest rows", "All pairs", "Matrix"])
@pytest.mark.parametrize("metric", ["Euclidean", "Gower"])
@pytest.mark.parametrize("both", [False, True])
def test_schema_and_script_agree_with_the_result(table: str, metric: str, both: bool) -> None:
    inputs = {"dataset": TABLE, **({"other_dataset": Dataset(TABLE.frame[:4])} if both else {})}
    columns = Columns(start="none", names=("x", "y", "kind") if metric == "Gower" else ("x", "y"))
    parameters = {"table": table, "metric": metric, "name_column": "id", "columns_to_compare": columns}
    module = catalog()["distances"]
    made = module.run(inputs, parameters)["distances"]
    schemas = {port: value.schema for port, value in inputs.items()}
    predicted = module.infer_schemas(schemas, module.parameters(**parameters))["distances"]
    assert predicted == (None if table == "Matrix" else made.schema)
    assert_script_gives_the_same("distances", inputs, parameters)


def test_a_row_is_no_neighbor_of_itself_and_gaps_are_left_out() -> None:
    table = Dataset(pd.DataFrame({"x": [1.0, 1.0, np.nan, 4.0]}))
    found = distances(table, number_of_neighbors=1).distances.frame
    assert list(zip(found["Row"], found["Neighbor"], strict=True)) == [(1, 2), (2, 1), (4, 1)]
    pairs = distances(table, table="All pairs").distances.frame
    assert list(zip(pairs["Row"], pairs["Neighbor"], strict=True)) == [(1, 2), (1, 4), (2, 4)]


def test_gower_is_the_mean_difference_of_what_both_rows_have() -> None:
    table = pd.DataFrame({"size": [0.0, 10.0, np.nan], "kind": ["a", "a", "b"]})
    parameters = {"metric": "Gower", "table": "All pairs", "columns_to_compare": Columns()}
    found = catalog()["distances"].run({"dataset": Dataset(table)}, parameters)["distances"].frame
    assert found["Distance"].tolist() == [0.5, 1.0, 1.0]


def test_kilometers_between_cities() -> None:
    cities = pd.DataFrame({"lat": [52.52, 48.8566], "lon": [13.405, 2.3522]})
    found = distances(Dataset(cities), metric="Great circle in km", table="All pairs").distances.frame
    assert found["Distance"][0] == pytest.approx(877.5, abs=1)
    with pytest.raises(ModuleError, match="Great circle takes two columns"):
        distances(Dataset(cities[["lat"]]), metric="Great circle in km")


def test_blocks_give_what_one_table_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("modules.statistical_functions.row_distances.BLOCK_CELLS", 70)
    found = list_nearest_rows(TABLE.frame, ["x", "y"], "Euclidean", count=2, scaled=False)
    table = cdist(POINTS, POINTS)
    np.fill_diagonal(table, np.inf)
    assert (found["Neighbor"] - 1).tolist() == np.argsort(table, axis=1)[:, :2].ravel().tolist()
