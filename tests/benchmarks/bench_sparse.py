"""All n-grams of one and two words of 5,574 text messages: how long they take, and how much memory."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from modules.kit import Schema, catalog
from modules.kit.serialization import load_value
from server.graph.codegen.program_formats import format_script
from server.graph.codegen.program_generator import generate_program
from server.graph.document import parse_design
from tests.benchmarks.measurement import BenchmarkMeasurement
from tests.server.graph.linter_data import read_sample
from tests.small_designs import make_node

REPETITIONS = 2
MEMORY_AIM = 1_000.0
GRAMS = {
    "text_column": "text",
    "n_grams_size": 2,
    "minimum_word_length": 1,
    "minimum_n_gram_document_absolute_frequency": 1,
    "weighting_function": "TF-IDF Weight",
}
LEARNERS: dict[str, dict[str, Any]] = {
    "two_class_logistic_regression": {"normalize_features": False},
    "naive_bayes": {"feature_distribution": "Multinomial"},
    "two_class_support_vector_machine": {"normalize_features": False},
}

#: Runs modules one after the other in a process of its own, and says how long they took and how much memory it took.
CHILD_PROGRAM = """
import json, resource, sys, time
from pathlib import Path
from modules.kit import catalog
from modules.kit.serialization import load_value
path, learner, parameters, grams = json.loads(sys.argv[1])
data = load_value(Path(path), "dataset")
started = time.process_time()
made = catalog()["extract_n_gram_features_from_text"].run({"dataset": data}, grams)["results_dataset"]
if learner:
    untrained = catalog()[learner].run({}, parameters)["untrained_model"]
    model = catalog()["train_model"].run({"untrained_model": untrained, "dataset": made}, {"label": "label"})
    catalog()["score_model"].run({"trained_model": model["trained_model"], "dataset": made}, {})
print(json.dumps([time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""

#: Runs an exported script and says the same of it.
SCRIPT_PROGRAM = """
import contextlib, io, json, resource, runpy, time
started = time.process_time()
with contextlib.redirect_stdout(io.StringIO()):
    runpy.run_path("script.py", run_name="main")
print(json.dumps([time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def measure() -> list[BenchmarkMeasurement]:
    """Seconds of the processor and megabytes: of finding n-grams, of training on them, and of the exported script."""
    path = read_sample("sample:sms_spam").path
    cases: dict[str, list[str]] = {"n-grams alone": [CHILD_PROGRAM, json.dumps([str(path), "", {}, GRAMS])]}
    for name, parameters in LEARNERS.items():
        title = f"n-grams, {catalog()[name].title}, scores"
        cases[title] = [CHILD_PROGRAM, json.dumps([str(path), name, parameters, GRAMS])]
    found = [one for name, arguments in cases.items() for one in _measure_program(name, arguments, None)]
    with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as folder:
        _write_script(Path(folder), path)
        return [*found, *_measure_program("exported script with all three", [SCRIPT_PROGRAM], folder)]


def _measure_program(name: str, arguments: list[str], folder: str | None) -> list[BenchmarkMeasurement]:
    found = [_run_program(arguments, folder) for _ in range(REPETITIONS)]
    return [
        BenchmarkMeasurement(name, "s", tuple(seconds for seconds, _ in found)),
        BenchmarkMeasurement(f"{name}, memory", "MB", tuple(memory for _, memory in found), aim=MEMORY_AIM),
    ]


def _run_program(arguments: list[str], folder: str | None) -> tuple[float, float]:
    ended = subprocess.run(
        [sys.executable, "-c", *arguments], cwd=folder, capture_output=True, text=True, check=True, timeout=600
    )
    seconds, memory = json.loads(ended.stdout.splitlines()[-1])
    return float(seconds), float(memory)


def _write_script(folder: Path, path: Path) -> None:
    """The script of a design with the n-grams and all learners, beside its data."""
    data = load_value(path, "dataset")
    nodes = {
        "data": make_node("dataset", {"dataset": "sms"}),
        "grams": make_node("extract_n_gram_features_from_text", GRAMS, dataset="data.dataset"),
    }
    for name, parameters in LEARNERS.items():
        nodes[name] = make_node(name, parameters)
        inputs: dict[str, Any] = {"untrained_model": f"{name}.untrained_model", "dataset": "grams.results_dataset"}
        nodes[f"train_{name}"] = make_node("train_model", {"label": "label"}, **inputs)
        scored: dict[str, Any] = {"trained_model": f"train_{name}.trained_model", "dataset": "grams.results_dataset"}
        nodes[f"score_{name}"] = make_node("score_model", **scored)
    schema: Schema = data.schema
    program = generate_program(parse_design({"name": "SMS", "nodes": nodes}), catalog(), {"data.dataset": schema})
    (folder / "script.py").write_text(format_script(program), encoding="utf-8")
    data.frame.to_csv(folder / program.files[0].name, index=False)
