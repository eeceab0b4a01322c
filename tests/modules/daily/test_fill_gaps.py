"""Fill Gaps: beside a slow and plain way of saying it, and beside its own script."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.data_transformation.sort import SortColumn
from modules.kit import Columns, Dataset, ModuleError, catalog
from tests.server.module_programs import assert_script_gives_the_same

MODULE = catalog()["fill_gaps"]
RANDOM = np.random.default_rng(7)
ROWS = 60
TABLE = Dataset(
    pd.DataFrame(
        {
            "shop": pd.Series(RANDOM.choice(["a", "b", "🦔"], ROWS)).where(RANDOM.random(ROWS) > 0.1, None),
            "order": RANDOM.permutation(ROWS),
            "real": np.where(RANDOM.random(ROWS) < 0.5, np.nan, RANDOM.normal(size=ROWS).round(3)),
            "whole": pd.array(
                [None if gone else 2**53 + 1 + row for row, gone in enumerate(RANDOM.random(ROWS) < 0.5)], dtype="Int64"
            ),
            "kind": pd.Categorical([None if gone else "x" for gone in RANDOM.random(ROWS) < 0.5], ["x", "unused"]),
        }
    ),
    {"real": "label"},
)
NUMBERS = Columns(start="none", names=("real", "whole"))


def fill_plainly(frame: pd.DataFrame, column: str, fill_with: str, most: int | None) -> dict[int, Any]:
    """Row by row: the value, the nearest known rows before and after it in its group, and what follows of them."""
    filled: dict[int, Any] = {}
    for _, group in frame.sort_values("order").groupby("shop", dropna=False):
        values: list[Any] = [None if pd.isna(value) else value for value in group[column]]
        known = [place for place, value in enumerate(values) if value is not None]
        for place, (row, value) in enumerate(zip(group.index, values, strict=True)):
            before = max((one for one in known if one < place), default=None)
            after = min((one for one in known if one > place), default=None)
            near = [one for one in (before, after) if one is not None and (most is None or abs(one - place) <= most)]
            wanted = {"Value before": [before], "Value after": [after]}.get(fill_with, [before, after])
            if value is None and fill_with == "Line between both" and before is not None and after is not None:
                share = (place - before) / (after - before)
                value = values[before] + share * (values[after] - values[before])
            elif value is None and fill_with != "Line between both":
                value = next((values[one] for one in wanted if one in near), None)
            filled[row] = value
    return filled


@pytest.mark.parametrize("fill_with", ["Value before", "Value after", "Value before, else after", "Line between both"])
@pytest.mark.parametrize("most", [None, 1])
def test_gaps_are_filled_from_the_rows_of_the_same_group(fill_with: str, most: int | None) -> None:
    line = fill_with == "Line between both"
    parameters = {
        "columns_to_fill": NUMBERS if line else Columns(),
        "fill_with": fill_with,
        "most_rows": most,
        "group_by": ("shop",),
        "order_by": (SortColumn(column="order"),),
    }
    made = MODULE.run({"dataset": TABLE}, parameters)["results_dataset"]
    predicted = MODULE.infer_schemas({"dataset": TABLE.schema}, MODULE.parameters(**parameters))["results_dataset"]
    assert predicted == made.schema
    for column in ("real", "whole") if line else ("real", "whole", "kind"):
        expected = fill_plainly(TABLE.frame, column, fill_with, None if line else most)
        found = made.frame[column]
        missing = pd.Series({row: value is None for row, value in expected.items()}).sort_index()
        assert found.isna().tolist() == missing.tolist()
        for row, value in expected.items():
            assert value is None or found[row] == (pytest.approx(value) if line else value)
    pd.testing.assert_series_equal(made.frame["order"], TABLE.frame["order"])
    assert_script_gives_the_same("fill_gaps", {"dataset": TABLE}, parameters)


def test_a_line_needs_numbers() -> None:
    chosen = {"columns_to_fill": Columns(start="none", names=("kind",)), "fill_with": "Line between both"}
    with pytest.raises(ModuleError, match=r"needs numbers\. Column 'kind' is category"):
        MODULE.run({"dataset": TABLE}, chosen)
