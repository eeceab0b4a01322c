"""What a step costs: 100 steps that do next to nothing, in a chain and as a graph of ten layers of ten."""

import asyncio
import tempfile
import time
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from modules.kit import catalog
from server.runs.executors.local_executor import LocalExecutor
from server.runs.sandbox import isolation_probe
from server.runs.sandbox.inside.sandbox_messages import StepEvent, StepSucceeded
from server.runs.sandbox.inside.sandbox_requests import InputFile, StepRequest
from server.runs.sandbox.run_sandbox import RunSandbox
from server.settings import Settings
from tests.benchmarks.benchmark_engine import Nodes, running_engine
from tests.benchmarks.measurement import BenchmarkMeasurement
from tests.processor_time import read_cpu_seconds

REPETITIONS = 5
LAYER_COUNT = 10
STEP_COUNT = 100
AIM_WARM, AIM_FORKED = 5.0, 20.0

PASS_THROUGH_SCRIPT = """
def azureml_main(dataframe1=None, dataframe2=None):
    # repetition {repetition}
    return dataframe1 + dataframe2,
"""

#: Makes the node that comes after one or two others, by the repetition: nothing may be reused between repetitions.
NodeFactory = Callable[[int, str, str], dict[str, Any]]
#: Draws a graph of such nodes.
GraphFactory = Callable[[int, NodeFactory], Nodes]


def measure() -> list[BenchmarkMeasurement]:
    """Milliseconds per step, through the whole engine and through the executor alone."""
    return asyncio.run(_measure_kinds())


async def _measure_kinds() -> list[BenchmarkMeasurement]:
    kinds: list[tuple[str, NodeFactory, float]] = [
        ("warm", _make_rows_node, AIM_WARM),
        ("forked and isolated", _make_script_node, AIM_FORKED),
    ]
    shapes: list[tuple[str, GraphFactory]] = [("chain", _make_chain), ("10 x 10", _make_layers)]
    found = []
    for kind, following, aim in kinds:
        for shape, drawn in shapes:
            found += await _measure_engine(f"{shape}, {kind}", drawn, following, aim)
            found.append(await _measure_executor(f"{shape}, {kind}, executor alone", drawn(0, following)))
    return found


async def measure_chains() -> list[BenchmarkMeasurement]:
    """The chains through the whole engine, warm and isolated."""
    return [
        *await _measure_engine("chain, warm", _make_chain, _make_rows_node, AIM_WARM),
        *await _measure_engine("chain, forked and isolated", _make_chain, _make_script_node, AIM_FORKED),
    ]


async def _measure_engine(
    name: str, drawn: GraphFactory, following: NodeFactory, aim: float
) -> list[BenchmarkMeasurement]:
    """The steps with their states in the database and their artifacts durable in the store."""
    async with running_engine() as engine:
        await engine.run(drawn(0, following))  # files that Python compiles, tables that are prepared
        ran, taken = [], [read_cpu_seconds()]
        for repetition in range(1, REPETITIONS + 1):
            ran.append(await engine.run(drawn(repetition, following)))
            taken.append(read_cpu_seconds())
    assert all(step.state == "succeeded" for one in ran for step in one.run.steps), "A step was reused."
    samples = tuple(one.seconds * 1000 / STEP_COUNT for one in ran)
    viewed = tuple(one.seconds_with_views * 1000 / STEP_COUNT for one in ran)
    spent = tuple((now - then) * 1000 / STEP_COUNT for then, now in pairwise(taken))
    note = f"isolation {engine.level}; {len(ran[0].run.steps)} steps"
    return [
        BenchmarkMeasurement(name, "ms", samples, aim=aim, note=note),
        BenchmarkMeasurement(f"{name}, until all views are made", "ms", viewed),
        BenchmarkMeasurement(f"{name}, processor time with all views", "ms", spent),
    ]


async def _measure_executor(name: str, nodes: Nodes) -> BenchmarkMeasurement:
    """The same steps without a database and a store: each takes the files that the others wrote."""
    found = await isolation_probe.find_isolation()
    samples = []
    for _ in range(REPETITIONS):
        with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as folder:
            sandbox = await RunSandbox.open_alone(Path(folder), [], found.mechanism)
            driven = _StepDriver(nodes, sandbox, LocalExecutor(Settings().slots))
            began = time.perf_counter()
            await driven.run()
            samples.append((time.perf_counter() - began) * 1000 / len(nodes))
            await sandbox.close()
    return BenchmarkMeasurement(name, "ms", tuple(samples))


class _StepDriver:
    """Steps submitted as soon as those before them are done."""

    def __init__(self, nodes: Nodes, sandbox: RunSandbox, executor: LocalExecutor) -> None:
        self.nodes, self.sandbox, self.executor = nodes, sandbox, executor
        self.tasks: dict[str, asyncio.Task[dict[str, InputFile]]] = {}

    async def run(self) -> None:
        for name in self.nodes:
            self.tasks[name] = asyncio.create_task(self._run_step(name))
        await asyncio.gather(*self.tasks.values())

    async def _run_step(self, name: str) -> dict[str, InputFile]:
        node = self.nodes[name]
        inputs = {port: (await self._wait_for_output(reference),) for port, reference in node["inputs"].items()}
        module = catalog()[node["module"]]
        folder = self.sandbox.folder / name
        request = StepRequest(name, module.name, node["parameters"], inputs, folder, module.trusted)
        outcome = await self.executor.submit(request, self.sandbox, _ignore_event)
        assert isinstance(outcome, StepSucceeded), outcome
        return {output.port: InputFile(output.path, output.port_type) for output in outcome.outputs}

    async def _wait_for_output(self, reference: str) -> InputFile:
        node, _, port = reference.partition(".")
        return (await self.tasks[node])[port]


def _ignore_event(_event: StepEvent) -> None:
    """Nobody reads the log of a benchmark."""


def _make_chain(repetition: int, following: NodeFactory) -> Nodes:
    """A table, and 99 steps one after another."""
    nodes = {"step0": _make_table_node(repetition, 0), "more": _make_table_node(repetition, 1)}
    previous = _get_output("step0", nodes)
    for number in range(1, STEP_COUNT - 1):
        nodes[f"step{number}"] = following(repetition, previous, "more.dataset")
        previous = _get_output(f"step{number}", nodes)
    return nodes


def _make_layers(repetition: int, following: NodeFactory) -> Nodes:
    """Ten tables, and nine layers of ten steps which each take two results of the layer before."""
    nodes = {f"step0-{place}": _make_table_node(repetition, place) for place in range(LAYER_COUNT)}
    for layer in range(1, LAYER_COUNT):
        above = [_get_output(f"step{layer - 1}-{place}", nodes) for place in range(LAYER_COUNT)]
        for place in range(LAYER_COUNT):
            nodes[f"step{layer}-{place}"] = following(repetition, above[place], above[(place + 1) % LAYER_COUNT])
    return nodes


def _get_output(node: str, nodes: Mapping[str, Mapping[str, Any]]) -> str:
    return f"{node}.{catalog()[nodes[node]['module']].outputs[0].name}"


def _make_table_node(repetition: int, place: int) -> dict[str, Any]:
    """One row; no two sums of such rows are equal, so that no step finds the result of another one."""
    return {
        "module": "enter_data_manually",
        "parameters": {"data": f"a,b\n{repetition + 0.5},{1 / (place + 3)}\n"},
        "inputs": {},
    }


def _make_rows_node(_repetition: int, first: str, second: str) -> dict[str, Any]:
    return {"module": "add_rows", "parameters": {}, "inputs": {"dataset1": first, "dataset2": second}}


def _make_script_node(repetition: int, first: str, second: str) -> dict[str, Any]:
    script = PASS_THROUGH_SCRIPT.format(repetition=repetition)
    inputs = {"dataset1": first, "dataset2": second}
    return {"module": "execute_python_script", "parameters": {"python_script": script}, "inputs": inputs}
