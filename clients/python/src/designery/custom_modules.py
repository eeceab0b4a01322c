"""Functions of one's own as modules: the source goes into the design, the signature gives ports and parameters."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any

from designery.builder import get_builder
from designery.errors import DesigneryError
from designery.ports import File, Placed, Port, Table, TrainedModel
from designery.r_signature import is_r_source, read_r_signature

#: What each annotation makes of an output, and what the output is called where the source gives it no name.
OUTPUTS: dict[str, tuple[type[Port], str]] = {
    **dict.fromkeys(("DataFrame", "pd.DataFrame", "pandas.DataFrame", "Dataset"), (Table, "results_dataset")),
    **dict.fromkeys(("File", "Path", "pathlib.Path"), (File, "file")),
    **dict.fromkeys(("Model", "TrainedModel"), (TrainedModel, "trained_model")),
    "Object": (File, "object"),
}


class CustomModule:
    """A module whose source is part of the design. Calling it places it; the function itself is not run here."""

    def __init__(self, name: str, code: str) -> None:
        self.name = name
        self.code = code
        self.inputs, self._types = _read_signature(code)
        self.outputs = tuple(self._types)

    def __call__(self, *inputs: Any, node: str | None = None, **values: Any) -> Placed:
        """Place the module: outputs of others go to its tables, everything else to its parameters.

        What a card has besides is given by `card={...}`, since parameters of the function may have any name.
        """
        if len(inputs) > len(self.inputs):
            raise DesigneryError(f"{self.name} takes {len(self.inputs)} inputs. Got {len(inputs)}.")
        options = dict(values.pop("card", {}))
        if node is not None:
            options["node"] = node
        ports = dict(zip(self.inputs, inputs, strict=False))
        ports |= {key: value for key, value in values.items() if _is_port(value)}
        parameters = {key: value for key, value in values.items() if key not in ports}
        builder = get_builder()
        builder.modules[self.name] = {"code": self.code}
        placed = Placed(builder.add_node(self.name, ports, parameters, options), self.outputs)
        for output in self.outputs:
            setattr(placed, output, self._types[output](placed.node, output))
        return placed


def _is_port(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return bool(value) and all(isinstance(one, (Port, Placed)) for one in value)
    return isinstance(value, (Port, Placed))


def custom_module(name: str, code: str) -> CustomModule:
    """A module by its source; in a design function it becomes part of the design, used or not."""
    made = CustomModule(name, code)
    try:
        builder = get_builder()
    except DesigneryError:
        return made
    builder.modules[name] = {"code": code}
    return made


def module(function: Callable[..., Any]) -> CustomModule:
    """Make a function of tables a module: its source is read, with what it imports inside of itself."""
    try:
        source = textwrap.dedent(inspect.getsource(function))
    except OSError:
        raise DesigneryError(
            f"The source of {function.__name__} is not known. Write it in a file or a notebook cell."
        ) from None
    tree = ast.parse(source)
    definition = tree.body[0]
    if not isinstance(definition, ast.FunctionDef):
        raise DesigneryError("@dy.module decorates a function.")
    lines = source.splitlines()[definition.lineno - 1 :]
    return CustomModule(f"own_{definition.name}", "\n".join(lines) + "\n")


def _read_signature(code: str) -> tuple[tuple[str, ...], dict[str, type[Port]]]:
    """What goes in and what comes out, as the server reads it; empty where it is no function."""
    if is_r_source(code):
        inputs, kinds = read_r_signature(code)
        return inputs, {name: Table if kind == "table" else File for name, kind in kinds.items()}
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return (), {}
    functions = [one for one in tree.body if isinstance(one, ast.FunctionDef) and not one.name.startswith("_")]
    if not functions:
        return (), {}
    function = functions[-1]
    arguments = tuple(one.arg for one in (*function.args.posonlyargs, *function.args.args))
    return arguments, _read_outputs(function, tree)


def _read_outputs(function: ast.FunctionDef, tree: ast.Module) -> dict[str, type[Port]]:
    returns = function.returns
    if isinstance(returns, ast.Constant) and isinstance(returns.value, str):
        returns = ast.parse(returns.value, mode="eval").body
    words = ast.unparse(returns) if returns is not None else "DataFrame"
    if words in OUTPUTS:
        kind, name = OUTPUTS[words]
        return {name: kind}
    if isinstance(returns, ast.Subscript) and words.startswith(("tuple[", "Tuple[")):
        parts = returns.slice.elts if isinstance(returns.slice, ast.Tuple) else [returns.slice]
        kinds = [_read_output(part) for part in parts]
        return {f"{name}{number}": kind for number, (kind, name) in enumerate(kinds, start=1)}
    for item in tree.body:
        if isinstance(item, ast.ClassDef) and item.name == words:
            fields = (field for field in item.body if isinstance(field, ast.AnnAssign))
            named = {field.target.id: field.annotation for field in fields if isinstance(field.target, ast.Name)}
            return {name: _read_output(annotation)[0] for name, annotation in named.items()}
    return {}


def _read_output(annotation: ast.expr) -> tuple[type[Port], str]:
    words = annotation.value if isinstance(annotation, ast.Constant) else ast.unparse(annotation)
    return OUTPUTS.get(str(words), OUTPUTS["DataFrame"])
