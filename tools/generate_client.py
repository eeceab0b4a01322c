"""Writes the typed functions of the Python client, one for each module: python -m tools.generate_client."""

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

from modules.kit import Module, catalog
from modules.kit.parameter_widgets import ParameterWidget
from modules.kit.ports import PortType, is_compatible
from server.version import VERSION

SOURCE = Path(__file__).parent.parent / "clients/python/src/designery"
TARGET = SOURCE / "modules.py"
SHAPES = SOURCE / "module_shapes.py"
PORT_CLASSES: dict[str, str] = {
    "dataset": "Table",
    "untrained_model": "UntrainedModel",
    "trained_model": "TrainedModel",
    "transformation": "Transformation",
    "image_directory": "ImageDirectory",
    "file": "File",
    "evaluation": "Evaluation",
}
#: How parameters are written in Python, by the kind of their field in the form.
TYPES_BY_WIDGET = {
    "switch": "bool",
    "columns": "Columns",
    "column_names": "Sequence[str]",
    "list": "Sequence[str]",
    "secrets": "Sequence[str]",
    "rows": "Sequence[Row]",
    "conditions": "Sequence[Row]",
    "dataset_version": "int",
    "model_version": "int | str",
    "json": "Mapping[str, Any]",
}
HEAD = '''"""Each module of the catalog as a typed function. Written by python -m tools.generate_client; do not edit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Literal, TypeAlias, Unpack

from designery.builder import place, place_single
from designery.ports import (
    DEFAULT,
    Evaluation,
    File,
    ImageDirectory,
    NodeOptions,
    Placed,
    Port,
    Table,
    TrainedModel,
    Transformation,
    UntrainedModel,
)
from designery.values import Columns, Row, Sweep
'''


def write_functions(modules: Sequence[Module]) -> str:
    """The file of all functions."""
    parts = [HEAD, *_iterate_aliases(), *(_write_module(module) for module in modules)]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def write_shapes(modules: Sequence[Module]) -> str:
    """The file that the writer of code looks modules up in."""
    lines = [
        '"""The ports and parameters of each module. Written by python -m tools.generate_client; do not edit."""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import TypeAlias",
        "",
        f'CATALOG_VERSION = "{VERSION}"',
        "#: {module: (inputs, those that are required, outputs, parameters, those that are required)}",
        "Names: TypeAlias = tuple[str, ...]",
        "SHAPES: dict[str, tuple[Names, Names, Names, Names, Names]] = {",
    ]
    for module in modules:
        widgets = module.widgets.values()
        shape = (
            tuple(port.name for port in module.inputs),
            tuple(port.name for port in module.inputs if not port.optional),
            tuple(port.name for port in module.outputs),
            tuple(widget.name for widget in widgets),
            tuple(widget.name for widget in widgets if widget.required),
        )
        lines.append(f"    {module.name!r}: {shape!r},")
    return "\n".join([*lines, "}", ""])


def _iterate_aliases() -> Iterator[str]:
    """What an input of each type takes."""
    types: tuple[PortType, ...] = get_args(PortType)
    ordered = sorted(types, key=list(PORT_CLASSES).index)
    for wanted in ordered:
        accepted = [PORT_CLASSES[given] for given in ordered if is_compatible(wanted, given)]
        yield f"{PORT_CLASSES[wanted]}Input: TypeAlias = {' | '.join(accepted)}"


def _write_module(module: Module) -> str:
    if len(module.outputs) == 1:
        kind = PORT_CLASSES[module.outputs[0].type]
        call = f"place_single({kind}, {module.outputs[0].name!r}, {module.name!r}, "
        return _write_function(module, kind, call)
    kind = "".join(word.capitalize() for word in module.name.split("_")) + "Outputs"
    return f"{_write_class(module, kind)}\n\n\n{_write_function(module, kind, f'place({kind}, {module.name!r}, ')}"


def _write_class(module: Module, kind: str) -> str:
    classes = {port.name: PORT_CLASSES[port.type] for port in module.outputs}
    lines = [f"class {kind}(Placed):", f'    """The outputs of {module.title}."""', ""]
    table = ", ".join(f"{name!r}: {port}" for name, port in classes.items())
    lines += [f"    port_types: ClassVar[dict[str, type[Port]]] = {{{table}}}"]
    lines += [f"    {name}: {port}" for name, port in classes.items()]
    same = set(classes.values())
    item = same.pop() if len(same) == 1 else "Any"
    lines += ["", f"    def __iter__(self) -> Iterator[{item}]:", "        return super().__iter__()"]
    return "\n".join(lines)


def _write_function(module: Module, kind: str, call: str) -> str:
    lines = [f"def {module.name}("]
    # Required inputs come first: Python takes no argument without a default behind one that has it.
    for port in sorted(module.inputs, key=lambda one: one.optional):
        taken = f"{PORT_CLASSES[port.type]}Input"
        taken = f"Sequence[{taken}]" if port.many else taken
        lines.append(f"    {port.name}: {taken} | None = None," if port.optional else f"    {port.name}: {taken},")
    if module.widgets:
        lines.append("    *,")
    for widget in sorted(module.widgets.values(), key=lambda one: not one.required):
        default = "" if widget.required else " = DEFAULT"
        lines.append(f"    {widget.name}: {_write_type(widget)}{default},")
    lines += ["    **options: Unpack[NodeOptions],", f") -> {kind}:", *_write_docstring(module)]
    inputs = ", ".join(f"{port.name!r}: {port.name}" for port in module.inputs)
    parameters = ", ".join(f"{name!r}: {name}" for name in module.widgets)
    lines.append(f"    return {call}{{{inputs}}}, {{{parameters}}}, options)")
    return "\n".join(lines)


def _write_type(widget: ParameterWidget) -> str:
    """The type of a parameter, with Sweep where several values may be tried."""
    if widget.kind == "choice":
        text = f"Literal[{', '.join(repr(option) for option in widget.options)}]"
    elif widget.kind == "number":
        text = "int" if widget.whole else "float"
    else:
        text = TYPES_BY_WIDGET.get(widget.kind, "str")
    return text + (" | Sweep" if widget.sweepable else "") + (" | None" if widget.nullable else "")


def _write_docstring(module: Module) -> Iterator[str]:
    shown = [widget for widget in module.widgets.values() if not widget.required]
    yield '    """' + _escape(module.summary) + ("" if shown else '"""')
    if shown:
        yield ""
        yield "    Defaults:"
        for widget in shown:
            default = _shorten(repr(widget.default))
            yield f"        {widget.name}: {_escape(default)}."
        yield '    """'


def _shorten(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}..."


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"""', "'''")


def _format(text: str) -> str:
    command = [sys.executable, "-m", "ruff", "format", "--line-length", "120", "--stdin-filename", "modules.py", "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def generate_files() -> dict[Path, str]:
    """The content of each file, formatted."""
    modules = list(catalog().values())
    return {TARGET: _format(write_functions(modules)), SHAPES: _format(write_shapes(modules))}


def main() -> None:
    """Write the files, or with --check only say whether they are up to date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="Fail if a file is out of date.")
    check = parser.parse_args().check
    stale = [path for path, text in generate_files().items() if not path.exists() or path.read_text("utf-8") != text]
    if check and stale:
        sys.exit(f"Out of date: {', '.join(path.name for path in stale)}. Run: python -m tools.generate_client")
    for path in () if check else stale:
        path.write_text(generate_files()[path], encoding="utf-8")
        print(f"Wrote {path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}")


if __name__ == "__main__":
    main()
