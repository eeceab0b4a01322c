"""Select Columns in Dataset, Edit Metadata, Add Rows: what columns are kept, and what is said of them."""

from typing import Any

import pandas as pd
import pytest

from modules.data_transformation.add_rows import add_rows
from modules.data_transformation.edit_metadata import edit_metadata
from modules.data_transformation.select_columns_in_dataset import select_columns_in_dataset
from modules.kit import Columns, Dataset, ModuleError, Schema, Scores, catalog

CARS = Dataset(
    pd.DataFrame({"make": pd.Categorical(["audi", None]), "price": [13_950.0, 16_430.0], "id": ["7", "8"]}),
    {"price": "label"},
)


def _select_columns(*names: str) -> Columns:
    return Columns(start="none", names=names)


def _edit_values(values: list[Any], **parameters: Any) -> "pd.Series[Any]":
    return edit_metadata(Dataset(pd.DataFrame({"x": values})), columns=_select_columns("x"), **parameters).frame["x"]


def test_chosen_columns_keep_the_order_of_the_data_unless_told_otherwise() -> None:
    orders = [
        list(
            select_columns_in_dataset(
                CARS, select_columns=_select_columns("id", "make"), order_as_selected=order
            ).frame.columns
        )
        for order in (False, True)
    ]
    assert orders == [["make", "id"], ["id", "make"]]


def test_a_rule_chooses_by_type_and_roles_stay() -> None:
    chosen = select_columns_in_dataset(CARS, select_columns=Columns(start="rule", types=("real",)))
    assert (list(chosen.frame.columns), chosen.roles) == (["price"], {"price": "label"})


def test_a_column_that_is_not_there_is_named_with_the_nearest_one() -> None:
    with pytest.raises(ModuleError, match="Did you mean 'price'") as refused:
        select_columns_in_dataset(CARS, select_columns=_select_columns("prise"))
    assert (refused.value.number, refused.value.parameter) == (1, "select_columns")


@pytest.mark.parametrize(
    ("values", "data_type", "wanted", "kind"),
    [
        (["1", " 2"], "Integer", [1, 2], "int64"),
        ([1.0, 2.0], "Integer", [1, 2], "int64"),
        ([True, False], "Integer", [1, 0], "int64"),
        (["1.5", "2"], "Double", [1.5, 2.0], "float64"),
        (["Yes", "no"], "Boolean", [True, False], "bool"),
        ([1, 0], "Boolean", [True, False], "bool"),
        ([1, 2], "String", ["1", "2"], "str"),
        (["2024-05-01", "5 June 2024"], "DateTime", ["2024-05-01", "2024-06-05"], "datetime64[us]"),
        ([86_400, 0], "DateTime", ["1970-01-02", "1970-01-01"], "datetime64[us]"),
        (["2024-05-01T01:00+02:00", "2024-05-01"], "DateTime", ["2024-04-30 23:00", "2024-05-01"], "datetime64[us]"),
    ],
)
def test_values_become_the_type(values: list[Any], data_type: str, wanted: list[Any], kind: str) -> None:
    edited = _edit_values(values, data_type=data_type)
    expected = [pd.Timestamp(value) for value in wanted] if data_type == "DateTime" else wanted
    assert (edited.tolist(), str(edited.dtype)) == (expected, kind)


@pytest.mark.parametrize("values", [["1", None], [1.0, None], [True, None]])
def test_whole_numbers_may_be_missing(values: list[Any]) -> None:
    edited = _edit_values(values, data_type="Integer")
    assert (edited.dropna().tolist(), edited.isna().tolist(), str(edited.dtype)) == ([1], [False, True], "Int64")


def test_dates_are_read_by_their_format() -> None:
    edited = _edit_values(["02/03/2024", None], data_type="DateTime", datetime_format="%d/%m/%Y")
    assert edited.tolist() == [pd.Timestamp("2024-03-02"), pd.NaT]


@pytest.mark.parametrize(
    ("values", "data_type", "message"),
    [
        (
            ["1", "two", "3", "four"],
            "Integer",
            "2 values of column 'x' can't become a whole number. .* 'two' in row 2",
        ),
        ([1.5, 2.0], "Integer", "1 value of column 'x' can't become a whole number. .* '1.5' in row 1"),
        ([1e30], "Integer", "can't become a whole number"),
        (["a"], "Double", "can't become a real number"),
        (["maybe"], "Boolean", "can't become true or false"),
        (["soon"], "DateTime", "can't become a time"),
    ],
)
def test_values_that_cannot_be_converted_are_counted(values: list[Any], data_type: str, message: str) -> None:
    with pytest.raises(ModuleError, match=message) as refused:
        _edit_values(values, data_type=data_type)
    assert (refused.value.number, refused.value.column) == (42, "x")


def test_a_column_becomes_a_category_and_what_its_levels_are() -> None:
    category = _edit_values([2, 1, 2], categorical="Categorical")
    numbers = edit_metadata(
        Dataset(category.to_frame()), columns=_select_columns("x"), categorical="NonCategorical"
    ).frame["x"]
    assert (list(category.cat.categories), numbers.tolist(), str(numbers.dtype)) == ([1, 2], [2, 1, 2], "int64")


def test_names_roles_and_what_is_said_of_scores_change_together() -> None:
    scores = Scores("regression", label="price", predicted="guess")
    dataset = Dataset(pd.DataFrame({"price": [1.0], "guess": [1.5]}), {"price": "label", "guess": "score"}, scores)
    edited = edit_metadata(dataset, columns=Columns(), fields="ClearScores", new_column_names='cost, "guessed, cost"')
    assert edited.roles == {"cost": "label"}
    assert edited.scores == Scores("regression", label="cost", predicted="guessed, cost")


@pytest.mark.parametrize(("names", "number"), [("a, b", 27), ("make", 28), (" , ", 27), ('""', 2)])
def test_names_that_do_not_fit_are_refused(names: str, number: int) -> None:
    with pytest.raises(ModuleError) as refused:
        edit_metadata(CARS, columns=_select_columns("price"), new_column_names=names)
    assert (refused.value.number, refused.value.parameter) == (number, "new_column_names")


@pytest.mark.parametrize("data_type", ["Unchanged", "String"])
@pytest.mark.parametrize("categorical", ["Unchanged", "Categorical", "NonCategorical"])
@pytest.mark.parametrize("fields", ["Unchanged", "Features", "Labels", "ClearFeatures", "ClearLabels", "Weights"])
def test_predicted_columns_are_the_real_ones(data_type: str, categorical: str, fields: str) -> None:
    module = catalog()["edit_metadata"]
    parameters = {"columns": Columns(), "data_type": data_type, "categorical": categorical, "fields": fields}
    edited = module.run({"dataset": CARS}, parameters)["results_dataset"].schema
    predicted = module.infer_schemas({"dataset": CARS.schema}, module.parameters(**parameters))["results_dataset"]
    if not isinstance(predicted, Schema):
        assert (data_type, categorical) == ("Unchanged", "NonCategorical")
    else:
        assert [(c.name, c.type, c.role) for c in predicted] == [(c.name, c.type, c.role) for c in edited]


def test_rows_are_added_by_the_names_of_columns_and_levels_united() -> None:
    more = Dataset(pd.DataFrame({"id": ["9"], "price": [5], "make": pd.Categorical(["bmw"])}))
    both = add_rows(CARS, more)
    assert both.frame["price"].tolist() == [13_950.0, 16_430.0, 5.0]
    assert both.schema.to_json()["columns"] == [
        {"name": "make", "type": "category", "role": "feature", "levels": ["audi", "bmw"]},
        {"name": "price", "type": "real", "role": "label"},
        {"name": "id", "type": "text", "role": "feature"},
    ]


@pytest.mark.parametrize(
    ("frame", "number"),
    [
        ({"make": ["x"], "price": [1.0]}, 67),
        ({"make": ["x"], "price": [1.0], "ident": ["7"]}, 10),
        ({"make": ["x"], "price": [1.0], "id": [7]}, 16),
    ],
)
def test_rows_of_other_columns_are_refused(frame: dict[str, Any], number: int) -> None:
    with pytest.raises(ModuleError) as refused:
        add_rows(CARS, Dataset(pd.DataFrame(frame)))
    assert (refused.value.number, refused.value.port) == (number, "dataset2")


def test_columns_of_one_dataset_are_kept_or_left_out_and_named() -> None:
    first = Dataset(pd.DataFrame({"id": [2**53 + 1], "paid": [True], "size": pd.Categorical(["s"])}), {"id": "label"})
    second = Dataset(pd.DataFrame({"paid": [False], "note": ["late"]}))
    kept = add_rows(first, second, columns_of_one="Keep, with missing values")
    missing = pd.NA
    expected = {
        "id": pd.array([2**53 + 1, missing], dtype="Int64"),
        "paid": [True, False],
        "size": pd.Categorical(["s", None]),
        "note": [None, "late"],
    }
    pd.testing.assert_frame_equal(kept.frame, pd.DataFrame(expected).astype({"note": "str"}))
    assert kept.schema["id"].role == "label"
    assert kept.remark == (
        "Only in the first dataset: id, size. Only in the second dataset: note. "
        "Their values are missing in the rows of the other one."
    )
    common = add_rows(first, second, columns_of_one="Leave out")
    assert common.frame.to_dict("list") == {"paid": [True, False]}
    assert common.remark is not None
    assert common.remark.endswith("They are left out.")
    with pytest.raises(ModuleError, match="no column in common"):
        add_rows(CARS, Dataset(pd.DataFrame({"other": [1]})), columns_of_one="Leave out")
