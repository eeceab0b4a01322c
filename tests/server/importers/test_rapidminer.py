"""RapidMiner processes become designs: validations with operators inside are folds or a split here."""

from collections.abc import Sequence

import pytest

from server.importers.design_files import convert_design_file
from server.importers.imported_design import ImportedDesign, ImportRefused
from server.importers.rapidminer_operators import CLUSTERINGS, LEARNERS
from server.importers.rapidminer_tables import TABLE_OPERATORS
from tests.server.importers.test_orange import check_ports


def operator(name: str, kind: str, *inner: str, **parameters: str) -> str:
    values = "".join(f'<parameter key="{key}" value="{value}"/>' for key, value in parameters.items())
    return f'<operator activated="true" class="{kind}" name="{name}" x="45" y="34">{values}{"".join(inner)}</operator>'


def process(operators: Sequence[str], links: Sequence[tuple[str, str, str, str]]) -> str:
    """Operators with connections (operator, port, operator, port); an empty name is the border."""
    connections = "".join(
        f'<connect {f"""from_op="{source}" """ if source else ""}from_port="{output}" '
        f'{f"""to_op="{target}" """ if target else ""}to_port="{taken}"/>'
        for source, output, target, taken in links
    )
    return f"<process>{''.join(operators)}{connections}</process>"


def convert(inner: str) -> ImportedDesign:
    content = (
        f'<?xml version="1.0"?><process version="9"><operator class="process" name="P">{inner}</operator></process>'
    )
    made = convert_design_file("flow.rmp", content.encode())
    check_ports(made)
    return made


SOURCE = operator("Data", "retrieve", repository_entry="//Samples/data/Golf")
ROLE = operator("Role", "set_role", attribute_name="Play", target_role="label")
TESTING = process(
    [operator("Apply", "apply_model"), operator("Judge", "performance_classification")],
    [
        ("", "model", "Apply", "model"),
        ("", "test set", "Apply", "unlabelled data"),
        ("Apply", "labelled data", "Judge", "labelled data"),
        ("Judge", "performance", "", "performance 1"),
    ],
)
OUTER = [
    ("Data", "output", "Role", "example set input"),
    ("Role", "example set output", "Validate", "example set"),
    ("Validate", "performance 1", "", "result 1"),
]


def test_folds_of_a_learner_are_cross_validation() -> None:
    training = process(
        [operator("Tree", "concurrency:parallel_decision_tree", maximal_depth="4")],
        [("", "training set", "Tree", "training set"), ("Tree", "model", "", "model")],
    )
    folds = operator("Validate", "concurrency:cross_validation", training, TESTING, number_of_folds="5")
    made = convert(process([SOURCE, ROLE, folds], OUTER))
    assert {name: node["module"] for name, node in made.nodes.items()} == {
        "golf": "dataset",
        "role": "edit_metadata",
        "tree": "decision_tree_classifier",
        "validate": "cross_validate_model",
        "evaluate_validate": "evaluate_model",
        "train_tree": "train_model",
    }
    assert made.nodes["validate"]["parameters"] == {"label": "Play", "number_of_folds": 5}
    assert made.nodes["tree"]["parameters"] == {"maximum_depth_of_the_decision_tree": 4}
    assert made.count("placeholder") == 0


def test_a_validation_with_more_inside_is_one_split_with_all_of_it() -> None:
    training = process(
        [operator("Scale", "normalize", method="Z-transformation"), operator("Near", "k_nn", k="3")],
        [
            ("", "training set", "Scale", "example set input"),
            ("Scale", "example set output", "Near", "training set"),
            ("Near", "model", "", "model"),
        ],
    )
    made = convert(process([SOURCE, ROLE, operator("Validate", "cross_validation", training, TESTING)], OUTER))
    assert made.nodes["scale"]["inputs"] == {"dataset": "validate.results_dataset1"}
    assert made.nodes["apply"]["inputs"] == {
        "trained_model": "train_near.trained_model",
        "dataset": "validate.results_dataset2",
    }
    assert made.nodes["judge"]["inputs"] == {"scored_dataset": "apply.scored_dataset"}
    assert made.nodes["train_near"]["parameters"] == {"label": "Play"}


@pytest.mark.parametrize("kind", [*LEARNERS, *CLUSTERINGS, *TABLE_OPERATORS, "sample", "split_data", "append", "log"])
def test_what_each_operator_becomes_is_there(kind: str) -> None:
    formulas = '<list key="function_descriptions"><parameter key="double" value="Age * 2"/></list>'
    one = operator("One", kind, formulas, attribute_name="a", target_role="label", old_name="a", new_name="b")
    made = convert(process([SOURCE, one], [("Data", "output", "One", "example set input")]))
    assert made.count("placeholder") == 0


def test_conditions_formulas_and_what_is_unknown() -> None:
    conditions = '<list key="filters_list"><parameter key="filters_entry_key" value="Age.ge.18"/></list>'
    formulas = '<list key="function_descriptions"><parameter key="double" value="Age * 2"/></list>'
    operators = [
        SOURCE,
        operator("Adults", "filter_examples", conditions),
        operator("More", "generate_attributes", formulas),
        operator("Odd", "loop_attributes", process([operator("Inner", "log")], []), regex="a.*"),
    ]
    links = [
        ("Data", "output", "Adults", "in"),
        ("Adults", "example set output", "More", "in"),
        ("More", "out", "Odd", "in"),
    ]
    made = convert(process(operators, links))
    condition = {"column": "Age", "operator": ">=", "values": [18.0]}
    assert made.nodes["adults"]["parameters"] == {"conditions": [condition], "match": "All conditions"}
    assert made.nodes["more"]["parameters"] == {"formulas": [{"name": "double", "formula": "Age * 2"}]}
    assert made.nodes["odd"]["inputs"] == {"table1": "more.results_dataset"}
    assert '"regex": "a.*"' in made.nodes["odd"]["note"]
    assert "Inner" in made.nodes["odd"]["note"]


@pytest.mark.parametrize(
    "content",
    [
        b"<scheme/>",
        b"<process/>",
        b'<!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]><process><operator><process>&a;</process></operator></process>',
        b"<process>" * 1000,
    ],
)
def test_files_that_are_none_or_hostile_are_refused(content: bytes) -> None:
    with pytest.raises(ImportRefused):
        convert_design_file("flow.rmp", content)
