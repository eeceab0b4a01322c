"""A function that a user wrote becomes a module: its ports and parameters are read from its signature.

Declaring it parses the source and never runs it. Calling the module runs it, which belongs inside the sandbox.
"""

import ast
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any, Literal, NamedTuple, NoReturn

from pydantic import Field, PydanticUserError, ValidationError
from pydantic_core import SchemaError

from modules.kit.codegen.custom_module_codegen import build_code_emitter
from modules.kit.custom_function import PROVIDED_NAMES, FunctionSignature, run_custom_function
from modules.kit.environments import ENVIRONMENT_PARAMETER, EnvironmentName
from modules.kit.errors import ModuleError, to_sentence
from modules.kit.module_spec import Module
from modules.kit.own_module import build_own_module
from modules.kit.parameters import Columns, column_of, columns_of, titled
from modules.kit.ports import Dataset, File, TrainedModel
from modules.kit.r_module_parser import parse_r_module
from modules.kit.r_ports import change_r_ports, read_r_ports
from modules.kit.r_source import find_language
from modules.kit.script_ports import ChangedSource, PortKind, ScriptPort, ScriptPorts, change_ports
from modules.kit.script_secrets import SECRETS_PARAMETER, SecretNames

FRAME_TYPES = frozenset({"DataFrame", "pd.DataFrame", "pandas.DataFrame", "Dataset"})
#: What an annotation makes of a port.
PORT_KINDS: Mapping[str, PortKind] = {
    **dict.fromkeys(FRAME_TYPES, "table"),
    **{f"list[{name}]": "tables" for name in FRAME_TYPES},
    **dict.fromkeys(("File", "Path", "pathlib.Path"), "file"),
    **dict.fromkeys(("Model", "TrainedModel"), "model"),
    "Object": "object",
}
#: What flows through a port; an object is kept in a file.
PORT_TYPES: Mapping[PortKind, Any] = {
    "table": Dataset,
    "tables": list[Dataset],
    "file": File,
    "model": TrainedModel,
    "object": File,
}
#: The names of outputs that the source gives none.
OUTPUT_NAMES: Mapping[PortKind, str] = {
    "table": "results_dataset",
    "file": "file",
    "model": "trained_model",
    "object": "object",
}
SIMPLE_TYPES: Mapping[str, type] = {"int": int, "float": float, "bool": bool, "str": str}
FIELD_OPTIONS = frozenset({"ge", "gt", "le", "lt", "description", "min_length", "max_length"})
SUPPORTED_TYPES = "int, float, bool, str, Literal[...], Column or Columns"
#: What pydantic needs for itself.
RESERVED_PARAMETERS = frozenset({"copy", "json", "schema", "validate", "construct", "dict"})


class _ArgumentSpec(NamedTuple):
    name: str
    annotation: object
    default: object
    kind: PortKind = "table"


@lru_cache(maxsize=512)
def parse_custom_module(name: str, source: str) -> Module:
    """The module that the function in this source is, under this name.

    Raises error 85 with the line where the source is no function that can be a module.
    """
    if find_language(source) == "r":
        return parse_r_module(name, source)
    function = find_function(source)
    inputs = list(_read_inputs(function))
    first = next((one.name for one in inputs if one.kind in ("table", "tables")), None)
    parameters = [_read_parameter(argument, default, first) for argument, default in _iterate_keywords(function)]
    taken = {one.name for one in (*inputs, *parameters)}
    if SECRETS_PARAMETER not in taken:
        parameters.append(_ArgumentSpec(SECRETS_PARAMETER, SecretNames, ()))
    if ENVIRONMENT_PARAMETER not in taken:
        parameters.append(_ArgumentSpec(ENVIRONMENT_PARAMETER, EnvironmentName | None, None))
    outputs = _read_outputs(function, source)
    signature = FunctionSignature(
        function.name,
        inspect.cleandoc(ast.get_docstring(function) or ""),
        tuple(argument.name for argument in inputs),
        tuple(outputs),
        frozenset(
            one.arg
            for one, _ in _iterate_keywords(function)
            if _to_source_text(_split_annotated(one)[0]).startswith("Column")
        ),
        SECRETS_PARAMETER not in taken,
        ENVIRONMENT_PARAMETER not in taken,
        tuple(one.kind for one in inputs),
        tuple(outputs.values()),
        first,
    )
    return _build_module(name, source, signature, inputs, parameters, function)


def read_script_ports(source: str) -> ScriptPorts:
    """The ports that the source declares. Raises error 85 where it is no function that can be a module."""
    if find_language(source) == "r":
        return read_r_ports(source)
    function = find_function(source)
    inputs = [ScriptPort(one.name, one.kind, one.default is None, one.name) for one in _read_inputs(function)]
    outputs = [ScriptPort(port, kind, False, port) for port, kind in _read_outputs(function, source).items()]
    return ScriptPorts(tuple(inputs), tuple(outputs))


def change_script_ports(source: str, ports: ScriptPorts) -> ChangedSource:
    """The source with other ports. Raises error 85 where it can't have them, with the reason."""
    if find_language(source) == "r":
        return change_r_ports(source, ports)
    return change_ports(source, find_function(source), read_script_ports(source), ports)


def _build_module(
    name: str,
    source: str,
    signature: FunctionSignature,
    inputs: Sequence[_ArgumentSpec],
    parameters: Sequence[_ArgumentSpec],
    function: ast.FunctionDef,
) -> Module:
    try:
        module = build_own_module(
            _build_stub(name, source, signature, inputs, parameters),
            function.name,
            build_code_emitter(signature, source, PROVIDED_NAMES),
        )
        fields = module.parameters.model_fields
        defaults = {one.name: one.default for one in parameters if not fields[one.name].is_required()}
        module.parameters.model_validate(defaults)
    except ValidationError as error:
        wrong = next((one for one in error.errors() if one["type"] != "missing"), None)
        if wrong is not None:
            return _refuse(f"The default of '{wrong['loc'][0]}' does not fit its type: {wrong['msg']}.", function)
    except (TypeError, ValueError, SchemaError, PydanticUserError):
        return _refuse("A bound that Field sets does not fit the type of its parameter.", function)
    return module


def _build_stub(
    name: str,
    source: str,
    function_signature: FunctionSignature,
    inputs: Sequence[_ArgumentSpec],
    parameters: Sequence[_ArgumentSpec],
) -> Callable[..., object]:
    """A function with the wanted signature that has the source run."""
    kinds = zip(function_signature.outputs, function_signature.output_kinds, strict=True)
    fields = [(output, PORT_TYPES[kind]) for output, kind in kinds]
    result = NamedTuple(f"{name}_outputs", fields)  # type: ignore[misc]

    def call(*values: object, **settings: object) -> object:
        return result(*run_custom_function(function_signature, source, values, settings))

    positional, keyword = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY
    signature = inspect.Signature(
        [
            *(inspect.Parameter(one.name, positional, default=one.default) for one in inputs),
            *(inspect.Parameter(one.name, keyword, default=one.default) for one in parameters),
        ]
    )
    call.__name__ = name
    call.__doc__ = function_signature.help or f"{function_signature.function} has no docstring yet."
    call.__annotations__ = {one.name: one.annotation for one in (*inputs, *parameters)} | {"return": result}
    call.__signature__ = signature  # type: ignore[attr-defined]
    call.__source__ = source  # type: ignore[attr-defined]
    return call


def _parse_source(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise ModuleError(85, to_sentence(f"SyntaxError: {error.msg}"), parameter="code", line=error.lineno) from None
    except (ValueError, RecursionError, MemoryError):
        raise ModuleError(85, "The code can't be read as Python.", parameter="code") from None


def find_function(source: str) -> ast.FunctionDef:
    """The function that is the module: the last public one at the top level."""
    tree = _parse_source(source)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    if not functions:
        raise ModuleError(85, "Define a function: its name becomes the module's title.", parameter="code", line=1)
    function = functions[-1]
    if function.args.vararg or function.args.kwarg:
        _refuse("*args and **kwargs have no names for ports and fields. Name each argument.", function)
    return function


def _read_inputs(function: ast.FunctionDef) -> Iterator[_ArgumentSpec]:
    arguments = [*function.args.posonlyargs, *function.args.args]
    defaults = [None] * (len(arguments) - len(function.args.defaults)) + list(function.args.defaults)
    for argument, default in zip(arguments, defaults, strict=True):
        kind, optional = _strip_none(argument.annotation)
        words = _to_source_text(kind)
        if kind is not None and words not in PORT_KINDS:
            reason = f"'{argument.arg}' is an input port, so it is a DataFrame, a File, a Model or an Object."
            _refuse(f"{reason} Put a * before the parameters.", argument)
        port_kind = PORT_KINDS.get(words, "table")
        port = PORT_TYPES[port_kind]
        absent = optional or default is not None
        annotation = port | None if absent and port_kind != "tables" else port
        yield _ArgumentSpec(argument.arg, annotation, None if absent else inspect._empty, port_kind)


def _iterate_keywords(function: ast.FunctionDef) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    yield from zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)


def _read_parameter(argument: ast.arg, default: ast.expr | None, port: str | None) -> _ArgumentSpec:
    """One parameter: its type, what Annotated says of it, and its default."""
    if argument.arg in RESERVED_PARAMETERS or argument.arg.startswith(("_", "model_")):
        _refuse(f"'{argument.arg}' can't be the name of a parameter. Choose another one.", argument)
    kind, hints = _split_annotated(argument)
    plain, optional = _strip_none(kind)
    typed = _resolve_type(argument, plain, port)
    annotation: Any = typed | None if optional else typed
    if _to_source_text(plain) in ("Column", "Columns"):
        picker = column_of if _to_source_text(plain) == "Column" else columns_of
        annotation = Annotated[annotation, picker(port or "")]
    for hint in (titled(argument.arg.replace("_", " ").capitalize()), *hints):
        annotation = Annotated[annotation, hint]
    return _ArgumentSpec(argument.arg, annotation, _read_default(argument, default, _to_source_text(plain)))


def _resolve_type(argument: ast.arg, kind: ast.expr | None, port: str | None) -> Any:
    words = _to_source_text(kind)
    if kind is None:
        _refuse(f"Give '{argument.arg}' a type: {SUPPORTED_TYPES}.", argument)
    if words in ("Column", "Columns"):
        if port is None:
            _refuse(
                f"'{argument.arg}' picks a column, but the function has no DataFrame argument to pick it from.",
                argument,
            )
        return str if words == "Column" else Columns
    if words in SIMPLE_TYPES:
        return SIMPLE_TYPES[words]
    if isinstance(kind, ast.Subscript) and _to_source_text(kind.value).endswith("Literal"):
        listed = kind.slice.elts if isinstance(kind.slice, ast.Tuple) else [kind.slice]
        return Literal[tuple(_evaluate_constant(item, argument) for item in listed)]
    return _refuse(
        f"'{argument.arg}' has the type {words}. A parameter is one of {SUPPORTED_TYPES}.", argument, number=105
    )


def _split_annotated(argument: ast.arg) -> tuple[ast.expr | None, list[object]]:
    """The bare annotation, and the description and bounds that Annotated adds to it."""
    annotation = argument.annotation
    if not (isinstance(annotation, ast.Subscript) and _to_source_text(annotation.value).endswith("Annotated")):
        return annotation, []
    parts = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
    return parts[0], [_parse_hint(part, argument) for part in parts[1:]]


def _parse_hint(part: ast.expr, argument: ast.arg) -> object:
    if isinstance(part, ast.Constant) and isinstance(part.value, str):
        return Field(description=part.value)
    if isinstance(part, ast.Call) and _to_source_text(part.func).endswith("Field") and not part.args:
        given = {keyword.arg: _evaluate_constant(keyword.value, argument) for keyword in part.keywords if keyword.arg}
        strange = sorted(set(given) - FIELD_OPTIONS)
        if not strange:
            return Field(**given)
    return _refuse(f"Annotated takes a sentence, or Field with {', '.join(sorted(FIELD_OPTIONS))}.", argument)


def _read_default(argument: ast.arg, default: ast.expr | None, words: str) -> object:
    if default is None:
        return inspect.Parameter.empty
    value = _evaluate_constant(default, argument)
    if words == "Columns":
        return Columns() if value is None else Columns(start="none", names=tuple(value))
    return value


def _evaluate_constant(value: ast.expr, argument: ast.arg) -> Any:
    try:
        return ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return _refuse(f"'{argument.arg}' needs a plain value here, such as 3, 0.5, True or 'text'.", argument)


def _read_outputs(function: ast.FunctionDef, source: str) -> dict[str, PortKind]:
    """{name: kind} of the outputs: of a NamedTuple in the source, numbered for a tuple, else one."""
    returns = function.returns
    words = _to_source_text(returns)
    kind = "table" if returns is None else _read_output_kind(returns)
    if kind is not None:
        return {OUTPUT_NAMES[kind]: kind}
    if isinstance(returns, ast.Subscript) and words.startswith(("tuple[", "Tuple[")):
        parts = returns.slice.elts if isinstance(returns.slice, ast.Tuple) else [returns.slice]
        kinds = [_read_output_kind(part) for part in parts]
        if all(kinds):
            numbered = enumerate((one for one in kinds if one is not None), start=1)
            return {f"{OUTPUT_NAMES[one]}{number}": one for number, one in numbered}
    named = _find_named_tuple_fields(ast.parse(source), words)
    return named or _refuse(
        f"The function returns {words}. It may return a DataFrame, a File, a Model or an Object, a tuple of them, or a "
        "NamedTuple of them.",
        function,
        number=107,
    )


def _read_output_kind(annotation: ast.expr) -> PortKind | None:
    """What an output is; None where it can be none."""
    kind = PORT_KINDS.get(_to_source_text(annotation))
    return None if kind == "tables" else kind


def _find_named_tuple_fields(tree: ast.Module, name: str) -> dict[str, PortKind]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            fields = [item for item in node.body if isinstance(item, ast.AnnAssign)]
            bases = [_to_source_text(base) for base in node.bases]
            if any(base.endswith("NamedTuple") for base in bases):
                return {
                    item.target.id: _read_output_kind(item.annotation) or "table"
                    for item in fields
                    if isinstance(item.target, ast.Name)
                }
    return {}


def _strip_none(annotation: ast.expr | None) -> tuple[ast.expr | None, bool]:
    """The annotation without `| None`, and whether it was there."""
    if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        for one, other in ((annotation.left, annotation.right), (annotation.right, annotation.left)):
            if isinstance(other, ast.Constant) and other.value is None:
                return one, True
    if isinstance(annotation, ast.Subscript) and _to_source_text(annotation.value).endswith("Optional"):
        return annotation.slice, True
    return annotation, False


def _to_source_text(node: ast.AST | None) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ast.unparse(node) if node is not None else ""


def _refuse(message: str, node: ast.AST, *, number: int = 85) -> NoReturn:
    raise ModuleError(number, message, parameter="code", line=getattr(node, "lineno", None))
