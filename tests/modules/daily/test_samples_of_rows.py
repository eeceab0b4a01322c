"""Row numbers, rows per group, shuffled and bootstrapped rows: every row is where it belongs."""

from typing import Any

import pandas as pd
import pytest

from modules.data_transformation.add_row_number import add_row_number
from modules.data_transformation.bootstrap_sample import bootstrap_sample
from modules.data_transformation.select_rows_per_group import select_rows_per_group
from modules.data_transformation.shuffle_rows import shuffle_rows
from modules.data_transformation.sort import SortColumn
from modules.kit import Dataset, ModuleError, catalog
from tests.server.module_programs import assert_script_gives_the_same

TABLE = Dataset(
    pd.DataFrame(
        {
            "shop": ["a", "🦔", None, "a", None, "a"],
            "sales": [3.0, 1.0, 2.0, None, 5.0, 4.0],
            "id": pd.array([2**53 + 1, None, 3, 4, 5, 2**62], dtype="Int64"),
            "kind": pd.Categorical(["x", "y", "x", "x", None, "y"]),
        }
    ),
    {"sales": "label"},
)
BY_SALES = (SortColumn(column="sales", direction="Descending"),)


@pytest.mark.parametrize("groups", [(), ("shop",), ("shop", "kind")])
@pytest.mark.parametrize("order", [(), BY_SALES])
@pytest.mark.parametrize("position", ["First column", "Last column"])
def test_rows_are_numbered_in_their_groups(groups: tuple[str, ...], order: Any, position: str) -> None:
    parameters = {"group_by": groups, "order_by": order, "position": position, "start": 10, "increment": 5}
    made = catalog()["add_row_number"].run({"dataset": TABLE}, parameters)["results_dataset"]
    module = catalog()["add_row_number"]
    assert module.infer_schemas({"dataset": TABLE.schema}, module.parameters(**parameters))["results_dataset"] == (
        made.schema
    )
    ordered = made.frame.sort_values("sales", ascending=False, kind="stable") if order else made.frame
    for _, part in ordered.groupby(list(groups) or TABLE.frame.index // 6, dropna=False, observed=True):
        assert part["Row"].tolist() == [10 + 5 * place for place in range(len(part))]
    assert_script_gives_the_same("add_row_number", {"dataset": TABLE}, parameters)


def test_a_row_number_has_no_part_in_learning_and_a_free_name() -> None:
    made = add_row_number(TABLE, name="sales")
    assert (made.schema.names[0], made.roles["sales (2)"], made.roles["sales"]) == ("sales (2)", "none", "label")


@pytest.mark.parametrize("which", ["First in order", "Last in order", "At random"])
@pytest.mark.parametrize("groups", [(), ("shop",), ("shop", "kind")])
@pytest.mark.parametrize("count", [1, 2, 9])
def test_each_group_gives_as_many_rows_as_it_can(which: Any, groups: tuple[str, ...], count: int) -> None:
    parameters = {"which": which, "group_by": groups, "number_of_rows": count, "order_by": BY_SALES}
    outputs = catalog()["select_rows_per_group"].run({"dataset": TABLE}, parameters)
    chosen, other = outputs["selected_rows"].frame, outputs["other_rows"].frame
    assert sorted(map(str, pd.concat([chosen, other])["id"])) == sorted(map(str, TABLE.frame["id"]))
    sizes = TABLE.frame.groupby(list(groups) or TABLE.frame.index // 6, dropna=False, observed=True).size()
    assert len(chosen) == sizes.clip(upper=count).sum()
    assert_script_gives_the_same("select_rows_per_group", {"dataset": TABLE}, parameters)


def test_the_top_row_of_each_group_is_the_one_with_the_largest_value() -> None:
    chosen = select_rows_per_group(TABLE, group_by=("shop",), order_by=BY_SALES).selected_rows.frame
    assert chosen["sales"].tolist() == [1.0, 5.0, 4.0]


def test_shuffled_rows_are_the_same_rows_in_an_order_of_the_seed() -> None:
    first, again, other = (shuffle_rows(TABLE, seed=seed).frame for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert first["id"].tolist() != other["id"].tolist()
    assert sorted(map(str, first["id"])) == sorted(map(str, TABLE.frame["id"]))
    assert first.dtypes.tolist() == TABLE.frame.dtypes.tolist()


@pytest.mark.parametrize("share", [0.5, 1.0, 3.0])
def test_a_bootstrap_has_drawn_rows_and_the_rest(share: float) -> None:
    sample, rest = bootstrap_sample(TABLE, share=share, seed=3)
    assert sample.rows == round(6 * share)
    drawn = set(map(str, sample.frame["id"]))
    assert drawn | set(map(str, rest.frame["id"])) == set(map(str, TABLE.frame["id"]))
    assert not drawn & set(map(str, rest.frame["id"]))
    assert_script_gives_the_same("bootstrap_sample", {"dataset": TABLE}, {"share": share, "seed": 3})


def test_a_bootstrap_of_too_many_rows_is_refused() -> None:
    with pytest.raises(ModuleError, match="100,000,000"):
        bootstrap_sample(Dataset(pd.DataFrame(index=range(2_000_000))), share=100)
