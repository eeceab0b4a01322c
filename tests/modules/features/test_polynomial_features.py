"""Powers and products: those of scikit-learn, with their names, and not too many of them."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.preprocessing import PolynomialFeatures

from modules.data_transformation.polynomial_features import polynomial_features
from modules.kit import Dataset, ModuleError, catalog
from tests.modules.module_scripts import assert_script_gives_the_same

TABLE = Dataset(pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [4, 5, 6], "c": [0.5, -1.0, 2.0], "t": list("xyz")}))


@pytest.mark.parametrize("degree", [2, 3])
@pytest.mark.parametrize("terms", ["Powers and products", "Products only"])
def test_the_columns_are_those_of_scikit_learn_and_the_script_makes_them(degree: int, terms: Any) -> None:
    module, parameters = catalog()["polynomial_features"], {"degree": degree, "terms": terms}
    made = module.run({"dataset": TABLE}, parameters)["results_dataset"]
    only = terms == "Products only"
    expected = PolynomialFeatures(degree, interaction_only=only, include_bias=False).fit_transform(
        TABLE.frame[["a", "b", "c"]]
    )
    np.testing.assert_allclose(made.frame.drop(columns=["a", "b", "c", "t"]).to_numpy(), expected[:, 3:])
    assert module.infer_schemas({"dataset": TABLE.schema}, module.parameters(**parameters))["results_dataset"] == (
        made.schema
    )
    assert_script_gives_the_same("polynomial_features", {"dataset": TABLE}, parameters)


def test_new_columns_are_named_as_they_are_written() -> None:
    made = polynomial_features(TABLE, degree=3, terms="Powers only").results_dataset.frame
    assert list(made)[4:] == ["a^2", "b^2", "c^2", "a^3", "b^3", "c^3"]
    both = polynomial_features(TABLE).results_dataset.frame
    assert list(both)[4:] == ["a^2", "a * b", "a * c", "b^2", "b * c", "c^2"]


def test_too_many_columns_are_refused_before_they_are_made() -> None:
    wide = Dataset(pd.DataFrame(np.ones((2, 120)), columns=[f"x{place}" for place in range(120)]))
    with pytest.raises(ModuleError, match="120 columns up to degree 2 make more than 5,000 new ones"):
        polynomial_features(wide)
