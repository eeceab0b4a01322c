"""An endpoint as a folder that runs alone: its model, the few files of ours that answer, and what they require.

Which files these are follows from what they import; the server never loads a model, so what a model names is read from
its pickle as text.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.ipc

from modules.kit.source_files import ROOT, find_closure, list_pickled_modules, list_requirements, locate_module
from server.runs.sandbox.inside.loaded_deployment import EXAMPLE_ROWS
from server.runs.sandbox.inside.replica_protocol import ONNX_FILE
from server.runs.sandbox.inside.sandbox_requests import InputFile, PreviewStep, ReplicaRequest
from server.runs.sandbox.inside.subsample import read_subsample

#: Where the files of the server that the runtime needs are in the folder, all side by side.
RUNTIME = "designery_runtime"
APP_MODULE = "server.serving.exported_app"


@dataclass(frozen=True)
class ExportSource:
    """What is exported: an endpoint's name and version, what its replicas are given, and what is said of it."""

    name: str
    deployment: int
    request: ReplicaRequest
    refuse: list[str]
    signature: Mapping[str, Any]
    example: Mapping[str, Any]
    version: str
    #: The model as ONNX, where single rows are answered by it.
    onnx: bytes | None = None


def export_runtime(source: ExportSource, folder: Path) -> list[str]:
    """Write the folder, which has to be empty or not there; returns the requirements."""
    folder.mkdir(parents=True, exist_ok=True)
    steps = [_export_step(step, source.request, folder) for step in source.request.steps]
    named = _list_named_modules(source.request)
    starts = {APP_MODULE, *(name for name in named if locate_module(name, strict=False).exists())}
    closure = find_closure(name for name in starts if name.startswith(("modules.", APP_MODULE)))
    _copy_code(closure.own, folder)
    description = {
        "name": source.name,
        "deployment": source.deployment,
        "entrance": source.request.entrance,
        "answers": dict(source.request.answers),
        "columns": [asdict(column) for column in source.request.columns],
        "trusted": source.request.trusted,
        "refuse": source.refuse,
        "signature": source.signature,
        "example": source.example,
        "steps": steps,
    }
    (folder / "endpoint.json").write_text(json.dumps(description, indent=1, ensure_ascii=False), encoding="utf-8")
    if source.onnx is not None:
        (folder / ONNX_FILE).write_bytes(source.onnx)
        named = {*named, "onnxruntime"}
    return list_requirements({"uvicorn", "httptools", *closure.foreign, *(name.partition(".")[0] for name in named)})


def _export_step(step: PreviewStep, request: ReplicaRequest, folder: Path) -> dict[str, Any]:
    file = _export_file(step, request, folder) if step.source is not None else None
    return {
        "node": step.node,
        "module": step.module,
        "parameters": dict(step.parameters),
        "inputs": {port: list(references) for port, references in step.inputs.items()},
        "file": file,
        "port_type": step.source.port_type if step.source is not None else None,
        "port": step.port,
        "code": step.code,
    }


def _export_file(step: PreviewStep, request: ReplicaRequest, folder: Path) -> str:
    """Copy a stored value. Of a table that only shows what rows look like, only the rows that are looked at."""
    assert step.source is not None
    target = folder / "data" / f"{step.node}.{'arrow' if step.source.port_type == 'dataset' else 'bin'}"
    target.parent.mkdir(exist_ok=True)
    if step.source.port_type == "dataset" and _is_example(step.node, request):
        table = read_subsample(InputFile(step.source.path, "dataset"), EXAMPLE_ROWS)
        with pa.OSFile(str(target), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
    else:
        target.write_bytes(step.source.path.read_bytes())
    return f"data/{target.name}"


def _is_example(node: str, request: ReplicaRequest) -> bool:
    """Whether all that depends on a node goes through the entrance."""
    reached, waiting = set[str](), [node]
    while waiting:
        current = waiting.pop()
        reached.add(current)
        for step in request.steps:
            sources = {one.partition(".")[0] for references in step.inputs.values() for one in references}
            if current in sources and step.node not in reached and step.node != request.entrance:
                waiting.append(step.node)
    return not reached & {reference.partition(".")[0] for reference in request.answers.values()}


def _list_named_modules(request: ReplicaRequest) -> set[str]:
    """The modules of the steps, and those that their models name."""
    named = {step.module_spec.function.__module__ for step in request.steps if step.code is None}
    for step in request.steps:
        if step.source is not None and step.source.port_type not in ("dataset", "evaluation", "file"):
            with step.source.path.open("rb") as stream:
                named |= list_pickled_modules(stream)
    return named


def _copy_code(modules: Iterable[str], folder: Path) -> None:
    """Copy our files: modules as they are, those of the server side by side under another name."""
    for name in sorted(modules):
        path = locate_module(name)
        if name.startswith("modules"):
            target = folder / path.relative_to(ROOT)
        elif path.name == "__init__.py":
            continue
        else:
            target = folder / RUNTIME / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_rename_imports(path.read_text(encoding="utf-8")), encoding="utf-8")
    (folder / RUNTIME / "__init__.py").write_text('"""Answers for an exported endpoint."""\n', encoding="utf-8")


def _rename_imports(text: str) -> str:
    for package in ("server.runs.sandbox.inside", "server.serving"):
        text = text.replace(f"from {package}.", f"from {RUNTIME}.")
    return text
