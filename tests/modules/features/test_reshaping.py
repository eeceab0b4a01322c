"""Normalize Data by quartiles, ranks and powers: as scikit-learn has them, with its script and in the folds."""

import contextlib
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.preprocessing import PowerTransformer, QuantileTransformer, RobustScaler

from modules.data_transformation.normalize_data import normalize_data
from modules.kit import Dataset, ModuleError, catalog
from tests.modules.module_scripts import assert_script_gives_the_same

RANDOM = np.random.default_rng(0)
TABLE = Dataset(
    pd.DataFrame(
        {
            "income": [*RANDOM.lognormal(8, 1, 60), np.nan, 1e6],
            "age": pd.array([*RANDOM.integers(18, 90, 61), None], dtype="Int64"),
            "name": [f"n{row}" for row in range(62)],
        }
    )
)
SCALERS: dict[str, Any] = {
    "Robust": RobustScaler(),
    "QuantileUniform": QuantileTransformer(n_quantiles=62),
    "QuantileNormal": QuantileTransformer(n_quantiles=62, output_distribution="normal"),
    "YeoJohnson": PowerTransformer(),
}


@pytest.mark.parametrize("method", SCALERS)
def test_the_scale_is_that_of_scikit_learn_and_the_script_gives_the_same(method: Any) -> None:
    module, parameters = catalog()["normalize_data"], {"transformation_method": method}
    made = module.run({"dataset": TABLE}, parameters)
    numbers = TABLE.frame[["income", "age"]].astype("float64")
    np.testing.assert_allclose(
        made["transformed_dataset"].frame[["income", "age"]].to_numpy(), SCALERS[method].fit_transform(numbers)
    )
    predicted = module.infer_schemas({"dataset": TABLE.schema}, module.parameters(**parameters))
    assert predicted["transformed_dataset"] == made["transformed_dataset"].schema
    assert_script_gives_the_same("normalize_data", {"dataset": TABLE}, parameters)


@pytest.mark.parametrize("method", SCALERS)
def test_a_scale_for_fewer_columns_gives_the_same_for_those(method: Any) -> None:
    fitted = normalize_data(TABLE, transformation_method=method)
    alone = Dataset(TABLE.frame[["age"]])
    found = fitted.transformation_function.restrict_to(frozenset({"age"})).apply(alone).frame["age"]
    pd.testing.assert_series_equal(found, fitted.transformed_dataset.frame["age"])
    assert [row["column"] for row in fitted.transformation_function.describe()] == ["income", "age"]


@pytest.mark.parametrize("method", SCALERS)
@pytest.mark.parametrize("values", [[1.0, np.inf], [np.nan, np.nan], [1e308, -1e308, 5.0, 0.0]])
def test_numbers_without_a_scale_are_scaled_or_refused_in_a_sentence(method: Any, values: list[float]) -> None:
    table = Dataset(pd.DataFrame({"x": values}))
    with contextlib.suppress(ModuleError):
        made = normalize_data(table, transformation_method=method)
        assert np.isfinite(made.transformed_dataset.frame["x"]).all()
