"""Categories as numbers: by order, by frequency and by hash, for training data and for others."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.data_transformation.encode_categories import CategoryOrder, encode_categories
from modules.kit import Columns, Dataset, ModuleError, catalog
from tests.modules.module_scripts import assert_script_gives_the_same

TABLE = Dataset(
    pd.DataFrame(
        {
            "size": ["small", "large", None, "medium", "small", "huge"],
            "grade": pd.Categorical(["C", "A", "B", None, "A", "C"], categories=["C", "B", "A"]),
            "price": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        }
    )
)
SIZES = CategoryOrder(column="size", values="small, medium, large")


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"orders": (SIZES,)},
        {"orders": (SIZES,), "unknown_categories": "-1"},
        {"encoding": "Frequency"},
        {"encoding": "Frequency", "frequency_unit": "Number of rows"},
        {"encoding": "Hash", "number_of_columns": 5},
    ],
)
def test_schema_transformation_and_script_agree_with_the_result(parameters: dict[str, Any]) -> None:
    module = catalog()["encode_categories"]
    made = module.run({"dataset": TABLE}, parameters)
    predicted = module.infer_schemas({"dataset": TABLE.schema}, module.parameters(**parameters))
    assert predicted["encoded_dataset"] == made["encoded_dataset"].schema
    again = made["transformation"].apply(TABLE)
    pd.testing.assert_frame_equal(again.frame, made["encoded_dataset"].frame)
    assert_script_gives_the_same("encode_categories", {"dataset": TABLE}, parameters)


def test_the_order_is_the_given_one_or_that_of_the_categories() -> None:
    made = encode_categories(TABLE, orders=(SIZES,), unknown_categories="-1").encoded_dataset.frame
    assert made["size"].fillna(99).tolist() == [0, 2, 99, 1, 0, -1]
    assert made["grade"].fillna(99).tolist() == [0, 2, 1, 99, 2, 0]


def test_other_data_get_the_frequencies_of_the_training_data() -> None:
    fitted = encode_categories(TABLE, encoding="Frequency").transformation
    new = Dataset(pd.DataFrame({"size": ["small", "tiny", None], "grade": ["B", "B", "B"]}))
    assert fitted.apply(new).frame["size"].fillna(99).tolist() == [0.4, 0.0, 99]
    alone = fitted.restrict_to(frozenset({"grade"})).apply(Dataset(new.frame[["grade"]]))
    assert alone.frame["grade"].tolist() == [0.2] * 3


def test_hashes_do_not_depend_on_other_rows_and_missing_values_add_nothing() -> None:
    made = encode_categories(TABLE, encoding="Hash", number_of_columns=8).encoded_dataset.frame
    one = encode_categories(Dataset(TABLE.frame[1:2]), encoding="Hash", number_of_columns=8).encoded_dataset.frame
    hashes = [f"hash {number}" for number in range(1, 9)]
    assert made.loc[1, hashes].tolist() == one.iloc[0][hashes].tolist()
    assert np.abs(made[hashes]).sum(axis=1).tolist()[2:4] == [1.0, 1.0]


def test_an_order_for_a_column_that_is_not_encoded_is_refused() -> None:
    only_grade = Columns(start="none", names=("grade",))
    with pytest.raises(ModuleError, match="Row 1: column 'size' is not among those to encode"):
        encode_categories(TABLE, orders=(SIZES,), columns_to_encode=only_grade)
    with pytest.raises(ModuleError, match="Row 1: 'a' is listed twice"):
        encode_categories(TABLE, orders=(CategoryOrder(column="size", values="a, b, a"),))
