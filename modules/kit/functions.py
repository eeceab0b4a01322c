"""A Python function that a user wrote becomes a module: its ports and parameters are read from its signature.

Declaring it parses the source and never runs it. Calling the module runs it, which belongs inside the sandbox.
"""

import ast
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal, NamedTuple, NoReturn

import numpy as np
import pandas as pd
from pydantic import Field, PydanticUserError, ValidationError
from pydantic_core import SchemaError

from modules.kit.declare import Module
from modules.kit.errors import ModuleError, as_sentence, require_columns
from modules.kit.parameters import Columns, column_of, columns_of, titled
from modules.kit.ports import Dataset
from modules.kit.scripts import compiled, save_plots, script_errors, script_module, with_known_roles
from modules.kit.secrets import PARAMETER, SecretNames, in_environment
from modules.kit.traits import Traits
from modules.kit.writing_own import writer_of

CATEGORY = "Own Modules"
ICON = "puzzle"
FRAMES = frozenset({"DataFrame", "pd.DataFrame", "pandas.DataFrame", "Dataset"})
SIMPLE: Mapping[str, type] = {"int": int, "float": float, "bool": bool, "str": str}
BOUNDS = frozenset({"ge", "gt", "le", "lt", "description", "min_length", "max_length"})
WANTED = "int, float, bool, str, Literal[...], Column or Columns"
#: What pydantic needs for itself.
TAKEN = frozenset({"copy", "json", "schema", "validate", "construct", "dict"})

#: What the source may name without importing it.
GIVEN: Mapping[str, Any] = {
    "pd": pd,
    "np": np,
    "DataFrame": pd.DataFrame,
    "Column": str,
    "Columns": list[str],
    "Annotated": Annotated,
    "Field": Field,
    "Literal": Literal,
    "NamedTuple": NamedTuple,
}


@dataclass(frozen=True)
class Signature:
    """What the source says of its function: its name and help, its inputs and its outputs, in their order."""

    function: str
    help: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    #: The parameters that pick one column of the first input.
    columns: frozenset[str]
    #: Whether its nodes may ask for secrets: unless something else of the function is called so.
    asks: bool = True


class _Argument(NamedTuple):
    name: str
    annotation: Any
    default: Any


@lru_cache(maxsize=512)
def own_module(name: str, source: str) -> Module:
    """The module that the function in this source is, under this name.

    Raises error 85 with the line where the source is no function that can be a module.
    """
    function = _function(_parsed(source))
    inputs = list(_inputs(function))
    first = next((argument.name for argument in inputs), None)
    parameters = [_parameter(argument, default, first) for argument, default in _keywords(function)]
    asks = all(one.name != PARAMETER for one in (*inputs, *parameters))
    if asks:
        parameters.append(_Argument(PARAMETER, SecretNames, ()))
    outputs = _outputs(function, source)
    told = Signature(
        function.name,
        inspect.cleandoc(ast.get_docstring(function) or ""),
        tuple(argument.name for argument in inputs),
        tuple(outputs),
        frozenset(one.arg for one, _ in _keywords(function) if _words(_annotated(one)[0]).startswith("Column")),
        asks,
    )
    return _declared(name, source, told, inputs, parameters, function)


def _declared(
    name: str,
    source: str,
    told: Signature,
    inputs: Sequence[_Argument],
    parameters: Sequence[_Argument],
    function: ast.FunctionDef,
) -> Module:
    try:
        made = Module(
            function=_stub(name, source, told, inputs, parameters),
            title=function.name.strip("_").replace("_", " ").title(),
            category=CATEGORY,
            icon=ICON,
            example=None,
            schema=None,
            errand=None,
            deterministic=True,
            trusted=False,
            task=None,
            keywords=(),
            requires=(),
            tools=(),
            replaces=(),
            at_inference=None,
            palette=True,
            source=False,
            tunes=False,
            traits=Traits(),
            writes=writer_of(told, source, GIVEN),
        )
        fields = made.parameters.model_fields
        given = {one.name: one.default for one in parameters if not fields[one.name].is_required()}
        made.parameters.model_validate(given)
    except ValidationError as error:
        wrong = next((one for one in error.errors() if one["type"] != "missing"), None)
        if wrong is not None:
            return _refuse(f"The default of '{wrong['loc'][0]}' does not fit its type: {wrong['msg']}.", function)
    except (TypeError, ValueError, SchemaError, PydanticUserError):
        return _refuse("A bound that Field sets does not fit the type of its parameter.", function)
    return made


def _stub(
    name: str, source: str, told: Signature, inputs: Sequence[_Argument], parameters: Sequence[_Argument]
) -> Callable[..., Any]:
    """A function with the wanted signature that has the source run."""
    result = NamedTuple(f"{name}_outputs", [(output, Dataset) for output in told.outputs])  # type: ignore[misc]

    def call(*values: Any, **settings: Any) -> Any:
        return result(*_run(told, source, values, settings))

    positional, keyword = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY
    signature = inspect.Signature(
        [
            *(inspect.Parameter(one.name, positional, default=one.default) for one in inputs),
            *(inspect.Parameter(one.name, keyword, default=one.default) for one in parameters),
        ]
    )
    call.__name__ = name
    call.__doc__ = told.help or f"{told.function} has no docstring yet."
    call.__annotations__ = {one.name: one.annotation for one in (*inputs, *parameters)} | {"return": result}
    call.__signature__ = signature  # type: ignore[attr-defined]
    call.__source__ = source  # type: ignore[attr-defined]
    return call


def _run(told: Signature, source: str, values: Sequence[Any], settings: Mapping[str, Any]) -> list[Dataset]:
    """Run the source and its function; returns its tables. Columns that kept their names keep their roles."""
    given = [value for value in values if isinstance(value, Dataset)]
    arguments = [_frames(value) for value in values]
    secrets = settings[PARAMETER] if told.asks else ()
    own = {name: value for name, value in settings.items() if name != PARAMETER or not told.asks}
    chosen = {name: _setting(name, value, told, given) for name, value in own.items()}
    with in_environment(secrets), script_errors(told.function), script_module() as script:
        script.__dict__.update(GIVEN)
        exec(compiled(source), script.__dict__)
        returned = script.__dict__[told.function](*arguments, **chosen)
        save_plots()
    tables = list(returned) if isinstance(returned, tuple | list) else [returned]
    wanted = len(told.outputs)
    if len(tables) != wanted or not all(isinstance(table, pd.DataFrame) for table in tables):
        came = f"{len(tables)} values" if len(tables) not in (1, wanted) else type(returned).__name__
        what = "a DataFrame" if wanted == 1 else f"{wanted} DataFrames, one for each output"
        raise ModuleError(85, f"{told.function} must return {what}. Got {came}.", parameter="code")
    return [with_known_roles(table, given) for table in tables]


def _frames(value: Any) -> Any:
    """Copies that the function may write into."""
    if isinstance(value, list):
        return [_frames(item) for item in value]
    return None if value is None else value.frame.copy(deep=True)


def _setting(name: str, value: Any, told: Signature, given: Sequence[Dataset]) -> Any:
    """A parameter as the function wants it: a choice of columns becomes their names, which have to be there."""
    if not given or not (isinstance(value, Columns) or name in told.columns):
        return value
    schema, port = given[0].schema, told.inputs[0]
    if isinstance(value, Columns):
        return value.required(schema, port=port, parameter=name)
    if value is not None:
        require_columns([value], schema, port=port, parameter=name)
    return value


def _parsed(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise ModuleError(85, as_sentence(f"SyntaxError: {error.msg}"), parameter="code", line=error.lineno) from None
    except (ValueError, RecursionError, MemoryError):
        raise ModuleError(85, "The code cannot be read as Python.", parameter="code") from None


def _function(tree: ast.Module) -> ast.FunctionDef:
    """The function that is the module: the last public one at the top level."""
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    if not functions:
        raise ModuleError(85, "Define a function: its name becomes the module's title.", parameter="code", line=1)
    function = functions[-1]
    if function.args.vararg or function.args.kwarg:
        _refuse("*args and **kwargs have no names that ports and fields could bear.", function)
    return function


def _inputs(function: ast.FunctionDef) -> Iterator[_Argument]:
    arguments = [*function.args.posonlyargs, *function.args.args]
    defaults = [None] * (len(arguments) - len(function.args.defaults)) + list(function.args.defaults)
    for argument, default in zip(arguments, defaults, strict=True):
        kind, optional = _without_none(argument.annotation)
        words = _words(kind)
        many = words.startswith("list[") and words[5:-1] in FRAMES
        if not (many or kind is None or words in FRAMES):
            reason = f"'{argument.arg}' is an input port, so it is a DataFrame. Put a * before the parameters."
            _refuse(reason, argument)
        annotation: Any = list[Dataset] if many else Dataset
        absent = optional or default is not None
        yield _Argument(
            argument.arg, Dataset | None if absent and not many else annotation, None if absent else inspect._empty
        )


def _keywords(function: ast.FunctionDef) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    yield from zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)


def _parameter(argument: ast.arg, default: ast.expr | None, port: str | None) -> _Argument:
    """One parameter: its type, what Annotated says of it, and its default."""
    if argument.arg in TAKEN or argument.arg.startswith(("_", "model_")):
        _refuse(f"'{argument.arg}' cannot be the name of a parameter. Choose another one.", argument)
    kind, hints = _annotated(argument)
    plain, optional = _without_none(kind)
    typed = _type(argument, plain, port)
    annotation: Any = typed | None if optional else typed
    if _words(plain) in ("Column", "Columns"):
        picker = column_of if _words(plain) == "Column" else columns_of
        annotation = Annotated[annotation, picker(port or "")]
    for hint in (titled(argument.arg.replace("_", " ").capitalize()), *hints):
        annotation = Annotated[annotation, hint]
    return _Argument(argument.arg, annotation, _default(argument, default, _words(plain)))


def _type(argument: ast.arg, kind: ast.expr | None, port: str | None) -> Any:
    words = _words(kind)
    if kind is None:
        _refuse(f"Give '{argument.arg}' a type: {WANTED}.", argument)
    if words in ("Column", "Columns"):
        if port is None:
            _refuse(f"'{argument.arg}' picks a column, but the function takes no DataFrame to pick it from.", argument)
        return str if words == "Column" else Columns
    if words in SIMPLE:
        return SIMPLE[words]
    if isinstance(kind, ast.Subscript) and _words(kind.value).endswith("Literal"):
        listed = kind.slice.elts if isinstance(kind.slice, ast.Tuple) else [kind.slice]
        return Literal[tuple(_constant(item, argument) for item in listed)]
    return _refuse(f"'{argument.arg}' has the type {words}. A parameter is one of {WANTED}.", argument, number=105)


def _annotated(argument: ast.arg) -> tuple[ast.expr | None, list[Any]]:
    """The bare annotation, and the description and bounds that Annotated adds to it."""
    annotation = argument.annotation
    if not (isinstance(annotation, ast.Subscript) and _words(annotation.value).endswith("Annotated")):
        return annotation, []
    parts = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
    return parts[0], [_hint(part, argument) for part in parts[1:]]


def _hint(part: ast.expr, argument: ast.arg) -> Any:
    if isinstance(part, ast.Constant) and isinstance(part.value, str):
        return Field(description=part.value)
    if isinstance(part, ast.Call) and _words(part.func).endswith("Field") and not part.args:
        given = {keyword.arg: _constant(keyword.value, argument) for keyword in part.keywords if keyword.arg}
        strange = sorted(set(given) - BOUNDS)
        if not strange:
            return Field(**given)
    return _refuse(f"Annotated takes a sentence, or Field with {', '.join(sorted(BOUNDS))}.", argument)


def _default(argument: ast.arg, default: ast.expr | None, words: str) -> Any:
    if default is None:
        return inspect.Parameter.empty
    value = _constant(default, argument)
    if words == "Columns":
        return Columns() if value is None else Columns(start="none", names=tuple(value))
    return value


def _constant(value: ast.expr, argument: ast.arg) -> Any:
    try:
        return ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return _refuse(f"'{argument.arg}' needs a plain value here, as 3, 0.5, True or 'text'.", argument)


def _outputs(function: ast.FunctionDef, source: str) -> list[str]:
    """The names of the outputs: of a NamedTuple in the source, numbered for a tuple, else one."""
    returns = function.returns
    words = _words(returns)
    if returns is None or words in FRAMES:
        return ["results_dataset"]
    if isinstance(returns, ast.Subscript) and words.startswith(("tuple[", "Tuple[")):
        parts = returns.slice.elts if isinstance(returns.slice, ast.Tuple) else [returns.slice]
        if all(_words(part) in FRAMES for part in parts):
            return [f"results_dataset{number}" for number in range(1, len(parts) + 1)]
    named = _named_tuple(ast.parse(source), words)
    return named or _refuse(
        f"The function returns {words}. It may return a DataFrame, a tuple of them, or a NamedTuple of them.",
        function,
        number=107,
    )


def _named_tuple(tree: ast.Module, name: str) -> list[str]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            fields = [item for item in node.body if isinstance(item, ast.AnnAssign)]
            bases = [_words(base) for base in node.bases]
            if any(base.endswith("NamedTuple") for base in bases):
                return [item.target.id for item in fields if isinstance(item.target, ast.Name)]
    return []


def _without_none(annotation: ast.expr | None) -> tuple[ast.expr | None, bool]:
    """The annotation without `| None`, and whether it was there."""
    if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        for one, other in ((annotation.left, annotation.right), (annotation.right, annotation.left)):
            if isinstance(other, ast.Constant) and other.value is None:
                return one, True
    if isinstance(annotation, ast.Subscript) and _words(annotation.value).endswith("Optional"):
        return annotation.slice, True
    return annotation, False


def _words(node: ast.AST | None) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ast.unparse(node) if node is not None else ""


def _refuse(message: str, node: ast.AST, *, number: int = 85) -> NoReturn:
    raise ModuleError(number, message, parameter="code", line=getattr(node, "lineno", None))
