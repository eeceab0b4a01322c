"""A deployment in memory: what does not depend on a request is computed once, the steps that do are ready to be called.

Runs inside the sandbox only.
"""

import random
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from modules.kit import Dataset
from modules.kit.row_functions import NoRowFunction
from modules.kit.serialization import from_arrow_table, load_value, to_arrow_table
from server.runs.sandbox.inside.replica_protocol import ReplicaColumn, ReplicaFacts, SentValue
from server.runs.sandbox.inside.replica_rows import RowReader
from server.runs.sandbox.inside.row_pipeline import OnnxSource, RowPipeline, compile_rows
from server.runs.sandbox.inside.sandbox_requests import PreviewStep, ReplicaRequest
from server.runs.sandbox.inside.subsample import load_subsample
from server.runs.sandbox.inside.unread_columns import find_unread_columns

#: So many rows of the example data are read, for the types of the columns.
EXAMPLE_ROWS = 500

Values = dict[str, Mapping[str, SentValue]]


@dataclass(frozen=True)
class CompiledStep:
    """A module with its parameters, ready to be called; {port: references}."""

    node: str
    call: Callable[[Mapping[str, SentValue]], ReplicaFacts]
    ports: Sequence[tuple[str, bool, tuple[str, ...]]]
    #: The module declares what it does to a single row: so no row depends on the others.
    by_row: bool

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

    @property
    def read_columns(self) -> list[ReplicaColumn]:
        """The columns that answers depend on."""
        return [column for column in self.request.columns if column.name not in self.reader.unread]

    @property
    def works_by_row(self) -> bool:
        """Whether rows of several requests can be scored as one table."""
        return all(step.by_row for step in self.steps)

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
    loaded = LoadedDeployment(request, fixed, compiled, RowReader(example, request.columns), output, example)
    loaded.reader.unread = _find_unread(loaded, [step for step in ordered if step.node != request.entrance])
    return loaded


def _find_unread(loaded: LoadedDeployment, steps: Sequence[PreviewStep]) -> frozenset[str]:
    """The columns that a request may leave out. Steps that fail on the example need all of them."""
    if not any(step.module_spec.traits.reads for step in steps):
        return frozenset()
    request = loaded.request
    try:
        with silence_warnings():
            values = loaded.compute(from_arrow_table(loaded.example.slice(0, 1)))
        return find_unread_columns(steps, values, request.entrance, request.answers)
    except Exception:  # whoever scores next hears of it
        return frozenset()


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
        with silence_warnings():
            values = deployment.compute(from_arrow_table(deployment.example))
            moving = [steps[step.node] for step in deployment.steps]
            deployment.pipeline = found = compile_rows(moving, values, request.entrance, source)
    except NoRowFunction as error:
        deployment.onnx = {"used": False, "reason": str(error)}
        return b""
    except Exception as error:  # whatever another version of the runtime has against a kept model: the modules answer
        deployment.onnx = {"used": False, "reason": f"It can't be loaded ({type(error).__name__}: {error})"[:300]}
        return b""
    deployment.onnx = {"used": True, "rows": found.rows, "difference": found.difference}
    return source.made or b""


def compile_step(step: PreviewStep) -> CompiledStep:
    """The step with its parameters validated."""
    module = step.module_spec
    ports = [(port.name, port.many, tuple(step.inputs.get(port.name, ()))) for port in module.inputs]
    return CompiledStep(step.node, module.prepare_run(step.parameters), ports, module.compile_rows is not None)


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


@contextmanager
def silence_warnings() -> Iterator[None]:
    """What modules warn of at a request was said when they ran on the canvas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
