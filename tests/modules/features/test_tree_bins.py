"""Bins by a decision tree: edges where the label changes, for classes and for numbers."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.data_transformation.group_data_into_bins import group_data_into_bins
from modules.kit import Columns, Dataset, ModuleError, Schema, catalog
from tests.modules.module_scripts import assert_script_gives_the_same

AGES = np.arange(100, dtype="float64")
TABLE = Dataset(
    pd.DataFrame(
        {
            "age": AGES,
            "class": np.where((AGES > 20) & (AGES < 70), "yes", "no"),
            "sales": np.where(AGES > 49, 10.0, 1.0),
        }
    ),
    {"class": "label"},
)
AGE = Columns(start="none", names=("age",))


@pytest.mark.parametrize(("label", "edges"), [("class", (20.5, 69.5)), ("sales", (49.5,))])
def test_edges_are_where_the_label_changes_and_the_script_finds_them(label: str, edges: tuple[float, ...]) -> None:
    parameters: dict[str, Any] = {"binning_mode": "Decision Tree", "label_column": label, "columns_to_bin": AGE}
    module = catalog()["group_data_into_bins"]
    made = module.run({"dataset": TABLE}, parameters)
    assert made["binning_transformation"].edges == {"age": edges}
    predicted = module.infer_schemas({"dataset": TABLE.schema}, module.parameters(**parameters))["quantized_dataset"]
    assert isinstance(predicted, Schema)
    found = made["quantized_dataset"].schema
    assert [(one.name, one.type, one.role) for one in predicted] == [(one.name, one.type, one.role) for one in found]
    assert_script_gives_the_same("group_data_into_bins", {"dataset": TABLE}, parameters)


def test_a_tree_needs_a_label_that_is_none_of_the_columns() -> None:
    with pytest.raises(ModuleError, match="Choose the column that the bins should tell apart"):
        group_data_into_bins(TABLE, binning_mode="Decision Tree")
    sales = Columns(start="none", names=("sales",))
    with pytest.raises(ModuleError, match="'sales' is the label, and the only column to bin"):
        group_data_into_bins(TABLE, binning_mode="Decision Tree", label_column="sales", columns_to_bin=sales)
