"""An R function that a user wrote becomes a module. Declaring it reads its text and never runs it."""

import inspect
import re
from ast import literal_eval
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, ValidationError

from modules.kit.errors import ModuleError
from modules.kit.module_spec import Module
from modules.kit.own_module import build_own_module
from modules.kit.parameters import titled
from modules.kit.ports import Dataset, File
from modules.kit.r_function import RSignature, run_r_function
from modules.kit.r_ports import read_header, read_r_ports
from modules.kit.r_source import RArgument, RFunction, find_r_function, split_parts, split_tokens
from modules.kit.script_ports import PortKind, ScriptPorts
from modules.kit.script_secrets import SECRETS_PARAMETER, SecretNames

SEED_PARAMETER = "random_seed"
#: What pydantic needs for itself.
RESERVED = frozenset({"copy", "json", "schema", "validate", "construct", "dict"})
Seed = Annotated[
    int | None,
    Field(ge=0, le=2_147_483_647, description="The seed for set.seed. Empty: R draws a new one on each run."),
]
_PORT_TYPES: dict[PortKind, Any] = {"table": Dataset, "tables": list[Dataset], "file": File, "object": File}
_WHOLE, _NUMBER = re.compile(r"-?\d+L"), re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


class _Parameter(NamedTuple):
    name: str
    annotation: Any
    default: object


def parse_r_module(name: str, source: str) -> Module:
    """The module that the last function of this source is. Raises error 85 with the line where it is none."""
    function, ports = find_r_function(source), read_r_ports(source)
    header = read_header(source, function)
    own = [
        _read_parameter(one, header.descriptions.get(one.name), function)
        for one in function.arguments
        if one.default not in (None, "NULL")
    ]
    taken = {one.name for one in own} | {one.name for one in ports.inputs}
    given = [_Parameter(SECRETS_PARAMETER, SecretNames, ()), _Parameter(SEED_PARAMETER, Seed, 0)]
    added = [one for one in given if one.name not in taken]
    signature = RSignature(function.name, ports, tuple(one.name for one in own))
    try:
        module = build_own_module(
            _build_stub(name, source, signature, header.help, [*own, *added]), function.name, None
        )
        module.parameters.model_validate({one.name: one.default for one in own})
    except (ValidationError, TypeError, ValueError):
        message = f"The arguments of {function.name} can't be the fields of a form."
        raise ModuleError(85, message, parameter="code", line=function.line) from None
    return module


def _build_stub(
    name: str, source: str, signature: RSignature, help_text: str, parameters: Sequence[_Parameter]
) -> Callable[..., object]:
    """A function with the wanted signature that has R run the source."""
    ports: ScriptPorts = signature.ports
    result = NamedTuple(f"{name}_outputs", [(one.name, _PORT_TYPES[one.kind]) for one in ports.outputs])  # type: ignore[misc]

    def call(*values: object, **settings: object) -> object:
        return result(*run_r_function(signature, source, values, settings))

    positional, keyword, empty = (
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
        inspect.Parameter.KEYWORD_ONLY,
        inspect.Parameter.empty,
    )
    inputs = [
        inspect.Parameter(one.name, positional, default=None if one.optional and one.kind != "tables" else empty)
        for one in signature.given_order
    ]
    call.__name__ = name
    call.__doc__ = help_text or f"{signature.function} has no lines of help (#') yet."
    kinds = {one.name: _PORT_TYPES[one.kind] for one in ports.inputs}
    optional = {one.name for one in ports.inputs if one.optional and one.kind != "tables"}
    call.__annotations__ = {
        **{port: kind | None if port in optional else kind for port, kind in kinds.items()},
        **{one.name: one.annotation for one in parameters},
        "return": result,
    }
    call.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [*inputs, *(inspect.Parameter(one.name, keyword, default=one.default) for one in parameters)]
    )
    call.__source__ = source  # type: ignore[attr-defined]
    return call


def _read_parameter(argument: RArgument, description: str | None, function: RFunction) -> _Parameter:
    """An argument with a plain default: a number, TRUE or FALSE, a text, or texts of which the first is taken."""
    name = argument.name
    if not name.isidentifier() or name in RESERVED or name.startswith(("_", "model_")):
        message = f"'{name}' can't be the name of a parameter. Choose another one."
        raise ModuleError(85, message, parameter="code", line=function.line)
    kind, default = _read_default(argument, function)
    hints = [titled(name.replace("_", " ").capitalize())]
    annotation: Any = Annotated[kind, *hints]
    if description is not None:
        annotation = Annotated[annotation, Field(description=description)]
    return _Parameter(name, annotation, default)


def _read_default(argument: RArgument, function: RFunction) -> tuple[Any, object]:
    text = argument.default or ""
    if text in ("TRUE", "FALSE"):
        return bool, text == "TRUE"
    if _WHOLE.fullmatch(text):
        return int, int(text[:-1])
    if _NUMBER.fullmatch(text):
        return float, float(text)
    tokens = split_tokens(text)
    if len(tokens) == 1 and tokens[0].kind == "text" and text[0] in "\"'":
        return str, _read_text(text, argument, function)
    if [token.text for token in tokens[:2]] == ["c", "("] and tokens[-1].text == ")":
        parts = split_parts([token for token in tokens[2:-1] if token.kind != "line"])
        if all(len(part) == 1 and part[0].kind == "text" for part in parts):
            choices = tuple(_read_text(part[0].text, argument, function) for part in parts)
            return Literal[choices], choices[0]
    return _refuse_default(argument, function)


def _read_text(text: str, argument: RArgument, function: RFunction) -> str:
    try:
        return str(literal_eval(text))
    except (ValueError, SyntaxError):
        _refuse_default(argument, function)
        raise


def _refuse_default(argument: RArgument, function: RFunction) -> tuple[Any, object]:
    message = f'\'{argument.name}\' needs a plain value here, such as 3L, 0.5, TRUE, "text" or c("a", "b").'
    raise ModuleError(85, message, parameter="code", line=function.line)
