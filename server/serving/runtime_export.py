"""An endpoint as a folder that runs alone: its model, the few files of ours that answer, and what they require.

Which files these are follows from what they import; the server never loads a model, so what a model names is read from
its pickle as text.
"""

import ast
import importlib.metadata
import json
import pickletools
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.ipc

from server.runs.sandbox.inside.replica_worker import EXAMPLE_ROWS
from server.runs.sandbox.inside.sandbox_requests import InputFile, PreviewStep, ReplicaRequest
from server.runs.sandbox.inside.subsample import read_subsample

ROOT = Path(__file__).parent.parent.parent
#: Where the files of the server that the runtime needs are in the folder, all side by side.
RUNTIME = "designery_runtime"
APP_MODULE = "server.serving.exported_app"
#: What is imported besides: the web server, and what pickles need that no file names.
ALWAYS_REQUIRED = ("uvicorn", "pandas", "pyarrow", "scikit-learn", "numpy", "joblib")


@dataclass(frozen=True)
class ImportedNames:
    """What our files import: each other, and packages of others by their top-level names."""

    own: frozenset[str]
    foreign: frozenset[str]


@cache
def find_imports(module: str) -> ImportedNames:
    """What a file of ours imports at its top, and within functions as far as that is ours."""
    path = locate_module(module)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    own, foreign = set[str](), set[str]()
    for node in ast.walk(tree):
        for name in _list_names(node):
            if locate_module(name, strict=False).exists():
                if node in tree.body or name.startswith("modules."):
                    own.add(name)
            elif node in tree.body:
                foreign.add(name.partition(".")[0])
    return ImportedNames(frozenset(own), frozenset(foreign - sys.stdlib_module_names - {"server", "modules"}))


def _list_names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [one.name for one in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
        return [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
    return []


def locate_module(name: str, *, strict: bool = True) -> Path:
    """The file of a module of ours."""
    base = ROOT.joinpath(*name.split(".")) if name.split(".")[0] in ("server", "modules") else ROOT / "none"
    path = base / "__init__.py" if base.is_dir() else base.with_suffix(".py")
    assert path.exists() or not strict, name
    return path


def find_closure(starts: Iterable[str]) -> ImportedNames:
    """All files that are imported from these, directly or by others, with their packages."""
    found, waiting, foreign = set[str](), [*starts], set[str]()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        imported = find_imports(name)
        foreign |= imported.foreign
        parts = name.split(".")
        parents = (".".join(parts[:length]) for length in range(1, len(parts)))
        waiting += [*imported.own, *(one for one in parents if one.startswith("modules"))]
    return ImportedNames(frozenset(found), frozenset(foreign))


def list_pickled_modules(path: Path) -> set[str]:
    """The Python modules that a pickle names; it is read and not loaded."""
    found = set[str]()
    with path.open("rb") as stream:
        for operation, argument, _ in pickletools.genops(stream):
            if operation.name == "GLOBAL":
                found.add(str(argument).partition(" ")[0])
            elif isinstance(argument, str) and argument.replace(".", "").replace("_", "").isalnum():
                found.add(argument)
    return found


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
    return _list_requirements({*closure.foreign, *(name.partition(".")[0] for name in named)})


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
            named |= list_pickled_modules(step.source.path)
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


def _list_requirements(names: Iterable[str]) -> list[str]:
    """Packages with the versions that are installed here: a model is only sure to load with those."""
    by_import = importlib.metadata.packages_distributions()
    wanted = {by_import[name][0] for name in names if name in by_import}
    wanted |= set(ALWAYS_REQUIRED)
    own = importlib.metadata.packages_distributions().get("server", [])
    return sorted(f"{name}=={importlib.metadata.version(name)}" for name in wanted if name not in own)
