"""Rules that choose columns: the last one that fits decides, and selections of Azure are read as such rules."""

from typing import Any

import pandas as pd
import pytest
from pydantic import ValidationError

from modules.data_transformation.select_columns_in_dataset import select_columns_in_dataset
from modules.kit import Columns, Dataset, ModuleError, catalog
from modules.kit.column_rules import matches_wildcards
from modules.kit.schema import UnknownRows
from tests.server.module_programs import assert_script_gives_the_same

TABLE = Dataset(
    pd.DataFrame(
        {"price": [1, 2], "make": ["a", None], "city mpg": [3, 4], "Highway mpg": [1.5, 2.5], "größe 🦔": [None, None]}
    ),
    {"price": "label"},
)


def _choose(*rules: dict[str, Any], **more: Any) -> list[str]:
    return Columns.model_validate({"start": "rules", "rules": rules, **more}).resolve(TABLE.schema)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([], []),
        ([{}], ["price", "make", "city mpg", "Highway mpg", "größe 🦔"]),
        ([{"types": ["integer"]}, {"names": ["make"]}], ["price", "make", "city mpg"]),
        ([{}, {"action": "exclude", "roles": ["feature"]}, {"names": ["make"]}], ["price", "make"]),
        ([{"pattern": "*MPG"}], ["city mpg", "Highway mpg"]),
        ([{"pattern": "GRÖSSE*"}], ["größe 🦔"]),
        ([{"positions": "1, -1"}], ["price", "größe 🦔"]),
        ([{"positions": "2-3"}, {"action": "exclude", "positions": "-3"}], ["make"]),
        ([{}, {"action": "exclude", "missing_above": 0.4}], ["price", "city mpg", "Highway mpg"]),
        ([{"types": ["real"], "pattern": "*mpg"}], ["Highway mpg"]),
        (
            [{"types": ["real"]}, {"action": "exclude", "names": []}, {"pattern": ""}, {"positions": ""}],
            ["Highway mpg"],
        ),
    ],
)
def test_the_last_rule_that_fits_decides(rules: list[dict[str, Any]], expected: list[str]) -> None:
    assert _choose(*rules) == expected


def test_named_columns_stay_out_of_what_rules_choose() -> None:
    assert _choose({"pattern": "*mpg"}, names=["city mpg"]) == ["Highway mpg"]


def test_a_name_in_a_rule_that_is_not_there_is_refused() -> None:
    columns = Columns.model_validate({"start": "rules", "rules": [{"names": ["prise"]}]})
    with pytest.raises(ModuleError, match="Did you mean 'price'"):
        columns.resolve_required(TABLE.schema, port="dataset", parameter="columns")


@pytest.mark.parametrize("positions", ["a", "0", "1-b", "--", "1 2", "9999999"])
def test_positions_that_are_none_are_refused(positions: str) -> None:
    with pytest.raises(ValidationError, match="Positions"):
        Columns.model_validate({"start": "rules", "rules": [{"positions": positions}]})


def test_how_much_is_missing_is_known_in_a_run_only() -> None:
    module = catalog()["select_columns_in_dataset"]
    rules = {"start": "rules", "rules": [{}, {"action": "exclude", "missing_above": 0.6}]}
    parameters = {"select_columns": rules}
    made = module.run({"dataset": TABLE}, parameters)["results_dataset"]
    assert made.schema.names == ["price", "make", "city mpg", "Highway mpg"]
    schema = type(TABLE.schema)(TABLE.schema.columns)
    assert module.infer_schemas({"dataset": schema}, module.parameters(**parameters)) == {"results_dataset": None}
    with pytest.raises(UnknownRows):
        Columns.model_validate(rules).resolve(schema)


def test_a_schema_does_not_hold_the_rows_that_it_describes() -> None:
    schema = Dataset(pd.DataFrame({"a": [1]})).schema
    with pytest.raises(UnknownRows):
        schema.measure_missing_share("a")


def test_a_script_names_the_columns_that_rules_choose() -> None:
    rules = {"start": "rules", "rules": [{"types": ["integer"]}, {"action": "exclude", "names": ["price"]}]}
    text = assert_script_gives_the_same("select_columns_in_dataset", {"dataset": TABLE}, {"select_columns": rules})
    assert '["city mpg"]' in text


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (
            [
                {"ruleType": "AllColumns", "exclude": False},
                {"ruleType": "ColumnNames", "exclude": True, "columns": ["make"]},
            ],
            ["price", "city mpg", "Highway mpg", "größe 🦔"],
        ),
        (
            [{"ruleType": "ColumnTypes", "exclude": False, "columnTypes": ["Numeric"]}],
            ["price", "city mpg", "Highway mpg"],
        ),
        ([{"ruleType": "ColumnIndexes", "exclude": False, "columns": ["1-2", "4"]}], ["price", "make", "Highway mpg"]),
        ([{"ruleType": "Label", "exclude": False}], ["price"]),
    ],
)
def test_selections_of_azure_are_read_as_they_are(rules: list[dict[str, Any]], expected: list[str]) -> None:
    columns = Columns.model_validate({"isFilter": True, "rules": rules})
    assert select_columns_in_dataset(TABLE, select_columns=columns).schema.names == expected


def test_a_rule_of_azure_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValidationError, match="'Magic' is no kind of rule"):
        Columns.model_validate({"isFilter": True, "rules": [{"ruleType": "Magic"}]})


def test_a_pattern_of_many_stars_takes_no_time() -> None:
    assert not matches_wildcards("a" * 2_000, "*a" * 100 + "b")
