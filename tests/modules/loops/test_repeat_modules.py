"""Loops over groups and values: results, failures, limits, and what is not computed again."""

import json
from typing import Any

import pandas as pd
import pytest

from modules.kit import Dataset, ModuleError, catalog
from modules.loops.loop_body import LoopBody

SALES = pd.DataFrame({"shop": ["a", "b", "a", "b", None], "sales": [5, 9, 4, 7, 1]})


def make_body(module: str, parameters: dict[str, Any], output: str, **start: Any) -> str:
    step = {"node": "one", "title": catalog()[module].title, "module": module, "parameters": parameters}
    step["inputs"] = {catalog()[module].rows_port.name: ["start.results_dataset"]}  # type: ignore[union-attr]
    settings = {"start": "for_each_value" if start else "for_each_group", "settings": start or {"group_by": ["shop"]}}
    body = {**settings, "steps": [step], "entry": "start.results_dataset", "result": f"one.{output}"}
    return LoopBody.model_validate(body).model_dump_json()


def run_loop(body: str, frame: pd.DataFrame = SALES, **given: Any) -> tuple[Dataset, Dataset]:
    inputs: dict[str, Any] = {name: given.pop(name) for name in ("earlier_rows", "earlier_iterations") if name in given}
    found = catalog()["repeat_modules"].run({"dataset": Dataset(frame), **inputs}, {"body": body, **given})
    return found["rows"], found["iterations"]


TOP_ROW = make_body("select_rows_per_group", {"order_by": [{"column": "sales"}], "number_of_rows": 1}, "selected_rows")


def test_each_group_is_run_alone_and_the_results_stand_below_one_another() -> None:
    rows, iterations = run_loop(TOP_ROW)
    assert rows.frame["sales"].tolist() == [4, 7, 1]
    assert rows.frame["shop"].tolist()[:2] == ["a", "b"]
    assert iterations.frame["shop"].tolist() == ["a", "b", "(missing)"]
    assert iterations.frame["State"].tolist() == ["Done"] * 3


def test_a_failing_group_is_a_row_with_its_reason_or_ends_the_loop() -> None:
    body = make_body(
        "normalize_data", {"columns_to_transform": {"start": "none", "names": ["sales"]}}, "transformed_dataset"
    )
    frame = pd.DataFrame({"shop": ["a", "a", "b"], "sales": [1.0, 2.0, float("inf")]})
    with pytest.raises(ModuleError, match="'b': Normalize Data: "):
        run_loop(body, frame, when_one_fails="Stop")
    rows, iterations = run_loop(body, frame)
    assert iterations.frame["State"].tolist() == ["Done", "Failed"]
    assert iterations.frame["Reason"].iloc[1].startswith("Normalize Data: ")
    assert set(rows.frame["shop"]) == {"a"}


def test_a_loop_over_values_changes_one_setting_and_names_it_by_a_column() -> None:
    given = {"setting": "one.number_of_rows", "values": ["1", "3"]}
    body = make_body("select_rows_per_group", {"order_by": [{"column": "sales"}]}, "selected_rows", **given)
    rows, _ = run_loop(body)
    title = catalog()["select_rows_per_group"].widgets["number_of_rows"].title
    assert rows.frame[title].tolist() == [1, 3, 3, 3]


def test_more_iterations_than_are_allowed_do_not_begin() -> None:
    with pytest.raises(ModuleError, match="The loop has 3 iterations, and 2 are allowed"):
        run_loop(TOP_ROW, most_iterations=2)


def test_only_changed_groups_are_computed_again_with_the_same_result() -> None:
    rows, iterations = run_loop(TOP_ROW)
    changed = SALES.assign(sales=[5, 9, 4, 6, 1])
    again, states = run_loop(TOP_ROW, changed, earlier_rows=rows, earlier_iterations=iterations)
    assert states.frame["State"].tolist() == ["Unchanged", "Done", "Unchanged"]
    fresh, _ = run_loop(TOP_ROW, changed)
    pd.testing.assert_frame_equal(again.frame, fresh.frame)
    # Another setting, or another version of the code, makes everything another result.
    settings = json.loads(TOP_ROW)
    settings["steps"][0]["parameters"]["number_of_rows"] = 2
    for given in ({"body": json.dumps(settings)}, {"body": TOP_ROW, "version": "2"}):
        body = given.pop("body")
        _, states = run_loop(body, changed, earlier_rows=rows, earlier_iterations=iterations, **given)
        assert "Unchanged" not in states.frame["State"].tolist()


def test_categories_and_mixed_types_of_groups_stay_one_column() -> None:
    frame = pd.DataFrame({"shop": ["a", "b"], "kind": pd.Categorical(["x", "y"]), "sales": [1, 2]})
    body = make_body("edit_metadata", {"columns": {"start": "none", "names": ["sales"]}}, "results_dataset")
    rows, _ = run_loop(body, frame)
    assert isinstance(rows.frame["kind"].dtype, pd.CategoricalDtype)
    assert rows.frame["kind"].tolist() == ["x", "y"]
