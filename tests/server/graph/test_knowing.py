"""What is known before a run: columns of SQL and scripts, names that changed, values that were seen, ways out."""

from typing import Any

import pytest

from modules.kit import Column, Schema
from modules.python_language.schema_annotation import predict_script_schemas
from server.graph.analyzed_design import Problem
from server.graph.column_statistics import ColumnStatistics
from server.graph.document import parse_design
from server.graph.edits import apply_edits
from server.graph.validation.validation_rules import find_problems
from tests.server.graph.graph_designs import CARS_SCHEMA, analyze_nodes, make_automobile_nodes, make_node
from tests.server.graph.linter_data import analyze_with_data, make_loans, store_dataset


def find_problems_of(nodes: dict[str, Any]) -> list[Problem]:
    return find_problems(analyze_nodes(nodes))


def predict_query_columns(query: str, **tables: str) -> Schema | None:
    nodes = {
        "data": make_node("dataset", {"dataset": "cars"}),
        "sql": make_node("apply_sql_transformation", {"sql_query_script": query}, **({"t1": "data.dataset"} | tables)),
    }
    schema = analyze_nodes(nodes).schemas["sql.results_dataset"]
    return schema if isinstance(schema, Schema) else None


def test_the_columns_of_a_query_are_known_before_it_runs() -> None:
    schema = predict_query_columns(
        "select make, avg(price) as mean, count(*) as cars, max(doors) > 2 as big from t1 group by make"
    )
    assert schema == Schema(
        (Column("make", "text"), Column("mean", "real"), Column("cars", "integer"), Column("big", "boolean"))
    )


@pytest.mark.parametrize(
    "query",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select content from read_text('/etc/hostname')",
        "copy t1 to '/tmp/designery-stolen.csv'",
        "attach '/tmp/designery-stolen.db'",
        "install httpfs",
        "create table t as select * from range(1000000000000); select * from t",
        "pivot t1 on make using sum(price)",
        "select nowhere from t1",
        "select",
        "",
        "(" * 5_000,
    ],
)
def test_nothing_is_told_of_a_query_that_only_a_run_can_tell_or_refuse(query: str) -> None:
    assert predict_query_columns(query) is None


def test_a_query_over_endless_rows_is_described_and_not_run() -> None:
    assert predict_query_columns("select count(*) as n from range(1000000000000) a, range(1000000000000) b") is not None


def test_a_script_announces_its_columns_and_is_never_run() -> None:
    script = 'raise SystemExit\ndef azureml_main(dataframe1, dataframe2) -> "*, ratio: real, doors: category":\n  pass'
    first, second = predict_script_schemas(CARS_SCHEMA, None, script)
    assert first == Schema(
        (
            Column("make", "text"),
            Column("doors", "category"),
            Column("horsepower", "real"),
            Column("price", "integer"),
            Column("ratio", "real"),
        )
    )
    assert second == Schema()


@pytest.mark.parametrize(
    "annotation", ["", " -> pd.DataFrame", ' -> "ratio: float"', ' -> "ratio"', ' -> ("a: real", 3)']
)
def test_a_script_that_announces_nothing_is_unknown_until_it_runs(annotation: str) -> None:
    assert predict_script_schemas(CARS_SCHEMA, None, f"def azureml_main(dataframe1){annotation}:\n  pass") == (
        None,
        None,
    )


def make_renamed_nodes(module: str, parameters: dict[str, Any], port: str) -> dict[str, Any]:
    return make_automobile_nodes() | {
        "rename": make_node(module, parameters, **{port: "data.dataset"}),
        "split": make_node("split_data", dataset="rename.results_dataset"),
    }


@pytest.mark.parametrize(
    "nodes",
    [
        make_renamed_nodes(
            "edit_metadata",
            {"columns": {"start": "none", "names": ["price", "doors"]}, "new_column_names": "pride, worth"},
            "dataset",
        ),
        make_renamed_nodes(
            "apply_sql_transformation", {"sql_query_script": 'select price as worth, "make" as pride from t1'}, "t1"
        ),
    ],
    ids=["Edit Metadata", "SQL"],
)
def test_a_renamed_column_is_followed_rather_than_the_nearest_spelling(nodes: dict[str, Any]) -> None:
    problem = next(problem for problem in find_problems_of(nodes) if problem.field == "label")
    assert problem.fix is not None
    new = apply_edits({"nodes": nodes}, problem.fix.edits)["nodes"]["train"]["parameters"]["label"]
    assert problem.message == f"Column 'price' is now called '{new}'."
    assert new == {"edit_metadata": "worth", "apply_sql_transformation": "worth"}[nodes["rename"]["module"]]


def test_a_number_out_of_range_gets_the_nearest_bound() -> None:
    nodes = make_automobile_nodes()
    nodes["split"]["parameters"] = {"fraction": 7}
    assert [problem.fix and problem.fix.label for problem in find_problems_of(nodes)] == ["Use 1"]


def test_a_missing_input_is_connected_to_the_only_output_that_fits() -> None:
    nodes = make_automobile_nodes()
    nodes["train"]["inputs"].pop("untrained_model")
    problem = next(problem for problem in find_problems_of(nodes) if problem.field == "untrained_model")
    assert problem.fix is not None
    assert problem.fix.label == "Connect Linear Regression"
    assert find_problems_of(apply_edits({"nodes": nodes}, problem.fix.edits)["nodes"]) == []


@pytest.mark.parametrize(
    ("scorer", "trainer", "fits"),
    [
        ("score_svd_recommender", "train_svd_recommender", True),
        ("score_svd_recommender", "train_vowpal_wabbit_model", False),
        ("score_model", "train_vowpal_wabbit_model", False),
        ("score_vowpal_wabbit_model", "train_vowpal_wabbit_model", True),
    ],
)
def test_a_model_is_offered_to_the_module_that_scores_it(scorer: str, trainer: str, fits: bool) -> None:
    port = "training_data" if "vowpal" in trainer else "training_dataset"
    nodes = {
        "data": make_node("dataset", {"dataset": "cars"}),
        "train": make_node(trainer, None, **{port: "data.dataset"}),
        "score": make_node(scorer),
    }
    problem = next(
        problem for problem in find_problems_of(nodes) if problem.node == "score" and "Trained model" in problem.message
    )
    assert (problem.fix is not None) == fits


def test_columns_are_chosen_and_other_values_entered() -> None:
    nodes = {
        "data": make_node("dataset", {"dataset": "cars"}),
        "edit": make_node("edit_metadata", dataset="data.dataset"),
    }
    assert [problem.message for problem in find_problems_of(nodes)] == ["Choose the columns to change."]


def test_where_two_outputs_fit_nothing_is_connected() -> None:
    nodes = make_automobile_nodes() | {"second": make_node("poisson_regression")}
    nodes["train"]["inputs"].pop("untrained_model")
    assert next(problem for problem in find_problems_of(nodes) if problem.field == "untrained_model").fix is None


def test_a_missing_input_is_never_connected_into_a_circle() -> None:
    nodes = {
        "a": make_node("add_rows", dataset1="b.results_dataset", dataset2="b.results_dataset"),
        "b": make_node("remove_duplicate_rows"),
    }
    assert [problem.fix for problem in find_problems_of(nodes) if problem.field == "dataset"] == [None]


def test_a_node_that_lacks_something_itself_is_not_offered() -> None:
    nodes = {"train": make_node("train_model", {"label": "y"}), "score": make_node("score_model")}
    assert {problem.fix for problem in find_problems_of(nodes)} == {None}


def test_a_learner_of_the_wrong_kind_is_replaced_by_its_twin() -> None:
    nodes = make_automobile_nodes()
    nodes["linear"] = make_node("boosted_decision_tree_regression", {"learning_rate": 0.1})
    nodes["train"]["parameters"] = {"label": "make"}
    problem = find_problems_of(nodes)[0]
    assert problem.fix is not None
    after = apply_edits({"nodes": nodes}, problem.fix.edits)["nodes"]
    assert after["linear"]["module"] == "multiclass_boosted_decision_tree"
    assert after["linear"]["parameters"] == {"learning_rate": 0.1}
    assert find_problems_of(after) == []


def test_a_two_class_learner_with_three_values_is_a_problem_where_they_are_in_the_data() -> None:
    nodes = {
        "data": make_node("dataset", {"dataset": "loans"}),
        "learner": make_node("two_class_decision_forest"),
        "train": make_node(
            "train_model", {"label": "purpose"}, untrained_model="learner.untrained_model", dataset="data.dataset"
        ),
    }
    said = find_problems(analyze_with_data(parse_design({"nodes": nodes}), {"loans": store_dataset(make_loans())}))
    assert [problem.message for problem in said] == ["purpose has 3 values, but a two-class learner predicts only two."]
    assert said[0].fix is not None
    assert said[0].fix.label == "Use Multiclass Decision Forest"


def test_a_classifier_with_real_numbers_is_replaced_by_a_regression() -> None:
    nodes = {
        "data": make_node("dataset", {"dataset": "loans"}),
        "learner": make_node("multiclass_logistic_regression"),
        "train": make_node(
            "train_model", {"label": "income"}, untrained_model="learner.untrained_model", dataset="data.dataset"
        ),
    }
    said = find_problems(analyze_with_data(parse_design({"nodes": nodes}), {"loans": store_dataset(make_loans())}))
    assert len(said) == 1
    assert "predicts classes" in said[0].message
    assert said[0].fix is not None


def find_seen_values(reference: str, nodes: dict[str, Any], column: str) -> ColumnStatistics | None:
    drawing = analyze_with_data(parse_design({"nodes": nodes}), {"loans": store_dataset(make_loans())})
    return drawing.get_statistics(reference, column)


def test_values_are_known_as_far_as_modules_keep_them() -> None:
    nodes = {
        "data": make_node("dataset", {"dataset": "loans"}),
        "names": make_node(
            "edit_metadata",
            {"columns": {"start": "none", "names": ["years"]}, "new_column_names": "age"},
            dataset="data.dataset",
        ),
        "split": make_node("split_data", dataset="names.results_dataset"),
        "scale": make_node("normalize_data", dataset="split.results_dataset1"),
    }
    there, renamed = (
        find_seen_values("data.dataset", nodes, "years"),
        find_seen_values("names.results_dataset", nodes, "age"),
    )
    assert there is not None
    assert there.exact
    assert renamed == there
    part = find_seen_values("split.results_dataset1", nodes, "age")
    assert part is not None
    assert (part.exact, part.missing, part.maximum) == (False, 0.0, there.maximum)
    assert find_seen_values("scale.transformed_dataset", nodes, "age") is None


def test_a_column_that_changed_its_type_has_no_known_values() -> None:
    nodes = {
        "data": make_node("dataset", {"dataset": "loans"}),
        "types": make_node(
            "edit_metadata",
            {"columns": {"start": "none", "names": ["years"]}, "data_type": "Double"},
            dataset="data.dataset",
        ),
    }
    assert find_seen_values("types.results_dataset", nodes, "years") is None
    assert find_seen_values("types.results_dataset", nodes, "income") is not None
