"""What is exported as code measures what the modules measure, in a fresh process without our package."""

import copy
import gzip
import json
import math
import pickle
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from modules.kit import Dataset, Evaluation, File, catalog
from server.graph.codegen.generated_program import GeneratedProgram
from server.graph.codegen.program_export import export_program
from server.graph.codegen.program_formats import format_notebook, format_script
from server.graph.codegen.program_generator import generate_program
from server.graph.custom_modules import add_custom_modules
from server.graph.document import Design, parse_design, sort_topologically
from server.graph.planning.loop_compilation import compile_loops
from server.samples.sample_data import SAMPLE_DATA_FOLDER, SAMPLE_DATASETS
from server.samples.sample_gallery import load_gallery
from tests.depth import choose_depth, deep, is_night
from tests.server.shorter_samples import SHORTER_PARAMETERS
from tests.server_spawner import run_program
from tests.small_designs import make_node

#: Nodes of samples that are read from a file which a run gave, since no script can hold them.
READ_FROM_FILES = {"bike_rentals_r": ["r"], "price_service": ["register"], "retrain_nightly": ["register"]}

#: Samples whose evaluations are not the same in a script, and why.
OTHER_IN_SCRIPTS = {
    "airline_forecast": "errors of forecasts have their usual names in a script",
    "bike_forecast": "errors of forecasts have their usual names in a script",
    "credit_automl": "a search has no code; its candidates have",
    "retail_hierarchy": "errors of forecasts have their usual names in a script",
    "bike_many_models": "the groups that were trained are not measured in a script",
    "income_explained": "explanations and fairness are not written",
}

#: So many rows of a table are enough to tell whether two ways give the same.
MAX_SAMPLE_ROWS = choose_depth(600, 2_000)

#: Runs a file with our own packages made impossible to import, and keeps the named tables.
CLEAN_PROGRAM = """
import json, pickle, runpy, sys
sys.modules.update(modules=None, server=None)
names = runpy.run_path(sys.argv[1], run_name="main")
with open("tables.pickle", "wb") as file:
    pickle.dump({reference: names[name] for reference, name in json.loads(sys.argv[2]).items()}, file)
"""

#: Runs the cells of a notebook one after the other, as Jupyter does.
CELLS_PROGRAM = """
import json, sys
sys.modules.update(modules=None, server=None)
names = {"__name__": "__main__"}
for cell in json.load(open(sys.argv[1], encoding="utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        exec(compile(cell["source"], cell["id"], "exec"), names)
"""


@deep
@pytest.mark.parametrize("name", sorted(load_gallery().keys() - OTHER_IN_SCRIPTS.keys()))
def test_the_script_of_a_sample_gives_what_the_designer_gives(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    document = copy.deepcopy(load_gallery()[name].document)
    for changed, parameters in ({} if is_night() else SHORTER_PARAMETERS.get(name, {})).items():
        document["nodes"][changed]["parameters"] |= parameters
    left_out = assert_runs_alike(parse_design(document), tmp_path)
    assert left_out == READ_FROM_FILES.get(name, [])


@pytest.mark.parametrize(
    ("name", "instead_of", "learner", "parameters"),
    [
        # An estimator of ours stands in the script.
        ("automobile_price", "linear_regression", "poisson_regression", {"l1_regularization_weight": 100.0}),
        # Boosted trees know categories there too.
        ("penguins", "multiclass_logistic_regression", "xgboost_classifier", {"maximum_depth_of_the_trees": 1}),
    ],
)
def test_a_sample_with_another_learner_runs_alike(
    name: str,
    instead_of: str,
    learner: str,
    parameters: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    document = copy.deepcopy(load_gallery()[name].document)
    replaced = next(node for node in document["nodes"].values() if node["module"] == instead_of)
    replaced |= {"module": learner, "parameters": parameters}
    assert assert_runs_alike(parse_design(document), tmp_path) == []


@pytest.mark.parametrize(("learner", "label"), [("xgboost_classifier", "c"), ("xgboost_regression", "y")])
def test_the_script_tries_what_the_designer_tries(
    learner: str, label: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = "".join(f"{row},{'pqr'[row % 3]},{row % 7 + row // 9 % 4},{'uv'[row * row % 5 // 3]}\n" for row in range(60))
    # Two runs agree in settings that are not those of the learner.
    sweep = {"label": label, "specify_parameter_sweeping_mode": "Random grid", "maximum_number_of_runs": 2}
    nodes = {
        "data": make_node("enter_data_manually", {"data": f"a,b,y,c\n{rows}"}),
        "learner": make_node(learner),
        "tune": make_node(
            "tune_model_hyperparameters", sweep, untrained_model="learner.untrained_model", dataset="data.dataset"
        ),
        "score": make_node("score_model", trained_model="tune.trained_best_model", dataset="data.dataset"),
        "evaluate": make_node("evaluate_model", scored_dataset="score.scored_dataset"),
    }
    assert assert_runs_alike(parse_design({"name": "Tuned", "nodes": nodes}), tmp_path) == []


def assert_runs_alike(design: Design, folder: Path) -> list[str]:
    """Fails where the script gives anything else than the designer; returns the nodes that it cannot have."""
    results, code = _export_design(design, folder)
    _assert_notebook_is_script(code)
    (folder / "script.py").write_text(format_script(code), encoding="utf-8")
    ends = _find_end_nodes(design)
    variables = {
        f"{section.node}.{port}": variable
        for section in code.sections
        for port, variable in section.tables.items()
        if section.node in ends
    }
    _run_program(CLEAN_PROGRAM, "script.py", json.dumps(variables), folder=folder)
    expected = {name: value for name, value in results.items() if isinstance(value, Evaluation)}
    assert expected or variables
    _assert_equal_tables(pickle.loads((folder / "tables.pickle").read_bytes()), results)
    _assert_equal_metrics(folder, expected)
    return [one.node for one in code.omissions]


@pytest.mark.parametrize("name", ["automobile_price", "penguin_clusters"])
def test_a_notebook_runs_cell_by_cell(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    results, code = _export_design(parse_design(load_gallery()[name].document), tmp_path)
    (tmp_path / "design.ipynb").write_text(format_notebook(code), encoding="utf-8")
    _run_program(CELLS_PROGRAM, "design.ipynb", folder=tmp_path)
    _assert_equal_metrics(tmp_path, {name: value for name, value in results.items() if isinstance(value, Evaluation)})


@pytest.mark.parametrize(
    "name",
    ["bike_errors_plot", "automobile_price", "bike_own_module", "digits_one_vs_all", "penguins", "penguins_tree"],
)
def test_a_pipeline_scores_as_the_design_does(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    design = parse_design(load_gallery()[name].document)
    results, _ = _export_design(design, tmp_path)
    known = {reference: value.schema for reference, value in results.items() if isinstance(value, Dataset)}
    made = export_program(design, add_custom_modules(design, catalog()), known, "pipeline")
    trained, scored = (_find_node(design, module) for module in ("train_model", "score_model"))
    data = results[str(design.nodes[scored].inputs["dataset"])].frame
    data.to_pickle(tmp_path / "new.pickle")
    model = next(line.split(" = ")[0] for line in _find_section(made.program, trained) if "= Pipeline(" in line)
    predict = f'\n{model}.predict(pd.read_pickle("new.pickle")).tofile("labels.txt", sep="\\n", format="%s")\n'
    (tmp_path / made.file_name).write_text(made.text + predict, encoding="utf-8")
    _run_program(CLEAN_PROGRAM, made.file_name, "{}", folder=tmp_path)
    labels = (tmp_path / "labels.txt").read_text().split("\n")
    expected = results[f"{scored}.scored_dataset"].frame["Scored Labels"]
    if pd.api.types.is_float_dtype(expected.dtype):
        assert [float(label) for label in labels] == pytest.approx(expected.tolist(), rel=1e-6)
    else:
        assert labels == expected.astype("str").tolist()


def _export_design(design: Design, folder: Path) -> tuple[dict[str, Any], GeneratedProgram]:
    """What the modules of a design give, and its code with the tables that this reads."""
    results = _run_modules(design, folder)
    known = {reference: value.schema for reference, value in results.items() if isinstance(value, Dataset)}
    code = generate_program(design, catalog(), known)
    for file in code.files:
        results[f"{file.node}.{file.port}"].frame.to_csv(folder / file.name, index=False)
    return results, code


def _find_end_nodes(design: Design) -> set[str]:
    """The nodes whose results no other node takes."""
    return set(design.nodes) - {edge.source for node in design.nodes.values() for edge in node.edges()}


def _find_node(design: Design, module: str) -> str:
    return next(name for name, node in design.nodes.items() if node.module == module)


def _find_section(code: GeneratedProgram, node: str) -> Sequence[str]:
    return next(section.lines for section in code.sections if section.node == node)


def _assert_equal_tables(found: Mapping[str, pd.DataFrame], results: Mapping[str, Any]) -> None:
    for reference, table in found.items():
        expected = results[reference].frame
        # Classes that are numbers are levels of text in the designer.
        levels = [name for name in expected if name == "Scored Labels" and expected[name].dtype == "category"]
        table, expected = (one.astype(dict.fromkeys(levels, "str")) for one in (table, expected))
        pd.testing.assert_frame_equal(table, expected, check_dtype=False, check_categorical=False, rtol=1e-6, atol=1e-8)


def _assert_equal_metrics(folder: Path, wanted: Mapping[str, Evaluation]) -> None:
    if not wanted:
        return
    found = json.loads((folder / "metrics.json").read_text())
    assert set(found) == {reference.partition(".")[0] for reference in wanted}
    for reference, evaluation in wanted.items():
        rows = found[reference.partition(".")[0]]
        for row, metrics in zip(rows if isinstance(rows, list) else [rows], evaluation.metrics, strict=True):
            _assert_close_metrics({name: value for name, value in row.items() if name != "model"}, metrics)


@pytest.mark.parametrize("name", sorted(OTHER_IN_SCRIPTS))
def test_the_cells_of_a_notebook_are_the_script(name: str) -> None:
    """Those of the other samples are compared where their scripts run."""
    _assert_notebook_is_script(generate_program(parse_design(load_gallery()[name].document), catalog(), {}))


def _assert_notebook_is_script(code: GeneratedProgram) -> None:
    cells = [cell["source"] for cell in json.loads(format_notebook(code))["cells"] if cell["cell_type"] == "code"]
    assert _list_code_lines("\n".join(cells)) == _list_code_lines(format_script(code))


def _list_code_lines(text: str) -> list[str]:
    """The lines that do something."""
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _assert_close_metrics(found: Mapping[str, float], wanted: Mapping[str, float]) -> None:
    assert set(found) == set(wanted)
    apart = {name: (found[name], value) for name, value in wanted.items() if not _is_close(found[name], value)}
    assert apart == {}


def _is_close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-6) or (math.isnan(one) and math.isnan(other))


def _run_modules(design: Design, folder: Path) -> dict[str, Any]:
    """The value at every port, by the modules themselves."""
    results: dict[str, Any] = {}
    loops = compile_loops(design, catalog()).design
    for name in sort_topologically(design):
        node = loops.nodes[name]
        module = add_custom_modules(design, catalog())[node.module]
        if module.source:
            results[f"{name}.dataset"] = _read_sample(str(node.parameters["dataset"]), folder)
            continue
        inputs = {
            port: [results[one] for one in held] if isinstance(held, list) else results[held]
            for port, held in node.inputs.items()
        }
        results |= {f"{name}.{port}": value for port, value in module.run(inputs, node.parameters).items()}
    return results


def _read_sample(reference: str, folder: Path) -> Dataset:
    sample = SAMPLE_DATASETS[reference]
    path = folder / sample.file.removesuffix(".gz")
    path.write_bytes(gzip.decompress((SAMPLE_DATA_FOLDER / sample.file).read_bytes()))
    table: Dataset = catalog()["read_table"].run({"file": File(path, path.name)}, {"file_name": path.name})[
        "results_dataset"
    ]
    every = max(table.rows // MAX_SAMPLE_ROWS, 1)
    return replace(table, frame=table.frame.iloc[::every].reset_index(drop=True))


def _run_program(program: str, *arguments: str, folder: Path) -> None:
    exit_code, output = run_program(program, *arguments, folder=folder)
    assert exit_code == 0, output[-3000:]
