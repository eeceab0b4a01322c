"""A replica: a deployment in memory, which answers one request after another.

Runs inside the sandbox only. What does not depend on a request is computed once; for a request the modules behind its
entrance are called one after another, in memory: no file, no database and no fork lies on its way.
"""

import os
import random
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import joblib
import numpy as np
import pyarrow as pa

from modules.kit import Dataset, ModuleError
from modules.kit.row_functions import NoRowFunction
from modules.kit.row_values import Cells
from modules.kit.serialization import from_arrow_table, load_value, to_arrow_table
from server.runs.sandbox.inside.replica_answers import (
    ScoredRows,
    build_answer,
    build_refusal,
    count_bins,
    describe_scores,
    list_scored,
    name_rows,
)
from server.runs.sandbox.inside.replica_findings import Findings
from server.runs.sandbox.inside.replica_protocol import (
    ANSWERS_PIPE,
    REQUESTS_PIPE,
    ReplicaFacts,
    RequestHeader,
    SentValue,
    open_pipe,
    read_frame,
    write_frame,
)
from server.runs.sandbox.inside.replica_rows import (
    RowReader,
    SentRows,
    UnreadableRequest,
    describe_columns,
    read_rows,
    take_ids,
)
from server.runs.sandbox.inside.row_pipeline import OnnxSource, RowPipeline, compile_rows
from server.runs.sandbox.inside.sandbox_messages import StepError, StepFailed, StepOutcome, StepSucceeded
from server.runs.sandbox.inside.sandbox_requests import PreviewStep, ReplicaRequest
from server.runs.sandbox.inside.subsample import load_subsample

#: So many rows of the example data are read, for the types of the columns.
EXAMPLE_ROWS = 500
#: So many rows of a request are kept where it is sampled.
SAMPLED_ROWS = 20

Values = dict[str, Mapping[str, SentValue]]


@dataclass(frozen=True)
class CompiledStep:
    """A module with its parameters, ready to be called; {port: references}."""

    node: str
    call: Callable[[Mapping[str, SentValue]], ReplicaFacts]
    ports: Sequence[tuple[str, bool, tuple[str, ...]]]

    def run(self, values: Values) -> ReplicaFacts:
        """What it gives for the values of earlier steps."""
        inputs: ReplicaFacts = {}
        for port, many, references in self.ports:
            found = [values[node][output] for node, _, output in (one.partition(".") for one in references)]
            inputs[port] = found if many else next(iter(found), None)
        random.seed(0)
        np.random.seed(0)
        return self.call(inputs)


@dataclass
class LoadedDeployment:
    """What a replica holds: results that do not depend on a request, and the steps that do."""

    request: ReplicaRequest
    fixed: Values
    steps: Sequence[CompiledStep]
    reader: RowReader
    entrance_output: str
    example: pa.Table
    outputs: list[Mapping[str, str]] = field(default_factory=list)
    scores: ReplicaFacts = field(default_factory=dict)
    #: Answers rows that are like the example without tables, where that gives the same.
    pipeline: RowPipeline | None = None
    onnx: ReplicaFacts = field(default_factory=dict)

    def compute(self, rows: Dataset) -> Values:
        """What all steps give for these rows."""
        values = {**self.fixed, self.request.entrance: {self.entrance_output: rows}}
        for step in self.steps:
            values[step.node] = step.run(values)
        return values

    def score(self, rows: Dataset) -> dict[str, Dataset]:
        """{name: table} of what is answered for these rows."""
        values, found = self.compute(rows), {}
        for name, reference in self.request.answers.items():
            node, _, output = reference.partition(".")
            found[name] = values[node][output]
        return found


def run_replica(request: ReplicaRequest) -> StepOutcome:
    """Load the deployment and answer until the server closes the pipe."""
    started = time.perf_counter()
    requests = open_pipe(request.folder, REQUESTS_PIPE, write=False)
    answers = open_pipe(request.folder, ANSWERS_PIPE, write=True)
    try:
        with joblib.parallel_config(backend="threading" if request.trusted else "sequential"):
            try:
                deployment = load_deployment(request)
                first = next(iter(deployment.score(_take_example(deployment)).values()))
                deployment.scores = describe_scores(first)
                deployment.outputs = [*describe_columns(to_arrow_table(first).schema)]
                converted = prepare_pipeline(deployment)
            except Exception as error:
                return StepFailed(_describe_failure(error))
            write_frame(answers, _introduce(deployment), converted)
            while (frame := read_frame(requests)) is not None:
                write_frame(answers, *answer_request(deployment, *frame))
    finally:
        os.close(requests)
        os.close(answers)
    return StepSucceeded((), time.perf_counter() - started)


def _describe_failure(error: Exception) -> StepError:
    """Why the deployment cannot answer: the sentence of a module, or what nobody foresaw."""
    if isinstance(error, ModuleError):
        return StepError(error.number, "", error.message, column=error.column)
    # Imported here: an exported endpoint has this file without the launcher that the traceback is cut at.
    from server.runs.sandbox.inside.step_errors import describe_unexpected_error

    return describe_unexpected_error(error)


def _introduce(deployment: LoadedDeployment) -> ReplicaFacts:
    return {
        "ready": True,
        "columns": [*describe_columns(deployment.reader.schema)],
        "outputs": deployment.outputs,
        "scores": deployment.scores,
        "onnx": deployment.onnx,
        "pid": os.getpid(),
    }


def _take_example(deployment: LoadedDeployment) -> Dataset:
    """A row to score once, so that the first request finds everything warm."""
    return from_arrow_table(deployment.example.slice(0, 1))


def load_deployment(request: ReplicaRequest) -> LoadedDeployment:
    """Load the sources, and run what does not depend on the rows of a request."""
    steps = {step.node: step for step in request.steps}
    needed = _find_upstream(steps, {reference.partition(".")[0] for reference in request.answers.values()}, request)
    moving = _find_downstream(request.steps, request.entrance)
    example = _load_example(steps, request)
    fixed: Values = {}
    for step in request.steps:
        if step.node in needed and step.node not in moving:
            fixed[step.node] = _compute_fixed(step, fixed)
    ordered = [step for step in request.steps if step.node in needed and step.node in moving]
    compiled = [compile_step(step) for step in ordered if step.node != request.entrance]
    output = steps[request.entrance].module_spec.outputs[0].name
    return LoadedDeployment(request, fixed, compiled, RowReader(example, request.columns), output, example)


def prepare_pipeline(deployment: LoadedDeployment) -> bytes:
    """Have single rows answered without tables where that is wanted and gives the same; returns what was converted."""
    request = deployment.request
    if request.onnx == "off":
        return b""
    source = OnnxSource(request)
    steps = {step.node: step for step in request.steps}
    try:
        if len(request.answers) > 1:
            raise NoRowFunction("The endpoint answers with several tables.")
        with _silence():
            values = deployment.compute(from_arrow_table(deployment.example))
            moving = [steps[step.node] for step in deployment.steps]
            deployment.pipeline = found = compile_rows(moving, values, request.entrance, source)
    except NoRowFunction as error:
        deployment.onnx = {"used": False, "reason": str(error)}
        return b""
    deployment.onnx = {"used": True, "rows": found.rows, "difference": found.difference}
    return source.made or b""


def compile_step(step: PreviewStep) -> CompiledStep:
    """The step with its parameters validated."""
    module = step.module_spec
    ports = [(port.name, port.many, tuple(step.inputs.get(port.name, ()))) for port in module.inputs]
    return CompiledStep(step.node, module.prepare_run(step.parameters), ports)


def _compute_fixed(step: PreviewStep, values: Values) -> Mapping[str, SentValue]:
    if step.source is not None:
        return {step.port: load_value(step.source.path, step.source.port_type)}
    return compile_step(step).run(values)


def _load_example(steps: Mapping[str, PreviewStep], request: ReplicaRequest) -> pa.Table:
    """Rows as they come out of the entrance, from a sample of the data that stand in front of it."""
    values: Values = {}
    upstream = _find_upstream(steps, {request.entrance}, None)
    for step in request.steps:
        if step.node not in upstream:
            continue
        if step.source is None:
            values[step.node] = compile_step(step).run(values)
        elif step.source.port_type == "dataset":
            values[step.node] = {step.port: load_subsample(step.source, EXAMPLE_ROWS)}
        else:
            values[step.node] = _compute_fixed(step, values)
    return to_arrow_table(next(iter(values[request.entrance].values())))


def _find_upstream(steps: Mapping[str, PreviewStep], ends: set[str], stop: ReplicaRequest | None) -> set[str]:
    """The nodes that lead to these ends, without what only leads to the entrance where there is one to stop at."""
    found, waiting = set[str](), [*ends]
    while waiting:
        node = waiting.pop()
        if node in found:
            continue
        found.add(node)
        if stop is None or node != stop.entrance:
            waiting += [one.partition(".")[0] for references in steps[node].inputs.values() for one in references]
    return found


def _find_downstream(steps: Sequence[PreviewStep], entrance: str) -> set[str]:
    """The entrance and all that depends on it. The steps are in their order."""
    found = {entrance}
    for step in steps:
        if any(one.partition(".")[0] in found for references in step.inputs.values() for one in references):
            found.add(step.node)
    return found


def answer_request(deployment: LoadedDeployment, header: RequestHeader, body: bytes) -> tuple[ReplicaFacts, bytes]:
    """The answer to one request: what the server notes of it, and what it sends back. Nothing sent ends the replica."""
    try:
        return _answer_rows(deployment, header, body)
    except Exception as error:
        sentence = f"The deployment failed: {type(error).__name__}: {error}"[:2000]
        return _refuse(header, sentence, Findings(), 500)


def _answer_rows(deployment: LoadedDeployment, header: RequestHeader, body: bytes) -> tuple[ReplicaFacts, bytes]:
    started = time.perf_counter()
    findings = Findings()
    try:
        sent = take_ids(read_rows(header["form"], body), header.get("ids_column"))
        values = deployment.reader.read_values(sent, findings)
    except UnreadableRequest as error:
        return _refuse(header, str(error), findings, 400)
    if any(kind in findings.counts for kind in header["refuse"]):
        return _refuse(header, _describe_refusal(findings, header["refuse"]), findings, 422)
    try:
        with _silence():
            tables = _score_values(deployment, header, values, sent.count)
    except ModuleError as error:
        findings.add("failed", error.column or "", error.message)
        return _refuse(header, error.message, findings, 422)
    answered = next(iter(tables.values()))
    content, media_type, shown = build_answer(tables, sent, header, findings)
    noted = {
        "status": 200,
        "type": media_type,
        "rows": sent.count,
        "findings": findings.counts,
        "seconds": time.perf_counter() - started,
        "bins": count_bins(deployment.request.columns, values),
        "predictions": shown,
    }
    if header["kept"]:
        noted |= {"ids": name_rows(sent, header), "scored": list_scored(answered)}
    if header["sampled"]:
        noted |= {"sample": _take_sample(sent, values), "sample_answers": _list_rows(answered)}
    return noted, content


def _score_values(
    deployment: LoadedDeployment, header: RequestHeader, values: Cells, count: int
) -> Mapping[str, ScoredRows]:
    """What is answered: without tables where that can be."""
    pipeline = deployment.pipeline
    if pipeline is not None and header["form"] in ("json", "v2") and pipeline.can_answer(values, count):
        return {
            next(iter(deployment.request.answers)): ScoredRows(
                pipeline.answer(values), pipeline.scores, types=pipeline.types
            )
        }
    tables = deployment.score(deployment.reader.build_dataset(values))
    return {name: ScoredRows.of_table(table) for name, table in tables.items()}


@contextmanager
def _silence() -> Iterator[None]:
    """What modules warn of at a request was said when they ran on the canvas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _describe_refusal(findings: Findings, refused: Sequence[str]) -> str:
    first: str = next(one["message"] for one in findings.listed if one["kind"] in refused)
    others = sum(count for kind, count in findings.counts.items() if kind in refused) - 1
    return first + (
        f" There {'is 1 more problem' if others == 1 else f'are {others} more problems'}." if others else ""
    )


def _refuse(header: RequestHeader, sentence: str, findings: Findings, status: int) -> tuple[ReplicaFacts, bytes]:
    if header["form"] == "v2" and status == 422:
        status = 400  # the one that clients of the protocol know
    return {"status": status, "type": "application/json", "findings": findings.counts}, build_refusal(
        header, sentence, findings
    )


def _take_sample(sent: SentRows, values: Mapping[str, Sequence[SentValue]]) -> list[ReplicaFacts]:
    names = list(values)
    return [{name: _to_plain(values[name][row]) for name in names} for row in range(min(sent.count, SAMPLED_ROWS))]


def _list_rows(answered: ScoredRows) -> list[ReplicaFacts]:
    columns = {name: values[:SAMPLED_ROWS] for name, values in answered.columns.items()}
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _to_plain(value: SentValue) -> SentValue:
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
