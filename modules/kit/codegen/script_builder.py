"""How a module writes what it does as plain Python: the values at its ports, names, imports, helpers and lines.

A module's `emit_code` is a function of one `StepCode`. Whatever comes from a design reaches the code through
`to_literal`, `to_identifier` or `to_comment_lines`, so that nothing in a design can be more than a value, a name or a
remark.
"""

import ast
import keyword
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from modules.kit.codegen.line_wrapping import LINE_WIDTH, wrap_line
from modules.kit.codegen.source_inlining import BUILTIN_NAMES, InlinedSources
from modules.kit.parameters import Columns
from modules.kit.schema import Role, Schema

#: Names that the top of every script takes.
RESERVED_NAMES = frozenset(
    {"pd", "np", "os", "json", "metrics", "duckdb", "lightgbm", "optuna", "azureml_main", "clone"}
)


class CannotGenerateCode(Exception):
    """What the module does cannot be said in a script; the message says why, and what to do instead."""


class Expression(str):
    """Python that is put into code as it is."""

    __slots__ = ()


@dataclass(frozen=True)
class ScriptVariable:
    """What a variable holds: of a table the columns as far as they are known, their roles and what its scores mean.

    `facts` are what the writers of one kind of value tell one another, such as the task of a model. A transformation's
    `apply` gives the expression that changes a table.
    """

    name: str
    schema: Schema | None = None
    roles: dict[str, Role] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    apply: Callable[[str], str] | None = None

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class RequiredFile:
    """A table that the script reads: the file's name, and the port whose result it is."""

    name: str
    node: str
    port: str


@dataclass
class ScriptBuilder:
    """The whole script as it comes about."""

    inlined_sources: InlinedSources = field(default_factory=InlinedSources)
    constants: list[str] = field(default_factory=list)
    files: list[RequiredFile] = field(default_factory=list)
    used_names: set[str] = field(default_factory=lambda: set(RESERVED_NAMES))
    #: {name: the number below which all are taken}, so that a thousand nodes of one title need no search each.
    name_counters: dict[str, int] = field(default_factory=dict)
    #: Names that users' scripts set, which nothing else may stand for.
    script_names: set[str] = field(default_factory=set)
    #: Names that the sources of own modules set.
    custom_module_names: set[str] = field(default_factory=set)
    #: Secrets of the design, which are variables of the environment here.
    required_secrets: set[str] = field(default_factory=set)
    #: What need not be written twice, by what it is.
    memo: dict[str, str] = field(default_factory=dict)


@dataclass
class StepCode:
    """One node while it is written: what comes in, its parameters, and what it has said so far."""

    builder: ScriptBuilder
    node: str
    title: str
    parameters: BaseModel
    inputs: Mapping[str, Any]
    #: What is foreseen of the columns at each output port.
    schemas: Mapping[str, Schema | None] = field(default_factory=dict)
    explicit_parameters: Mapping[str, Any] = field(default_factory=dict)
    #: What the module is, for writers that serve many modules.
    module: Any = None
    lines: list[str] = field(default_factory=list)
    outputs: dict[str, ScriptVariable] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        """A parameter's value."""
        return getattr(self.parameters, name)

    def add(self, *lines: str) -> None:
        self.lines += [wrap_line(line) for line in lines]

    def open_block(self) -> "StepCode":
        """The body of a loop, which is written like a node of its own and then taken in."""
        return StepCode(self.builder, self.node, self.title, self.parameters, self.inputs)

    def add_block(self, body: "StepCode") -> None:
        """The lines of a loop's body, indented."""
        for text in body.lines:
            self.lines += [wrap_line(f"    {line}") if line.strip() else line for line in text.split("\n")]

    def add_verbatim(self, text: str) -> None:
        """The user's own code, as it was written."""
        self.lines.append(text.rstrip())

    def add_imports(self, *lines: str) -> None:
        self.builder.inlined_sources.imports.update(lines)

    def use(self, helper: Any) -> str:
        """Have a function of ours stand above the sections, with all it needs; returns its name."""
        name = self.builder.inlined_sources.add(helper)
        self.builder.used_names.add(name)
        if name in self.builder.script_names:
            raise CannotGenerateCode(
                f"A script of the design defines '{name}', which it needs. Rename it in the script."
            )
        return name

    def add_constant(self, name: str, value: Any) -> str:
        """A name at the top of the script for what the reader may want to change."""
        unique = self.reserve_name(name).upper()
        self.builder.used_names.add(unique)
        self.builder.constants.append(f"{unique} = {to_literal(value)}")
        return unique

    def reserve_name(self, preferred: str) -> str:
        """A variable's name that nothing else has."""
        base, used = to_identifier(preferred), self.builder.used_names
        number = self.builder.name_counters.get(base, 1)
        name = base if number == 1 else f"{base}_{number}"
        while name in used or name.upper() in used:
            number += 1
            name = f"{base}_{number}"
        self.builder.name_counters[base] = number
        used.add(name)
        return name

    def define_once(self, key_prefix: str, expression: str, preferred: str) -> str:
        """A variable for an expression that other nodes may have written already."""
        key = f"{key_prefix}: {expression}"
        if key not in self.builder.memo:
            self.builder.memo[key] = name = self.reserve_name(preferred)
            self.add(f"{name} = {expression}")
        return self.builder.memo[key]

    def add_table(
        self,
        port: str,
        preferred: str | None = None,
        *,
        like: ScriptVariable | None = None,
        reserved: str | None = None,
        **facts: Any,
    ) -> ScriptVariable:
        """Name the table that leaves a port; roles are those of the table that it is made `like`.

        `reserved` is a name that is taken for it already.
        """
        schema = self.schemas.get(port)
        roles: dict[str, Role] = dict(like.roles) if like else {}
        if schema is not None:
            roles |= {column.name: column.role for column in schema if column.role != "feature"}
        known = facts or (dict(like.facts) if like else {})
        value = ScriptVariable(reserved or self.reserve_name(preferred or self.title), schema, roles, known)
        self.outputs[port] = value
        return value


def format_call(function: str, /, *arguments: Any, **keywords: Any) -> str:
    """`function(1, name="x")`; an `Expression` stands as it is."""
    parts = [to_literal(argument) for argument in arguments]
    parts += [f"{name}={to_literal(value)}" for name, value in keywords.items()]
    return f"{function}({', '.join(parts)})"


def to_literal(value: Any) -> str:
    """A value as Python that reads back as the same value."""
    if isinstance(value, Expression | ScriptVariable):
        return str(value)
    if isinstance(value, str):
        return _quote(str(value))
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return f'float("{value}")'
    if value is None or isinstance(value, bool | int | float):
        return repr(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{to_literal(key)}: {to_literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, tuple):
        return f"({', '.join(map(to_literal, value))}{',' if len(value) == 1 else ''})"
    if isinstance(value, list):
        return f"[{', '.join(map(to_literal, value))}]"
    raise TypeError(type(value).__name__)


def _quote(text: str) -> str:
    """The text in double quotes where that needs no more escapes than single ones."""
    plain = ascii(text) if not text.isprintable() and not text.isascii() else repr(text)
    if plain[0] == "'" and '"' not in plain and "\\'" not in plain:
        plain = f'"{plain[1:-1]}"'
    return plain


def to_long_literal(text: str) -> str:
    """A text of several lines in three double quotes where it reads back the same, else as any other text."""
    if "\n" in text and "\r" not in text and "\\" not in text and '"""' not in text and not text.endswith('"'):
        quoted = f'"""\n{text.rstrip()}\n"""'
        if text.isprintable() or all(part.isprintable() for part in text.split("\n")):
            return quoted
    return to_literal(text)


def to_identifier(text: str) -> str:
    """The words of a title as a variable's name."""
    words = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:60] or "value"
    name = f"_{words}" if words[0].isdigit() else words
    return f"{name}_" if keyword.iskeyword(name) or keyword.issoftkeyword(name) or name in BUILTIN_NAMES else name


def to_comment_lines(text: str) -> list[str]:
    """Lines of remarks, none too long; whatever ends a line in Python ends it here."""
    lines = ["".join(sign if sign.isprintable() else " " for sign in line).rstrip() for line in text.splitlines()]
    short = [
        textwrap.wrap(line, LINE_WIDTH - 2, break_long_words=False, break_on_hyphens=False) or [""] for line in lines
    ]
    return [f"# {line}".rstrip() for part in short for line in part]


def write_secret_checks(step: StepCode) -> None:
    """Have the script end with a sentence where a variable is not set that stands for a secret of the node."""
    for name in step.secrets:
        if name in step.builder.required_secrets:
            continue
        step.builder.required_secrets.add(name)
        step.add_imports("import os")
        message = f"Set the variable {name} of the environment first."
        step.lines += to_comment_lines(f"{step.title} reads os.environ[{to_literal(name)}], a secret of the design.")
        step.add(f"if {to_literal(name)} not in os.environ:", f"    raise SystemExit({to_literal(message)})", "")


def find_bound_names(source: str) -> set[str]:
    """The names that a script sets at its top level; Raises CannotGenerateCode where it is no Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise CannotGenerateCode("Its code can't be read as Python. Fix it first.") from None
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            raise CannotGenerateCode(
                "Its code imports from __future__, which must come first in a script. Remove the line."
            )
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        else:
            names |= {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    return names


def find_column_names(columns: Columns, table: ScriptVariable) -> list[str] | None:
    """The chosen columns as far as they are known before a run: all of them, or None."""
    if columns.start == "none":
        return list(_sort_names(columns.names, table))
    if table.schema is not None and table.schema.complete:
        return columns.resolve(table.schema)
    return None


def _sort_names(names: Sequence[str], table: ScriptVariable) -> Iterable[str]:
    return table.schema.select(names).names if table.schema is not None and table.schema.complete else names


#: How pandas calls the types of columns.
PANDAS_KINDS = {
    "integer": ["integer"],
    "real": ["floating"],
    "boolean": ["bool", "boolean"],
    "text": ["str", "object"],
    "category": ["category"],
    "datetime": ["datetime", "datetimetz"],
}


def select_columns_expression(columns: Columns, table: ScriptVariable) -> str:
    """An expression for the names of the chosen columns: a list, or what asks the table for them."""
    known = find_column_names(columns, table)
    if known is not None:
        return to_literal(known)
    if columns.start == "all":
        return f"{table}.columns" + (f".drop({to_literal(list(columns.names))})" if columns.names else "")
    kinds = [kind for one in columns.types for kind in PANDAS_KINDS.get(one, [])]
    expression = f"{table}.select_dtypes({to_literal(kinds)}).columns" if kinds else f"{table}.columns"
    other = [name for name, role in table.roles.items() if columns.roles and role not in columns.roles]
    without = list(dict.fromkeys([*columns.names, *other]))
    if without:
        expression += f'.drop({to_literal(without)}, errors="ignore")'
    if columns.containing:
        pattern = to_literal(columns.containing.casefold())
        expression = f"[name for name in {expression} if {pattern} in name.casefold()]"
    return expression


def select_table_expression(columns: Columns, table: ScriptVariable) -> str:
    """An expression for the table with the chosen columns only."""
    known = find_column_names(columns, table)
    if columns.start == "all" and columns.names:
        return f"{table}.drop(columns={to_literal(list(columns.names))})"
    if known is not None and table.schema is not None and known == table.schema.names:
        return str(table)
    return f"{table}[{select_columns_expression(columns, table)}]" if columns.start != "all" else str(table)
