"""A design on a small sample of its data, step after step in one process: what each port would show.

Runs inside the sandbox only. Results stay in memory by the signature of their node, so that after an edit only what is
behind it is computed again. What each node gave is a line of JSON in a file, which the server reads even if this
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
import pyarrow as pa
from threadpoolctl import threadpool_limits

from modules.kit import Dataset, Evaluation, ModuleError, TrainedModel, Transformation
from modules.kit.files import dataset_of, load, plain
from modules.kit.profile import as_json
from modules.kit.schema import column_type
from modules.kit.scripts import PLOTS
from modules.kit.secrets import given
from server.runs.child import Tell
from server.runs.handing import taken
from server.runs.redaction import Redactor
from server.runs.steps import InputFile, Sampled, SampleRequest, SampleStep
from server.runs.worker import heard

#: So many nodes' results are kept, and previews are so large at most.
MOST_KEPT = 300
HEAD_ROWS = 8
HEAD_COLUMNS = 60
LONGEST_TEXT = 120

Values = Mapping[str, Any]
#: Cells are cut to be shown, and half a secret would not be known as one afterwards.
_redactor: ContextVar[Redactor | None] = ContextVar("redactor", default=None)
_kept: "OrderedDict[str, tuple[Values, dict[str, Any]]]" = OrderedDict()


def run_sample(request: SampleRequest, tell: Tell) -> Sampled:
    """Run the steps in their order; each that is done is in the results file when the next one starts."""
    started = time.perf_counter()
    computed = 0
    found: dict[str, Values] = {}
    secrets = taken(request.secrets)
    _redactor.set(Redactor(secrets))
    with request.results.open("w", encoding="utf-8") as results, _alone():
        for step in request.steps:
            known = _kept.get(step.signature)
            if known is None:
                results.write(json.dumps({"node": step.node, "begun": True}) + "\n")
                results.flush()
                own = {name: secrets[name] for name in step.secrets if name in secrets}
                with given(own), _words(step, request, tell):
                    known = _computed(step, found, request)
                computed += 1
                _keep(step, known)
            else:
                _kept.move_to_end(step.signature)
            found[step.node] = known[0]
            results.write(json.dumps({"node": step.node, **known[1]}, allow_nan=False) + "\n")
            results.flush()
    return Sampled(computed, time.perf_counter() - started)


@contextmanager
def _alone() -> Iterator[None]:
    """One thread, which for so few rows is many times as fast as several that wait for one another."""
    with joblib.parallel_config(backend="sequential"), threadpool_limits(1):
        yield


@contextmanager
def _words(step: SampleStep, request: SampleRequest, tell: Tell) -> Iterator[None]:
    """What the step that is heard prints, logs and warns of goes out; where one is, the others are silent."""
    if step.node == request.heard:
        shutil.rmtree(PLOTS, ignore_errors=True)  # the figures of the scripts before it
        with heard(tell):
            yield
    elif request.heard:
        with heard(_nobody), open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
            yield
    else:
        with heard(_nobody):
            yield


def _nobody(_message: object) -> None:
    """What a sample logs is of no interest."""


def _keep(step: SampleStep, known: tuple[Values, dict[str, Any]]) -> None:
    if step.deterministic:
        _kept[step.signature] = known
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)


def _computed(step: SampleStep, found: Mapping[str, Values], request: SampleRequest) -> tuple[Values, dict[str, Any]]:
    """The values at the node's outputs, and what is to be shown of them; no values where it failed."""
    started = time.perf_counter()
    try:
        if step.source is not None:
            values: Values = {step.port: _stored(step.source, request.rows)}
        else:
            given = _inputs(step, found)
            if given is None:
                return {}, {"skipped": True}
            random.seed(0)
            np.random.seed(0)
            values = step.declared.run(given, step.parameters)
        ports = {port: told(value) for port, value in values.items()}
    except Exception as error:
        return {}, _told_error(error)
    return values, {"ports": ports, "seconds": round(time.perf_counter() - started, 4)}


def _told_error(error: Exception) -> dict[str, Any]:
    if isinstance(error, MemoryError) or isinstance(error.__cause__, MemoryError):
        return {"error": "The sample needed more memory than a sample may. A full run has more."}
    if isinstance(error, ModuleError):
        return {"error": error.message, "line": error.line, "field": error.parameter or error.port}
    return {"error": f"{type(error).__name__}: {error}"}


def _inputs(step: SampleStep, found: Mapping[str, Values]) -> dict[str, Any] | None:
    """The values at the input ports; None where one that they come from gave nothing."""
    given: dict[str, Any] = {}
    for port in step.declared.inputs:
        values = []
        for reference in step.inputs.get(port.name, ()):
            node, _, output = reference.partition(".")
            if output not in found.get(node, {}):
                return None
            values.append(found[node][output])
        given[port.name] = values if port.many else next(iter(values), None)
    return given


def _stored(file: InputFile, rows: int) -> Any:
    return sampled(file, rows) if file.port_type == "dataset" else load(file.path, file.port_type)


def sampled(file: InputFile, rows: int) -> Dataset:
    """Evenly spaced rows of a stored table in their order, read batch by batch, so that a large one is never copied."""
    with pa.memory_map(str(file.path)) as source:
        reader = pa.ipc.open_file(source)
        batches = [reader.get_batch(index) for index in range(reader.num_record_batches)]
    total = sum(batch.num_rows for batch in batches)
    places = np.unique(np.linspace(0, max(total - 1, 0), min(total, rows)).astype("int64"))
    taken, start = [], 0
    for batch in batches:
        own = places[(places >= start) & (places < start + batch.num_rows)] - start
        taken.append(batch.take(pa.array(own)))
        start += batch.num_rows
    return dataset_of(pa.Table.from_batches(taken, schema=reader.schema))


def told(value: Any) -> dict[str, Any]:
    """What is shown of a value: the first rows of a table, the metrics of an evaluation."""
    if isinstance(value, Dataset):
        return _told_dataset(value)
    if isinstance(value, Evaluation):
        return {"kind": "evaluation", "metrics": plain(value.metrics[0]) if value.metrics else {}}
    if isinstance(value, TrainedModel):
        return {"kind": "model", "learner": value.learner, "rows": value.rows, "features": len(value.features)}
    if isinstance(value, Transformation):
        return {"kind": "transformation", "title": value.title}
    return {"kind": "other"}


def _told_dataset(value: Dataset) -> dict[str, Any]:
    names = list(value.frame.columns)
    shown = value.frame[names[:HEAD_COLUMNS]].head(HEAD_ROWS)
    columns = [
        {"name": name, "type": column_type(value.frame[name]), "role": value.roles.get(name, "feature")}
        for name in names[:HEAD_COLUMNS]
    ]
    cells = [[_cell(shown.iloc[row, column]) for column in range(shown.shape[1])] for row in range(len(shown))]
    return {"kind": "dataset", "rows": value.rows, "columns": columns, "width": len(names), "head": cells}


def _cell(value: Any) -> Any:
    if value is None or value is pd.NA:
        return None
    shown = as_json(value)
    redactor = _redactor.get()
    if redactor and isinstance(shown, str):
        shown = redactor.text(shown)
    return shown if not isinstance(shown, str) or len(shown) <= LONGEST_TEXT else shown[: LONGEST_TEXT - 1] + "…"
