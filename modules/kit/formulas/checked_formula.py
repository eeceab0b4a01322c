"""A formula whose names and types are known: what it gives, which columns it needs, its SQL and its pandas."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from functools import lru_cache, partial

from modules.kit.codegen.expressions import ScriptVariable, expr, literal
from modules.kit.formulas.formula_syntax import (
    ColumnName,
    Constant,
    Expression,
    FormulaError,
    FunctionCall,
    bracket_column,
    parse_formula,
)
from modules.kit.formulas.function_types import (
    UNITS,
    ArgumentKind,
    EmittedValue,
    FormulaFunction,
    FormulaScript,
    FormulaType,
)
from modules.kit.formulas.functions import FUNCTIONS
from modules.kit.schema import ColumnType, Schema

#: What formulas work with; categories are their texts.
TYPE_OF_COLUMN: Mapping[ColumnType, FormulaType] = {
    "integer": "integer",
    "real": "real",
    "boolean": "boolean",
    "text": "text",
    "category": "text",
    "datetime": "datetime",
}
TYPE_NAMES = {
    "integer": "a whole number",
    "real": "a number",
    "boolean": "true or false",
    "text": "text",
    "datetime": "a date",
    "missing": "a missing value",
}
KIND_NAMES: Mapping[str, str] = {
    **TYPE_NAMES,
    "number": "a number",
    "text!": "a text in quotation marks",
    "integer!": "a whole number that is typed in",
    "unit!": f"one of {', '.join(UNITS)} in quotation marks",
}


@dataclass(frozen=True)
class CheckedPart:
    """A part of a formula with its type; of a call the meaning that fits its arguments."""

    source: Expression
    type: FormulaType
    function: FormulaFunction | None = None
    arguments: "tuple[CheckedPart, ...]" = ()

    @property
    def is_constant(self) -> bool:
        return isinstance(self.source, Constant)


@dataclass(frozen=True)
class CheckedFormula:
    """A formula over the columns of a table."""

    root: CheckedPart

    @property
    def type(self) -> ColumnType:
        """What it gives; a formula that is only a missing value gives numbers."""
        return "real" if self.root.type == "missing" else self.root.type

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it reads, in the order of their first use."""
        return tuple(dict.fromkeys(_list_columns(self.root)))

    def to_sql(self) -> str:
        """The formula in DuckDB's dialect; the columns stand in it by their quoted names."""
        return _write_sql(self.root)

    def to_pandas(self, step: FormulaScript, table: ScriptVariable) -> EmittedValue:
        """The formula over the columns of a table in a script."""
        return _emit_part(self.root, step, table)


@lru_cache(maxsize=5_000)
def check_formula(text: str, schema: Schema) -> CheckedFormula:
    """The formula with its types; raises FormulaError where it means nothing over these columns."""
    return CheckedFormula(_check_part(parse_formula(text), schema))


def _check_part(part: Expression, schema: Schema) -> CheckedPart:
    if isinstance(part, Constant):
        return CheckedPart(part, _get_constant_type(part.value))
    if isinstance(part, ColumnName):
        return CheckedPart(part, _find_column_type(part, schema))
    meanings = FUNCTIONS.get(part.function)
    if meanings is None:
        raise FormulaError(_describe_unknown_function(part.function), part.position)
    arguments = tuple(_check_part(argument, schema) for argument in part.arguments)
    function = next((one for one in meanings if _find_misfit(one, arguments) is None), None)
    if function is None:
        raise _build_misfit_error(part, meanings, arguments)
    arguments = _read_dates(function, arguments)
    return CheckedPart(part, _find_type(function, arguments), function, arguments)


def _get_constant_type(value: object) -> FormulaType:
    if value is None:
        return "missing"
    kinds: tuple[tuple[type, FormulaType], ...] = ((bool, "boolean"), (int, "integer"), (float, "real"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "text")


def _find_column_type(part: ColumnName, schema: Schema) -> FormulaType:
    if part.name not in schema:
        nearest = schema.find_nearest(part.name)
        hint = f" Did you mean {quote_column(nearest)}?" if nearest else ""
        if part.name in FUNCTIONS and not nearest:
            hint = f" The function {part.name} needs brackets: {FUNCTIONS[part.name][0].call or part.name}."
        raise FormulaError(f"There is no column '{part.name}'.{hint}", part.position)
    kind = TYPE_OF_COLUMN.get(schema[part.name].type)
    if kind is None:
        message = f"Column '{part.name}' is of type {schema[part.name].type}, which formulas can't use."
        raise FormulaError(message, part.position)
    return kind


def quote_column(name: str) -> str:
    """A column as a formula names it."""
    return name if name.isidentifier() else bracket_column(name)


def _describe_unknown_function(name: str) -> str:
    close = get_close_matches(name, [one for one in FUNCTIONS if one.isidentifier()], n=1)
    return f"There is no function '{name}'." + (f" Did you mean {close[0]}?" if close else "")


def _find_misfit(function: FormulaFunction, arguments: Sequence[CheckedPart]) -> str | None:
    """Why the arguments are not for this function, or None."""
    expected = list(_list_kinds(function, len(arguments)))
    least = len(function.arguments) - function.optional
    if len(arguments) < least or len(arguments) > len(expected):
        count = f"{least}" if least == len(function.arguments) else f"{least} to {len(function.arguments)}"
        return f"{function.call or function.name} takes {count} values. Got {len(arguments)}."
    for kind, argument in zip(expected, arguments, strict=False):
        if not _fits(kind, argument):
            return f"{_get_title(function)} needs {KIND_NAMES[kind]}. Got {TYPE_NAMES[argument.type]}."
    for kind in ("same", "comparable"):
        joined = [argument for one, argument in zip(expected, arguments, strict=False) if one == kind]
        if joined and _unify_types(joined) is None:
            names = " and ".join(dict.fromkeys(TYPE_NAMES[argument.type] for argument in joined))
            return f"{_get_title(function)} needs values of one type. Got {names}."
    return None


def _list_kinds(function: FormulaFunction, count: int) -> Iterator[ArgumentKind]:
    yield from function.arguments
    if function.variadic:
        yield from [function.arguments[-1]] * (count - len(function.arguments))


def _get_title(function: FormulaFunction) -> str:
    return f"'{function.name}'" if function.name.isidentifier() else f"The operator {function.name}"


def _fits(kind: ArgumentKind, argument: CheckedPart) -> bool:
    if kind == "unit!":
        return isinstance(argument.source, Constant) and argument.source.value in UNITS
    if kind.endswith("!"):
        return argument.is_constant and argument.type == kind.removesuffix("!")
    if argument.type == "missing" or kind in ("any", "same", "comparable"):
        return True
    return argument.type in ("integer", "real") if kind == "number" else argument.type == kind


def _unify_types(parts: Sequence[CheckedPart]) -> FormulaType | None:
    """The one type that all of them are of: real where some are whole; None where there is none."""
    types = {part.type for part in parts if part.type != "missing"}
    if len(types) <= 1:
        return next(iter(types), "missing")
    if types == {"integer", "real"}:
        return "real"
    texts = [part for part in parts if part.type == "text"]
    dates = types == {"datetime", "text"} and all(_parse_date(part) is not None for part in texts)
    return "datetime" if dates else None


def _parse_date(part: CheckedPart) -> datetime | None:
    """The date that a text in the formula is, as 2024-01-31 or 2024-01-31 14:30."""
    if not isinstance(part.source, Constant) or not isinstance(part.source.value, str):
        return None
    try:
        return datetime.fromisoformat(part.source.value).replace(tzinfo=None)
    except ValueError:
        return None


def _read_dates(function: FormulaFunction, arguments: tuple[CheckedPart, ...]) -> tuple[CheckedPart, ...]:
    """Texts that are compared with dates become dates."""
    kinds = list(_list_kinds(function, len(arguments)))
    joined = [part for kind, part in zip(kinds, arguments, strict=False) if kind in ("same", "comparable")]
    if not joined or _unify_types(joined) != "datetime":
        return arguments
    return tuple(
        CheckedPart(part.source, "datetime") if kind in ("same", "comparable") and part.type == "text" else part
        for kind, part in zip(kinds, arguments, strict=False)
    )


def _find_type(function: FormulaFunction, arguments: Sequence[CheckedPart]) -> FormulaType:
    if function.gives == "numeric":
        return "integer" if all(argument.type == "integer" for argument in arguments) else "real"
    if function.gives != "same":
        return function.gives
    kinds = _list_kinds(function, len(arguments))
    joined = [part for kind, part in zip(kinds, arguments, strict=False) if kind == "same"]
    return _unify_types(joined) or "missing"


def _build_misfit_error(
    part: FunctionCall, meanings: Sequence[FormulaFunction], arguments: Sequence[CheckedPart]
) -> FormulaError:
    """Of several meanings the one for numbers is spoken of, unless a text is there."""
    reason = _find_misfit(meanings[0], arguments) or ""
    if part.function == "+":
        reason += " Use & to put values of any type behind one another."
    elif part.function in ("=", "!=", "<", "<=", ">", ">="):
        types = [argument.type for argument in arguments]
        if "datetime" in types and "text" in types:
            reason += " Write dates as 2024-01-31."
    return FormulaError(reason, part.position)


def _list_columns(part: CheckedPart) -> Iterator[str]:
    if isinstance(part.source, ColumnName):
        yield part.source.name
    for argument in part.arguments:
        yield from _list_columns(argument)


def _write_sql(part: CheckedPart) -> str:
    if isinstance(part.source, ColumnName):
        return _quote_name(part.source.name)
    if isinstance(part.source, Constant):
        return _write_constant(part)
    assert part.function is not None
    kinds = _list_kinds(part.function, len(part.arguments))
    parts = [_write_argument(kind, one) for kind, one in zip(kinds, part.arguments, strict=False)]
    if callable(part.function.sql):
        return f"({part.function.sql(parts)})"
    return part.function.sql.format(*parts)


def _write_argument(kind: ArgumentKind, part: CheckedPart) -> str:
    written = _write_sql(part)
    if kind == "integer!":
        return written.removesuffix("::bigint")
    # A missing value is not true.
    return f"coalesce({written}, false)" if kind == "boolean" and not _is_comparison(part) else written


def _is_comparison(part: CheckedPart) -> bool:
    """Whether it is true or false and never missing."""
    return part.function is not None and part.function.gives == "boolean"


def _quote_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _write_constant(part: CheckedPart) -> str:
    assert isinstance(part.source, Constant)
    value = part.source.value
    if part.type == "datetime":
        return f"timestamp '{_parse_date(CheckedPart(part.source, 'text'))}'"
    if value is None:
        return "null"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value!r}::double" if isinstance(value, float) else f"({value})::bigint"


def _emit_part(part: CheckedPart, step: FormulaScript, table: ScriptVariable) -> EmittedValue:
    if isinstance(part.source, ColumnName):
        column = table.code.item(part.source.name)
        known = table.schema[part.source.name].type if table.schema and part.source.name in table.schema else None
        code = column.method("astype", "str") if known == "category" else column
        return EmittedValue(code, part.type, is_column=True, may_be_missing=part.type == "boolean")
    if isinstance(part.source, Constant):
        if part.type == "datetime":
            return EmittedValue(expr("pd.Timestamp({v})", v=part.source.value), part.type, False, part.source.value)
        return EmittedValue(literal(part.source.value), part.type, False, part.source.value)
    return _emit_call(part, step, table)


def _emit_call(part: CheckedPart, step: FormulaScript, table: ScriptVariable) -> EmittedValue:
    function = part.function
    assert function is not None
    arguments = [_emit_part(one, step, table) for one in part.arguments]
    kinds = list(_list_kinds(function, len(arguments)))
    arguments = [fill_missing(one) if kind == "boolean" else one for kind, one in zip(kinds, arguments, strict=False)]
    needs_column = not any(one.is_column for one in arguments) or (
        isinstance(function.pandas, partial) and function.name.isidentifier()
    )
    if needs_column and not arguments[0].is_column:
        first = expr("pd.Series({v}, index={t}.index)", v=arguments[0].code, t=table)
        arguments[0] = EmittedValue(first, arguments[0].type, is_column=True)
    if isinstance(function.pandas, partial):
        code = function.pandas(**{key: one.code for key, one in zip("abc", arguments, strict=False)})
    else:
        code = function.pandas(step, table.code, arguments)
    certain = function.gives != "boolean" or function.name in ("and", "or", "not", "is_missing")
    unsure = not certain and any(one.is_column and one.type in ("integer", "boolean") for one in arguments)
    return EmittedValue(code, part.type, is_column=True, may_be_missing=unsure)


def fill_missing(value: EmittedValue) -> EmittedValue:
    """A condition in which nothing is missing: what is missing is not true."""
    if not value.may_be_missing:
        return value
    return EmittedValue(value.code.method("fillna", False), value.type, value.is_column, value.value)
