"""Rules, formulas, conditions and loops of KNIME: what they become means the same."""

import contextlib
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.data_transformation.formula import FormulaColumn, formula
from modules.kit import Dataset
from server.importers.design_files import convert_design_file
from server.importers.knime_expressions import NotTranslated, translate_expression, translate_rules
from tests.server.importers.test_knime import write_knime
from tests.server.importers.test_orange import check_ports

ROWS = pd.DataFrame({"a": [1.0, 6.0, None, -3.0], "t": ["blue car", "red", None, "Blue"], "n [x]": [1, 2, 3, 4]})


def compute(text: str) -> list[Any]:
    made = formula(Dataset(ROWS), formulas=(FormulaColumn(name="new", formula=text),))
    return [None if pd.isna(value) else value for value in made.frame["new"]]


@pytest.mark.parametrize(
    ("rules", "values"),
    [
        (
            ['// $a$ > 5 => "no"', '$a$ > 5 => "large"', '$a$ <= 0 => "small"', 'TRUE => "rest"'],
            ["rest", "large", "rest", "small"],
        ),
        (['$t$ LIKE "blue*" => "b"', 'MISSING $t$ => "none"'], ["b", None, "none", None]),
        (['$t$ MATCHES "(?i)blue.*" AND NOT $a$ < 0 => 1', "TRUE => 0"], [1, 0, 0, 0]),
        (['$t$ IN ("red", "Blue") OR $n [x]$ = 1 => $a$'], [1.0, 6.0, None, -3.0]),
        ([r'TRUE => "always \"x\""'], ['always "x"'] * 4),
    ],
)
def test_rules_give_what_the_first_that_holds_says(rules: list[str], values: list[Any]) -> None:
    assert compute(translate_rules(rules)) == values


def test_expressions_compute_the_same() -> None:
    assert compute(translate_expression("($a$ + $n [x]$) / 2 - abs($a$)")) == [0.0, -2.0, None, -2.5]
    assert compute(translate_expression('join(upperCase($t$), "!")'))[:2] == ["BLUE CAR!", "RED!"]


@pytest.mark.parametrize(
    "text", ["COL_MEAN($a$)", "$$ROWINDEX$$ + 1", "$a$ + +", "$a$ ; 1", "pi * 2", "", '"open', "eval('1')"]
)
def test_what_has_no_counterpart_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(NotTranslated, match=r"\.$"):
        translate_expression(text)
    with pytest.raises(NotTranslated, match=r"\.$"):
        translate_rules([f"{text} => 1"])


@given(st.lists(st.text(max_size=60), max_size=4))
def test_no_text_breaks_the_translation(lines: list[str]) -> None:
    for line in lines:
        with contextlib.suppress(NotTranslated):
            translate_expression(line)
        with contextlib.suppress(NotTranslated):
            translate_rules([line])


def test_a_loop_over_folds_is_one_module_that_cross_validates() -> None:
    label = {"classColumn": "y"}
    nodes: list[tuple[str, dict[str, Any]]] = [
        ("CSV Reader", {}),
        ("X-Partitioner", {"validations": 5, **label}),
        ("Equal Size Sampling", label),
        ("Random Forest Learner", {"targetColumn": "y", "nrModels": 30}),
        ("Random Forest Predictor", {}),
        ("X-Aggregator", {}),
        ("Scorer", {}),
    ]
    links = [(0, 1, 1, 1), (1, 1, 2, 1), (2, 1, 3, 1), (3, 3, 4, 1), (1, 2, 4, 2), (4, 1, 5, 1), (5, 1, 6, 1)]
    made = convert_design_file("loop.knwf", write_knime(nodes, links))
    check_ports(made)
    assert {name: node["module"] for name, node in made.nodes.items()} == {
        "csv_reader": "dataset",
        "equal_size_sampling": "balance_classes",
        "random_forest_learner": "multiclass_decision_forest",
        "steps_in_each_fold": "add_preprocessing_to_model",
        "random_forest_predictor": "cross_validate_model",
        "scorer": "evaluate_model",
    }
    assert made.nodes["equal_size_sampling"]["inputs"] == {"dataset": "csv_reader.dataset"}
    assert made.nodes["steps_in_each_fold"]["inputs"] == {
        "untrained_model": "random_forest_learner.untrained_model", "steps": ["equal_size_sampling.balancing"],
    }  # fmt: skip
    assert made.nodes["random_forest_predictor"]["parameters"] == {"label": "y", "number_of_folds": 5}
    assert made.nodes["scorer"]["inputs"] == {"scored_dataset": "random_forest_predictor.scored_results"}
    assert {line.node for line in made.lines} <= set(made.nodes)


def test_probabilities_that_are_named_by_a_suffix_are_voted_on() -> None:
    named = {"column-filter": {"included_names": ["P (y=no)_RF"], "excluded_names": []}}
    nodes: list[tuple[str, dict[str, Any]]] = [
        ("CSV Reader", {}),
        ("Random Forest Learner", {"targetColumn": "y"}),
        ("Random Forest Predictor", {"suffixForClassProbabilities": "_RF"}),
        ("Math Formula", {"expression": "$P (y=no)_RF$ / 2", "replaced_column": "vote"}),
        ("Rule Engine", {"rules": {"0": "$vote$ = 0 => 1", "1": "TRUE => 0"}, "append-column": True}),
        ("Scorer", {"first": "y", "second": "prediction"}),
        ("Column Filter", named),
    ]
    links = [(0, 1, 1, 1), (1, 3, 2, 1), (0, 1, 2, 2), (2, 1, 3, 1), (3, 1, 4, 1), (4, 1, 5, 1), (2, 1, 6, 1)]
    made = convert_design_file("vote.knwf", write_knime(nodes, links))
    check_ports(made)
    added = made.nodes["random_forest_predictor_2"]
    assert added["inputs"] == {"dataset": "random_forest_predictor.scored_dataset"}
    assert added["parameters"] == {"formulas": [{"name": "P (y=no)_RF", "formula": "[Scored Probabilities_no]"}]}
    assert made.nodes["column_filter"]["inputs"] == {"dataset": "random_forest_predictor_2.results_dataset"}
    renamed = made.nodes["prediction"]
    assert renamed["parameters"] == {"formulas": [{"name": "Scored Labels", "formula": "[prediction]"}]}
    assert made.nodes["scorer"]["inputs"] == {"scored_dataset": "prediction.results_dataset"}


def test_a_network_has_the_layers_that_it_has_in_knime() -> None:
    layers = {"classcol": "y", "maxiter": 100, "hiddenlayer": 2, "nrhiddenneurons": 16}
    made = convert_design_file(
        "net.knwf", write_knime([("CSV Reader", {}), ("RProp MLP Learner", layers)], [(0, 1, 1, 1)])
    )
    assert made.nodes["rprop_mlp_learner"]["parameters"] == {"number_of_hidden_nodes": "16, 16"}


def test_a_loop_over_groups_is_for_each_group() -> None:
    chosen = {"column-filter": {"included_names": ["shop"], "excluded_names": ["y"]}}
    kinds = ("CSV Reader", "Group Loop Start", "Statistics", "Loop End", "Row Filter", "Loop End")
    nodes: list[tuple[str, dict[str, Any]]] = [(kind, chosen if kind == "Group Loop Start" else {}) for kind in kinds]
    made = convert_design_file("groups.knwf", write_knime(nodes, [(at, 1, at + 1, 1) for at in range(5)]))
    check_ports(made)
    modules = [node["module"] for node in made.nodes.values()]
    assert modules[:5] == ["dataset", "for_each_group", "summarize_data", "collect_results", "select_rows"]
    assert modules[5] not in ("collect_results", "for_each_group")
    assert made.nodes["group_loop_start"]["parameters"] == {"group_by": ["shop"]}
    assert made.nodes["loop_end"]["inputs"] == {"result": "statistics.results_dataset"}


def test_gaps_are_filled_as_the_settings_say() -> None:
    handlers = "org.knime.base.node.preproc.pmml.missingval.handlers."
    settings = {
        "columnSettings": {
            "0": {"colNames": ["age"], "settings": {"factoryID": f"{handlers}DoubleMeanMissingCellHandlerFactory"}}
        },
        "dataTypeSettings": {
            "org.knime.core.data.def.IntCell": {
                "factoryID": f"{handlers}FixedIntegerValueMissingCellHandlerFactory",
                "settings": {"fixIntegerValue": 0},
            },
            "org.knime.core.data.def.StringCell": {"factoryID": f"{handlers}DoNothingMissingCellHandlerFactory"},
        },
    }
    made = convert_design_file(
        "gaps.knwf", write_knime([("CSV Reader", {}), ("Missing Value", settings)], [(0, 1, 1, 1)])
    )
    check_ports(made)
    assert [node["parameters"] for node in made.nodes.values() if node["module"] == "clean_missing_data"] == [
        {"columns_to_be_cleaned": {"start": "none", "names": ["age"]}, "cleaning_mode": "Replace with mean"},
        {
            "columns_to_be_cleaned": {
                "start": "rule",
                "types": ["integer"],
                "roles": [],
                "containing": "",
                "names": ["age"],
            },
            "cleaning_mode": "Custom substitution value",
            "replacement_value": "0",
        },
    ]


@pytest.mark.parametrize(
    ("kind", "settings", "module", "parameters"),
    [
        (
            "Row Filter",
            {"outputMode": "NON_MATCHING", "matchCriteria": "OR", "predicates": {"0": {
                "column": {"selected": "a"}, "operator": "GT", "predicateValues": {"values": {"0": {"value": 3}}}}}},
            "select_rows",
            {"conditions": [{"column": "a", "operator": ">", "values": [3]}], "match": "Any condition"},
        ),
        (
            "Column Renamer",
            {"renamings": {"0": {"oldName": "a", "newName": "b"}}},
            "select_and_rename",
            {"columns_in_order": [{"column": "a", "new_name": "b"}], "other_columns": "Keep in place"},
        ),
        (
            "Row Aggregator",
            {"categoryColumn": "g", "aggregationMethod": "COUNT"},
            "aggregate",
            {"group_by": ["g"], "aggregations": [{"function": "Count of rows", "name": "OCCURRENCE_COUNT"}]},
        ),
        (
            "String to Number",
            {"include": {"included_names": ["a]"]}},
            "formula",
            {"formulas": [{"name": "a]", "formula": "to_number([a]]])"}]},
        ),
    ],
)  # fmt: skip
def test_settings_become_parameters(
    kind: str, settings: dict[str, Any], module: str, parameters: dict[str, Any]
) -> None:
    nodes = [("CSV Reader", {}), (kind, settings), ("Table View", {})]
    made = convert_design_file("one.knwf", write_knime(nodes, [(0, 1, 1, 1), (1, 1, 2, 1)]))
    check_ports(made)
    (found,) = [node for node in made.nodes.values() if node["module"] == module]
    assert found["parameters"] == parameters
    if kind == "Row Filter":
        assert made.nodes["table_view"]["inputs"]["dataset"].endswith(".other_rows")


def test_a_lookup_keeps_every_row_and_nearest_neighbors_train_and_score() -> None:
    lookup = {"lookupCol": "id", "dictKeyCol": "key", "dictValueCols": {"manualFilter": {"manuallySelected": ["y"]}}}
    nodes: list[tuple[str, dict[str, Any]]] = [
        ("CSV Reader", {}),
        ("CSV Reader", {}),
        ("Value Lookup", lookup),
        ("K Nearest Neighbor", {"k": 3, "classColumn": "y"}),
    ]
    made = convert_design_file("two.knwf", write_knime(nodes, [(0, 1, 2, 1), (1, 1, 2, 2), (2, 1, 3, 1), (2, 1, 3, 2)]))
    check_ports(made)
    assert made.nodes["value_lookup"]["parameters"]["join_type"] == "Left Outer Join"
    assert [node["module"] for node in made.nodes.values()][-3:] == [
        "k_nearest_neighbors_classifier", "train_model", "score_model",
    ]  # fmt: skip


def _name_reference(by_number: bool = False) -> dict[str, Any]:
    return {
        "dataTableColumn": {"useRowID": by_number, "columnName": "source"},
        "referenceTableColumn": {"useRowID": False, "columnName": "known"},
    }


@pytest.mark.parametrize(
    ("kind", "settings", "joins"),
    [
        ("Reference Row Splitter", {}, ["Left Semi-Join", "Left Anti-Join"]),
        ("Reference Row Filter", {"inexclude": "Include rows from reference table"}, ["Left Semi-Join"]),
        ("Reference Row Filter", {"inexclude": "Exclude rows from reference table"}, ["Left Anti-Join"]),
    ],
)
def test_rows_that_a_second_table_has_are_joined_with_it(kind: str, settings: dict[str, str], joins: list[str]) -> None:
    nodes: list[tuple[str, dict[str, Any]]] = [
        ("CSV Reader", {}),
        ("CSV Reader", {}),
        (kind, {**_name_reference(), **settings}),
        *[("CSV Writer", {}) for _ in joins],
    ]
    ends = [(2, port, 3 + at, 1) for at, port in enumerate((1, 2)[: len(joins)])]
    made = convert_design_file("two.knwf", write_knime(nodes, [(0, 1, 2, 1), (1, 1, 2, 2), *ends]))
    check_ports(made)
    joined = {name: node["parameters"] for name, node in made.nodes.items() if node["module"] == "join_data"}
    assert [held["join_type"] for held in joined.values()] == joins
    assert {(*held["left_key_columns"], *held["right_key_columns"]) for held in joined.values()} == {
        ("source", "known")
    }
    writers = [
        node["inputs"]["dataset"] for node in made.nodes.values() if node["module"] == "select_columns_in_dataset"
    ]
    assert writers == [f"{name}.results_dataset" for name in joined]


def test_rows_compared_by_their_numbers_stay_a_placeholder() -> None:
    nodes: list[tuple[str, dict[str, Any]]] = [
        ("CSV Reader", {}),
        ("CSV Reader", {}),
        ("Reference Row Splitter", _name_reference(by_number=True)),
    ]
    made = convert_design_file("two.knwf", write_knime(nodes, [(0, 1, 2, 1), (1, 1, 2, 2)]))
    assert made.count("placeholder") == 1
