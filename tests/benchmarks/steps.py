"""What a step costs: 100 steps that do next to nothing, in a chain and as a graph of ten layers of ten."""

import asyncio
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from modules.kit import catalog
from server.runs import probe
from server.runs.executors.local import LocalExecutor
from server.runs.sandbox import RunSandbox
from server.runs.steps import Event, InputFile, StepRequest, Succeeded
from server.settings import Settings
from tests.benchmarks.engines import Nodes, running
from tests.benchmarks.measuring import Measurement

REPETITIONS = 5
LAYERS = 10
STEPS = 100
AIM_WARM, AIM_FORKED = 5.0, 20.0

SCRIPT = """
def azureml_main(dataframe1=None, dataframe2=None):
    # repetition {repetition}
    return dataframe1 + dataframe2,
"""

#: Makes the node that comes after one or two others, by the repetition: nothing may be reused between repetitions.
Following = Callable[[int, str, str], dict[str, Any]]
#: Draws a graph of such nodes.
Drawn = Callable[[int, Following], Nodes]


def measure() -> list[Measurement]:
    """Milliseconds per step, through the whole engine and through the executor alone."""
    return asyncio.run(_measured())


async def _measured() -> list[Measurement]:
    kinds: list[tuple[str, Following, float]] = [
        ("warm", _rows_below, AIM_WARM),
        ("forked and isolated", _script, AIM_FORKED),
    ]
    shapes: list[tuple[str, Drawn]] = [("chain", _chain), ("10 x 10", _layers)]
    found = []
    for kind, following, aim in kinds:
        for shape, drawn in shapes:
            found += await _through_engine(f"{shape}, {kind}", drawn, following, aim)
            found.append(await _through_executor(f"{shape}, {kind}, executor alone", drawn(0, following)))
    return found


async def _through_engine(name: str, drawn: Drawn, following: Following, aim: float) -> list[Measurement]:
    """The steps with their states in the database and their artifacts durable in the store."""
    async with running() as engine:
        await engine.run(drawn(0, following))  # files that Python compiles, tables that are prepared
        ran = [await engine.run(drawn(repetition, following)) for repetition in range(1, REPETITIONS + 1)]
    assert all(step.state == "succeeded" for one in ran for step in one.run.steps), "A step was reused."
    samples = tuple(one.seconds * 1000 / STEPS for one in ran)
    viewed = tuple(one.seconds_with_views * 1000 / STEPS for one in ran)
    note = f"isolation {engine.level}; {len(ran[0].run.steps)} steps"
    return [
        Measurement(name, "ms", samples, aim=aim, note=note),
        Measurement(f"{name}, until all views are made", "ms", viewed),
    ]


async def _through_executor(name: str, nodes: Nodes) -> Measurement:
    """The same steps without a database and a store: each takes the files that the others wrote."""
    found = await probe.isolation()
    samples = []
    for _ in range(REPETITIONS):
        with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as folder:
            sandbox = await RunSandbox.open(Path(folder), [], found.by)
            driven = _Driven(nodes, sandbox, LocalExecutor(Settings().slots))
            began = time.perf_counter()
            await driven.run()
            samples.append((time.perf_counter() - began) * 1000 / len(nodes))
            await sandbox.close()
    return Measurement(name, "ms", tuple(samples))


class _Driven:
    """Steps submitted as soon as those before them are done."""

    def __init__(self, nodes: Nodes, sandbox: RunSandbox, executor: LocalExecutor) -> None:
        self.nodes, self.sandbox, self.executor = nodes, sandbox, executor
        self.tasks: dict[str, asyncio.Task[dict[str, InputFile]]] = {}

    async def run(self) -> None:
        for name in self.nodes:
            self.tasks[name] = asyncio.create_task(self._step(name))
        await asyncio.gather(*self.tasks.values())

    async def _step(self, name: str) -> dict[str, InputFile]:
        node = self.nodes[name]
        inputs = {port: (await self._output(reference),) for port, reference in node["inputs"].items()}
        module = catalog()[node["module"]]
        folder = self.sandbox.folder / name
        request = StepRequest(name, module.name, node["parameters"], inputs, folder, module.trusted)
        outcome = await self.executor.submit(request, self.sandbox, _unheard)
        assert isinstance(outcome, Succeeded), outcome
        return {output.port: InputFile(output.path, output.port_type) for output in outcome.outputs}

    async def _output(self, reference: str) -> InputFile:
        node, _, port = reference.partition(".")
        return (await self.tasks[node])[port]


def _unheard(_event: Event) -> None:
    """Nobody reads the log of a benchmark."""


def _chain(repetition: int, following: Following) -> Nodes:
    """A table, and 99 steps one after another."""
    nodes = {"step0": _table(repetition, 0), "more": _table(repetition, 1)}
    previous = _output("step0", nodes)
    for number in range(1, STEPS - 1):
        nodes[f"step{number}"] = following(repetition, previous, "more.dataset")
        previous = _output(f"step{number}", nodes)
    return nodes


def _layers(repetition: int, following: Following) -> Nodes:
    """Ten tables, and nine layers of ten steps which each take two results of the layer before."""
    nodes = {f"step0-{place}": _table(repetition, place) for place in range(LAYERS)}
    for layer in range(1, LAYERS):
        above = [_output(f"step{layer - 1}-{place}", nodes) for place in range(LAYERS)]
        for place in range(LAYERS):
            nodes[f"step{layer}-{place}"] = following(repetition, above[place], above[(place + 1) % LAYERS])
    return nodes


def _output(node: str, nodes: Mapping[str, Mapping[str, Any]]) -> str:
    return f"{node}.{catalog()[nodes[node]['module']].outputs[0].name}"


def _table(repetition: int, place: int) -> dict[str, Any]:
    """One row; no two sums of such rows are equal, so that no step finds the result of another one."""
    return {
        "module": "enter_data_manually",
        "parameters": {"data": f"a,b\n{repetition + 0.5},{1 / (place + 3)}\n"},
        "inputs": {},
    }


def _rows_below(_repetition: int, first: str, second: str) -> dict[str, Any]:
    return {"module": "add_rows", "parameters": {}, "inputs": {"dataset1": first, "dataset2": second}}


def _script(repetition: int, first: str, second: str) -> dict[str, Any]:
    script = SCRIPT.format(repetition=repetition)
    inputs = {"dataset1": first, "dataset2": second}
    return {"module": "execute_python_script", "parameters": {"python_script": script}, "inputs": inputs}
