"""A design as code: names, order, and that nothing in a design becomes more than a value, a name or a remark."""

import ast
import json
import re
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest

from modules.kit import catalog
from modules.kit.codegen.expressions import literal, long_literal
from modules.kit.codegen.line_wrapping import LINE_WIDTH, wrap_line
from modules.kit.codegen.script_builder import to_identifier
from server.graph.codegen.generated_program import GeneratedProgram
from server.graph.codegen.program_export import NoPipeline, export_program
from server.graph.codegen.program_formats import format_notebook, format_script
from server.graph.codegen.program_generator import generate_program
from server.graph.document import parse_design
from server.samples.sample_gallery import load_gallery
from tests.small_designs import make_node, make_regression_nodes

HOSTILE_TEXT = '"); import os; os.system("touch pwned") #\n\r\u2028import os\n\'\'\'"""\\'


def generate_code_of(nodes: dict[str, Any], **more: Any) -> GeneratedProgram:
    return generate_program(parse_design({"name": "Test", "nodes": nodes, **more}), catalog(), {})


def collect_imports(text: str) -> set[str]:
    """What a script imports and calls by name."""
    tree = ast.parse(text)
    return {alias.name for one in ast.walk(tree) if isinstance(one, ast.Import) for alias in one.names}


def test_each_node_is_a_section_in_the_order_of_the_data() -> None:
    code = generate_code_of(make_regression_nodes())
    order = [section.node for section in code.sections]
    assert order.index("data") < order.index("split") < order.index("train") < order.index("score")
    assert code.omissions == ()
    ast.parse(format_script(code))


def test_a_module_that_is_not_here_or_cannot_be_read_is_left_out_with_the_reason() -> None:
    nodes = make_regression_nodes() | {
        "gone": make_node("not_a_module"),
        "broken": make_node("own_broken", dataset="data.dataset"),
    }
    code = generate_code_of(nodes, modules={"own_broken": {"code": "def broken(:"}})
    reasons = {one.node: one.reason for one in code.omissions}
    assert reasons == {
        "gone": "This server has no module 'not_a_module'.",
        "broken": "This server has no module 'own_broken'.",
    }
    ast.parse(format_script(code))


def test_titles_become_names_and_never_twice_the_same() -> None:
    nodes = make_regression_nodes()
    nodes["data"]["title"] = "Metrics"
    nodes["linear"]["title"] = "class"
    text = format_script(generate_code_of(nodes))
    assert "metrics_2 = pd.read_csv" in text
    assert "class_ = Ridge(alpha=0.001)" in text


@pytest.mark.parametrize("place", ["title", "note"])
def test_what_a_node_is_called_cannot_be_code(place: str) -> None:
    nodes = make_regression_nodes()
    for one in nodes.values():
        one[place] = HOSTILE_TEXT
    text = format_script(generate_code_of(nodes, description=HOSTILE_TEXT, notes={"n": {"text": HOSTILE_TEXT}}))
    assert "os" not in collect_imports(text)
    assert json.loads(format_notebook(generate_code_of(nodes)))["nbformat"] == 4


@pytest.mark.parametrize("sign", ["\x0c", "\x1c", "\x85", "\u2028", "\r\n"])
def test_a_script_keeps_its_lines(sign: str) -> None:
    source = f"def azureml_main(table):\n    # one{sign}    other = 1\n    return table\n"
    nodes = make_regression_nodes() | {
        "script": make_node("execute_python_script", {"python_script": source}, dataset1="data.dataset")
    }
    code = generate_code_of(nodes)
    cells = "\n".join(
        "".join(cell["source"]) for cell in json.loads(format_notebook(code))["cells"] if cell["cell_type"] == "code"
    )
    for text in (format_script(code), cells):
        held = next(one for one in ast.parse(text).body if getattr(one, "name", "") == "azureml_main")
        assert ast.dump(held) == ast.dump(ast.parse(source).body[0])


def test_columns_with_strange_names_are_values() -> None:
    nodes = make_regression_nodes()
    nodes["train"]["parameters"]["label"] = HOSTILE_TEXT
    nodes["clean"] = make_node(
        "select_columns_in_dataset",
        {"select_columns": {"start": "none", "names": [HOSTILE_TEXT]}},
        dataset="data.dataset",
    )
    text = format_script(generate_code_of(nodes))
    assert "os" not in collect_imports(text)
    constants = {one.value for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Constant)}
    assert HOSTILE_TEXT in constants


@pytest.mark.parametrize(
    "value", [HOSTILE_TEXT, "\ud800", "'", '"', "é", "\t", {"a": [1, None, True, 0.1]}, (1,), [], -1]
)
def test_a_literal_reads_back_as_the_same_value(value: Any) -> None:
    assert ast.literal_eval(literal(value).python) == value


@pytest.mark.parametrize("text", ["a\nb", 'a\nb"', "a\n\\n", 'a\n"""\n', "a\r\nb", "a\n\u2028b"])
def test_a_long_text_keeps_what_it_says(text: str) -> None:
    assert ast.literal_eval(long_literal(text).python).strip() == text.strip()


@pytest.mark.parametrize(
    ("title", "name"),
    [("Split Data", "split_data"), ("2 ways", "_2_ways"), ("", "value"), ("äöü", "value"), ("print", "print_")],
)
def test_any_title_has_a_name(title: str, name: str) -> None:
    assert to_identifier(title) == name


def test_long_lines_are_broken_without_another_meaning() -> None:
    named = ", ".join(f"name_{n}=[1, 2]" for n in range(12))
    line = f"x = f(t[['a', 'b']], (y for y in 'a,(b'), {named})"
    broken = wrap_line(line)
    assert max(map(len, broken.splitlines())) <= LINE_WIDTH
    assert ast.dump(ast.parse(broken)) == ast.dump(ast.parse(line))


def test_picking_many_columns_is_no_tuple() -> None:
    line = f"table[[{', '.join(repr(f'column {n}') for n in range(20))}]]"
    assert ast.dump(ast.parse(wrap_line(line))) == ast.dump(ast.parse(line))


def test_bypassed_nodes_are_passed_by_and_disabled_ones_left_out() -> None:
    nodes = make_regression_nodes()
    nodes["clean"] = make_node("clean_missing_data", {"cleaning_mode": "Remove entire row"}, dataset="data.dataset")
    nodes["clean"]["bypassed"] = True
    nodes["split"]["inputs"]["dataset"] = "clean.cleaned_dataset"
    nodes["evaluate"]["disabled"] = True
    code = generate_code_of(nodes)
    assert not {"clean", "evaluate"} & {section.node for section in code.sections}
    assert "dropna()" not in format_script(code)
    assert not code.writes_metrics


def test_what_cannot_be_written_says_so_and_its_tables_come_from_files() -> None:
    nodes = make_regression_nodes()
    nodes["r"] = make_node("execute_r_script", {}, dataset1="data.dataset")
    nodes["split"]["inputs"]["dataset"] = "r.result_dataset"
    code = generate_code_of(nodes)
    assert [(one.node, "can't be exported as plain Python" in one.reason) for one in code.omissions] == [("r", True)]
    assert [(file.name, file.node, file.port) for file in code.files] == [
        ("execute_r_script.csv", "r", "result_dataset")
    ]
    assert "# Not exported: Execute R Script can't be exported" in format_script(code)


def _has_user_script(name: str) -> bool:
    """Scripts of users stand as they were written."""
    return any(
        "python_script" in node.parameters for node in parse_design(load_gallery()[name].document).nodes.values()
    )


@pytest.mark.parametrize("name", [name for name in sorted(load_gallery()) if not _has_user_script(name)])
def test_exported_code_is_as_a_formatter_leaves_it(name: str) -> None:
    design = parse_design(load_gallery()[name].document)
    text = format_script(generate_program(design, catalog(), {}))
    formatted = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", str(LINE_WIDTH), "-"],
        input=text, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert formatted.stdout == text


def test_where_no_file_can_stand_in_the_script_stops_and_says_what_is_missing() -> None:
    nodes = make_regression_nodes()
    nodes["linear"] = make_node("train_vowpal_wabbit_model", {"target_column": "price"}, dataset="data.dataset")
    nodes["train"]["inputs"]["untrained_model"] = "linear.trained_model"
    code = generate_code_of(nodes)
    sections = {section.node: section.lines for section in code.sections}
    gap = 'raise NotImplementedError("Train Vowpal Wabbit Model is to be written here.")'
    assert sections["linear"][-1] == gap
    # What only follows from it is named, and stops nothing once more.
    assert not any("raise" in line for name in ("train", "score") for line in sections[name])
    assert [one.node for one in code.omissions] == ["linear", "train", "score", "evaluate"]


def test_what_follows_a_disabled_node_is_left_out_without_a_stop() -> None:
    nodes = make_regression_nodes()
    nodes["train"]["disabled"] = True
    assert "NotImplementedError" not in format_script(generate_code_of(nodes))


def test_a_model_that_is_not_written_is_no_pipeline_and_says_why() -> None:
    nodes = make_regression_nodes()
    nodes["linear"]["parameters"] = {"solution_method": "nonsense"}
    with pytest.raises(NoPipeline, match=r"can't be exported as a pipeline\. Linear Regression: Its parameter"):
        export_program(parse_design({"name": "One", "nodes": nodes}), catalog(), {}, "pipeline")


@pytest.mark.parametrize(
    ("learner", "parameter", "values"),
    [
        ("linear_regression", "solution_method", ["Ordinary Least Squares", "Online Gradient Descent"]),
        ("poisson_regression", "l1_regularization_weight", [0.0, 1.0]),
    ],
)
def test_tuning_between_two_estimators_is_left_out_with_their_names(
    learner: str, parameter: str, values: list[Any]
) -> None:
    nodes = make_regression_nodes() | {
        "linear": make_node(learner, {parameter: {"list": values}}),
        "train": make_node(
            "tune_model_hyperparameters",
            {"label": "y", "specify_parameter_sweeping_mode": "Entire grid"},
            untrained_model="linear.untrained_model",
            dataset="split.results_dataset1",
        ),
    }
    reasons = {one.node: one.reason for one in generate_code_of(nodes).omissions}
    assert reasons["train"].startswith("It tunes between ")


def test_a_notebook_has_what_the_format_asks_for() -> None:
    """The rules of nbformat 4.5: its JSON schema, for the cells that we make."""
    made = json.loads(format_notebook(generate_code_of(make_regression_nodes(), notes={"n": {"text": "A note"}})))
    assert set(made) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    assert (made["nbformat"], made["nbformat_minor"]) == (4, 5)
    assert set(made["metadata"]["kernelspec"]) >= {"name", "display_name"}
    ids = [cell["id"] for cell in made["cells"]]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", one) for one in ids)
    for cell in made["cells"]:
        more = {"execution_count", "outputs"} if cell["cell_type"] == "code" else set()
        assert set(cell) == {"id", "cell_type", "metadata", "source"} | more
        assert cell["cell_type"] in ("code", "markdown")
        assert isinstance(cell["source"], str)


def test_definitions_stand_alone_as_a_formatter_leaves_them() -> None:
    source = "def azureml_main(one=None, two=None):\n    return one\n"
    nodes = make_regression_nodes()
    nodes["mine"] = make_node("execute_python_script", {"python_script": source}, dataset1="data.dataset")
    nodes["split"]["inputs"]["dataset"] = "mine.result_dataset"
    text = format_script(generate_code_of(nodes))
    assert "\n\n\n# --- Execute Python Script\ndef azureml_main" in text
    assert "    return one\n\n\nexecute_python_script" in text


def test_a_comprehension_is_broken_before_its_loop() -> None:
    line = f"folds = [({', '.join(f'rows.iloc[part_{n}]' for n in range(7))}) for train, test in splits]"
    broken = wrap_line(line)
    assert broken.splitlines()[-2].strip() == "for train, test in splits"
    assert ast.dump(ast.parse(broken)) == ast.dump(ast.parse(line))


def test_a_pipeline_is_what_leads_to_the_one_model() -> None:
    made = export_program(parse_design({"name": "One", "nodes": make_regression_nodes()}), catalog(), {}, "pipeline")
    assert [section.node for section in made.program.sections] == ["data", "linear", "split", "train"]
    assert made.file_name == "one_pipeline.py"


def test_two_models_are_no_pipeline() -> None:
    nodes = make_regression_nodes()
    nodes["other"] = dict(nodes["train"])
    with pytest.raises(NoPipeline, match="trains 2 models"):
        export_program(parse_design({"name": "Two", "nodes": nodes}), catalog(), {}, "pipeline")


def test_an_empty_design_is_a_script_that_does_nothing() -> None:
    assert ast.parse(format_script(generate_code_of({})))


#: A learner of each kind, and what takes learners.
LEARNERS = (
    "linear_regression",
    "two_class_averaged_perceptron",
    "multiclass_logistic_regression",
    "k_means_clustering",
    "isolation_forest",
    "create_python_model",
)
TRAINERS = sorted(
    module.name
    for module in catalog().values()
    if {"untrained_model", "dataset"} <= {port.type for port in module.inputs}
)


@pytest.mark.parametrize("trainer", TRAINERS)
def test_each_learner_with_each_trainer_is_written_or_said_not_to_be(trainer: str) -> None:
    """An error of any other kind than `CannotGenerateCode` and `ModuleError` would be a bug, and is not caught."""
    label = {"label": "y"} if "label" in catalog()[trainer].parameters.model_fields else {}
    for learner in LEARNERS:
        nodes = {
            "data": make_node("dataset", {"dataset": "d"}),
            "learner": make_node(learner),
            "train": make_node(trainer, label, untrained_model="learner.untrained_model", dataset="data.dataset"),
        }
        code = generate_code_of(nodes)
        if (learner, trainer) == ("create_python_model", "tune_model_hyperparameters"):
            reasons = {one.node: one.reason for one in code.omissions}
            assert reasons["train"] == "How it uses Python Model can't be exported as Python."
        if learner == "two_class_averaged_perceptron" and trainer in ("train_model", "tune_model_hyperparameters"):
            assert code.omissions == ()


def test_a_bug_in_a_module_is_not_taken_for_a_refusal() -> None:
    def emit_code(_step: object) -> None:
        raise LookupError("a helper that no script can have")

    broken = replace(catalog()["summarize_data"], emit_code=emit_code)
    nodes = {
        "data": make_node("dataset", {"dataset": "d"}),
        "broken": make_node("summarize_data", dataset="data.dataset"),
    }
    with pytest.raises(LookupError, match="a helper that no script can have"):
        generate_program(parse_design({"nodes": nodes}), {**catalog(), "summarize_data": broken}, {})
