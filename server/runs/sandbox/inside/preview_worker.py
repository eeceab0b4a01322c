"""A design on a small sample of its data, step after step in one process: what each port would show.

Runs inside the sandbox only. Results stay in memory by the lineage hash of their node, so that after an edit only what
is behind it is computed again. What each node gave is a line of JSON in a file, which the server reads even if this
process had to be ended.
"""

import json
import os
import random
import shutil
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from contextvars import ContextVar
from typing import Any

import joblib
import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from modules.kit import Dataset, Evaluation, ModuleError, TrainedModel, Transformation
from modules.kit.column_profiles import to_browser_value
from modules.kit.schema import infer_column_type
from modules.kit.script_execution import PLOTS_FOLDER
from modules.kit.script_secrets import expose_secrets
from modules.kit.serialization import load_value, to_json_value
from server.runs.sandbox.inside.message_capture import capture_messages
from server.runs.sandbox.inside.sandbox_messages import PreviewDone
from server.runs.sandbox.inside.sandbox_requests import InputFile, PreviewRequest, PreviewStep
from server.runs.sandbox.inside.secret_pipe import read_secrets
from server.runs.sandbox.inside.secret_redaction import SecretRedactor
from server.runs.sandbox.inside.step_process import EmitMessage
from server.runs.sandbox.inside.subsample import load_subsample

#: So many nodes' results are kept, and previews are so large at most.
MAX_CACHED_RESULTS = 300
HEAD_ROWS = 8
HEAD_COLUMNS = 60
MAX_CELL_LENGTH = 120

PortValues = Mapping[str, Any]
#: Cells are cut to be shown, and half a secret would not be known as one afterwards.
_redactor: ContextVar[SecretRedactor | None] = ContextVar("redactor", default=None)
_cache: "OrderedDict[str, tuple[PortValues, dict[str, Any]]]" = OrderedDict()


def run_preview(request: PreviewRequest, emit: EmitMessage) -> PreviewDone:
    """Run the steps in their order; each that is done is in the results file when the next one starts."""
    started = time.perf_counter()
    computed = 0
    values_by_node: dict[str, PortValues] = {}
    secrets = read_secrets(request.secrets)
    _redactor.set(SecretRedactor(secrets))
    with request.results.open("w", encoding="utf-8") as results, _single_threaded():
        for step in request.steps:
            cached = _cache.get(step.lineage_hash)
            if cached is None:
                results.write(json.dumps({"node": step.node, "begun": True}) + "\n")
                results.flush()
                own = {name: secrets[name] for name in step.secrets if name in secrets}
                with expose_secrets(own), _capture_step_output(step, request, emit):
                    cached = _compute_step(step, values_by_node, request)
                computed += 1
                _cache_result(step, cached)
            else:
                _cache.move_to_end(step.lineage_hash)
            values_by_node[step.node] = cached[0]
            results.write(json.dumps({"node": step.node, **cached[1]}, allow_nan=False) + "\n")
            results.flush()
    return PreviewDone(computed, time.perf_counter() - started)


@contextmanager
def _single_threaded() -> Iterator[None]:
    """One thread, which for so few rows is many times as fast as several that wait for one another."""
    with joblib.parallel_config(backend="sequential"), threadpool_limits(1):
        yield


@contextmanager
def _capture_step_output(step: PreviewStep, request: PreviewRequest, emit: EmitMessage) -> Iterator[None]:
    """What the logged step prints, logs and warns of goes out; where one is, the others are silent."""
    if step.node == request.logged_node:
        shutil.rmtree(PLOTS_FOLDER, ignore_errors=True)  # the figures of the scripts before it
        with capture_messages(emit):
            yield
    elif request.logged_node:
        with (
            capture_messages(_ignore_message),
            open(os.devnull, "w") as nowhere,
            redirect_stdout(nowhere),
            redirect_stderr(nowhere),
        ):
            yield
    else:
        with capture_messages(_ignore_message):
            yield


def _ignore_message(_message: object) -> None:
    """What a preview logs is of no interest."""


def _cache_result(step: PreviewStep, result: tuple[PortValues, dict[str, object]]) -> None:
    if step.deterministic:
        _cache[step.lineage_hash] = result
        while len(_cache) > MAX_CACHED_RESULTS:
            _cache.popitem(last=False)


def _compute_step(
    step: PreviewStep, values_by_node: Mapping[str, PortValues], request: PreviewRequest
) -> tuple[PortValues, dict[str, object]]:
    """The values at the node's outputs, and what is to be shown of them; no values where it failed."""
    started = time.perf_counter()
    try:
        if step.source is not None:
            values: PortValues = {step.port: _load_source(step.source, request.rows)}
        else:
            input_values = _collect_inputs(step, values_by_node)
            if input_values is None:
                return {}, {"skipped": True}
            random.seed(0)
            np.random.seed(0)
            values = step.module_spec.run(input_values, step.parameters)
        ports = {port: to_preview_json(value) for port, value in values.items()}
    except Exception as error:
        return {}, _to_error_json(error)
    return values, {"ports": ports, "seconds": round(time.perf_counter() - started, 4)}


def _to_error_json(error: Exception) -> dict[str, object]:
    if isinstance(error, MemoryError) or isinstance(error.__cause__, MemoryError):
        return {"error": "The live preview needed more memory than it may use. A full run may use more."}
    if isinstance(error, ModuleError):
        return {"error": error.message, "line": error.line, "field": error.parameter or error.port}
    return {"error": f"{type(error).__name__}: {error}"}


def _collect_inputs(step: PreviewStep, values_by_node: Mapping[str, PortValues]) -> dict[str, object] | None:
    """The values at the input ports; None where one that they come from gave nothing."""
    input_values: dict[str, object] = {}
    for port in step.module_spec.inputs:
        values = []
        for reference in step.inputs.get(port.name, ()):
            node, _, output = reference.partition(".")
            if output not in values_by_node.get(node, {}):
                return None
            values.append(values_by_node[node][output])
        input_values[port.name] = values if port.many else next(iter(values), None)
    return input_values


def _load_source(file: InputFile, rows: int) -> object:
    return load_subsample(file, rows) if file.port_type == "dataset" else load_value(file.path, file.port_type)


def to_preview_json(value: object) -> dict[str, object]:
    """What is shown of a value: the first rows of a table, the metrics of an evaluation."""
    if isinstance(value, Dataset):
        return _to_dataset_json(value)
    if isinstance(value, Evaluation):
        models = zip(value.models, value.metrics, strict=True)
        return {
            "kind": "evaluation",
            "models": [{"model": name, "metrics": to_json_value(row)} for name, row in models],
        }
    if isinstance(value, TrainedModel):
        return {"kind": "model", "learner": value.learner, "rows": value.rows, "features": len(value.features)}
    if isinstance(value, Transformation):
        return {"kind": "transformation", "title": value.title}
    return {"kind": "other"}


def _to_dataset_json(value: Dataset) -> dict[str, object]:
    names = list(value.frame.columns)
    shown = value.frame[names[:HEAD_COLUMNS]].head(HEAD_ROWS)
    columns = [
        {"name": name, "type": infer_column_type(value.frame[name]), "role": value.roles.get(name, "feature")}
        for name in names[:HEAD_COLUMNS]
    ]
    cells = [[_to_cell_json(shown.iloc[row, column]) for column in range(shown.shape[1])] for row in range(len(shown))]
    return {"kind": "dataset", "rows": value.rows, "columns": columns, "width": len(names), "head": cells}


def _to_cell_json(value: object) -> object:
    if value is None or value is pd.NA:
        return None
    shown = to_browser_value(value)
    redactor = _redactor.get()
    if redactor and isinstance(shown, str):
        shown = redactor.redact_text(shown)
    return shown if not isinstance(shown, str) or len(shown) <= MAX_CELL_LENGTH else shown[: MAX_CELL_LENGTH - 1] + "…"
