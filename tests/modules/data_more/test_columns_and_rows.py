"""Add Columns, Remove Duplicate Rows, Select Columns Transform, Convert to CSV, Convert to Dataset."""

import csv
import pickle
from typing import Any

import pandas as pd
import pytest

from modules.data_transformation.add_columns import add_columns
from modules.data_transformation.convert_to_csv import convert_to_csv
from modules.data_transformation.convert_to_dataset import convert_to_dataset
from modules.data_transformation.remove_duplicate_rows import remove_duplicate_rows
from modules.data_transformation.select_columns_transform import select_columns_transform
from modules.kit import Columns, Dataset, ModuleError, Scores
from modules.model_scoring_and_evaluation.apply_transformation import apply_transformation

CARS = Dataset(
    pd.DataFrame({"make": pd.Categorical(["audi", None]), "price": [13_950.0, 16_430.0], "doors": [4, 2]}),
    {"price": "label"},
)


def _make_dataset(**columns: Any) -> Dataset:
    return Dataset(pd.DataFrame(columns))


def test_columns_stand_side_by_side_and_shared_names_are_numbered() -> None:
    combined = add_columns(CARS, _make_dataset(doors=[1, 3], doors_1=["a", "b"])).combined_dataset
    assert combined.frame.drop(columns="make").to_dict("list") == {
        "price": [13_950.0, 16_430.0],
        "doors_1 (2)": [4, 2],
        "doors_2": [1, 3],
        "doors_1": ["a", "b"],
    }
    assert combined.roles == {"price": "label"}


def test_the_shorter_side_is_filled_with_missing_rows_and_columns_keep_their_type() -> None:
    short = _make_dataset(whole=[2**63 - 1], new=[True], text=["x"], level=pd.Categorical(["a"]))
    combined = add_columns(short, CARS).combined_dataset
    types = [column.type for column in combined.schema]
    assert types == ["integer", "boolean", "text", "category", "category", "real", "integer"]
    assert combined.frame["whole"].tolist() == [2**63 - 1, pd.NA]


def test_what_is_said_of_scores_holds_while_their_columns_keep_their_names() -> None:
    scores = Scores("regression", label="price", predicted="guess")
    scored = Dataset(pd.DataFrame({"guess": [1.0, 2.0]}), {"guess": "score"}, scores)
    assert add_columns(CARS, scored).combined_dataset.scores == scores
    assert add_columns(scored, scored).combined_dataset.scores is None


def test_a_side_without_columns_is_refused() -> None:
    with pytest.raises(ModuleError) as refused:
        add_columns(CARS, Dataset(pd.DataFrame()))
    assert (refused.value.number, refused.value.port) == (3, "right_dataset")


@pytest.mark.parametrize(
    ("parameters", "rows"),
    [
        ({}, [0, 1, 3, 4]),
        ({"retain_first_duplicate_row": False}, [1, 2, 3, 4]),
        ({"missing_values_are_equal": True}, [0, 1, 3]),
    ],
)
def test_of_rows_with_the_same_key_one_stays(parameters: dict[str, bool], rows: list[int]) -> None:
    dataset = _make_dataset(make=["audi", "bmw", "audi", None, None], row=range(5))
    key = Columns(start="none", names=("make",))
    assert remove_duplicate_rows(dataset, key_columns=key, **parameters).frame["row"].tolist() == rows


def test_rows_that_differ_in_one_column_are_no_duplicates() -> None:
    assert remove_duplicate_rows(_make_dataset(a=[1, 1, 1], b=["x", "y", "x"])).rows == 2


def test_lists_are_no_key() -> None:
    with pytest.raises(ModuleError, match="'tags' has lists") as refused:
        remove_duplicate_rows(_make_dataset(tags=[["a"], ["b"]]))
    assert refused.value.number == 17


def test_the_same_columns_are_chosen_from_other_data_which_need_no_label() -> None:
    (transformation,) = select_columns_transform(CARS)
    new = _make_dataset(extra=[1], doors=[4], make=["bmw"])
    applied = apply_transformation(pickle.loads(pickle.dumps(transformation)), new).transformed_dataset
    assert list(applied.frame.columns) == ["make", "doors"]
    with pytest.raises(ModuleError, match="Did you mean 'door'") as refused:
        transformation.apply(_make_dataset(door=[4], make=["bmw"]))
    assert (refused.value.number, refused.value.column) == (1, "doors")


def test_a_selection_is_described_column_by_column() -> None:
    (transformation,) = select_columns_transform(CARS)
    assert transformation.describe()[1] == {"column": "price", "type": "real", "role": "label"}


def test_a_file_of_comma_separated_values_holds_every_cell() -> None:
    file = convert_to_csv(
        _make_dataset(name=["Åse, Oslo", 'say "hi"\nagain', None], more=["a", "", "b"])
    ).results_dataset
    with file.path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    assert file.name == "data.csv"
    assert rows == [["name", "more"], ["Åse, Oslo", "a"], ['say "hi"\nagain', ""], ["", "b"]]


@pytest.mark.parametrize(
    ("inert", "wanted"),
    [(True, ["'=name,level,x", "'=1+1,'@a,-1", "'-,b,2"]), (False, ["=name,level,x", "=1+1,@a,-1", "-,b,2"])],
)
def test_text_that_looks_like_a_formula_is_made_inert(inert: bool, wanted: list[str]) -> None:
    table = _make_dataset(**{"=name": ["=1+1", "-"], "level": pd.Categorical(["@a", "b"]), "x": [-1, 2]})
    file = convert_to_csv(table, inert_formulas=inert).results_dataset
    assert file.path.read_text(encoding="utf-8").splitlines() == wanted


@pytest.mark.parametrize(
    ("values", "value", "wanted", "kind"),
    [
        (["4", "?", "?!"], "?", ["4", None, "?!"], "text"),
        ([1, -999, 3], "-999", [1, None, 3], "integer"),
        ([1.0, -999.0], "-999", [1.0, None], "real"),
        ([True, False], "false", [True, None], "boolean"),
        (pd.to_datetime(["1900-01-01", "2024-05-01"]), "1900-01-01", [None, pd.Timestamp("2024-05-01")], "datetime"),
        (pd.Categorical(["a", "?"]), "?", ["a", None], "category"),
        ([1, 2], "?", [1, 2], "integer"),
    ],
)
def test_cells_that_hold_the_value_become_missing(values: Any, value: str, wanted: list[Any], kind: str) -> None:
    made = convert_to_dataset(_make_dataset(x=values), action="SetMissingValues", custom_missing_value=value)
    cells = [None if pd.isna(cell) else cell for cell in made.frame["x"]]
    assert (cells, made.schema["x"].type) == (wanted, kind)


def test_the_level_of_cells_made_missing_goes() -> None:
    made = convert_to_dataset(_make_dataset(x=pd.Categorical(["a", "?"])), action="SetMissingValues")
    assert made.schema["x"].levels == ("a",)


@pytest.mark.parametrize(
    ("values", "parameters", "wanted"),
    [
        ([None, 1.5], {}, [0.0, 1.5]),
        (["a", None], {"new_value": "none"}, ["a", "none"]),
        (["obs", "obs-2"], {"replace_values": "Custom"}, ["0", "obs-2"]),
        (pd.Categorical(["obs", "b"]), {"replace_values": "Custom", "new_value": "b"}, ["b", "b"]),
        (pd.Categorical([1, 2]), {"replace_values": "Custom", "custom_value": "2", "new_value": "x"}, ["1", "x"]),
        ([7, 8], {"replace_values": "Custom", "custom_value": "7.0", "new_value": "1e2"}, [100, 8]),
    ],
)
def test_cells_are_replaced(values: Any, parameters: dict[str, Any], wanted: list[Any]) -> None:
    made = convert_to_dataset(_make_dataset(x=values), action="ReplaceValues", **parameters)
    assert made.frame["x"].tolist() == wanted


@pytest.mark.parametrize(("values", "new"), [([7, 8], "0.5"), ([7, 8], "1e30"), ([7.0, 8.0], "none")])
def test_a_new_value_that_does_not_fit_is_refused(values: list[Any], new: str) -> None:
    with pytest.raises(ModuleError, match=r"does not fit\. 1 cell would get it") as refused:
        convert_to_dataset(
            _make_dataset(x=values), action="ReplaceValues", replace_values="Custom", custom_value="7", new_value=new
        )
    assert (refused.value.number, refused.value.column) == (2, "x")


def test_a_new_value_that_no_cell_needs_is_not_refused() -> None:
    dataset = _make_dataset(x=[1, 2], seen=pd.to_datetime(["2024-05-01", "2024-05-02"]))
    assert convert_to_dataset(dataset, action="ReplaceValues", new_value="none").frame.equals(dataset.frame)
