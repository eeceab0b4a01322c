"""How a module writes what it does as plain Python: the values at its ports, names, imports, helpers and lines.

A module's writer is a function of one `Step`. Whatever comes from a design reaches the code through `literal`,
`identifier` or `comment`, so that nothing in a design can be more than a value, a name or a remark.
"""

import ast
import keyword
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from modules.kit.parameters import Columns
from modules.kit.schema import Role, Schema
from modules.kit.sources import BUILT_IN, Sources
from modules.kit.wrapping import WIDTH, wrapped

#: Names that the top of every script takes.
RESERVED = frozenset({"pd", "np", "os", "json", "metrics", "duckdb", "lightgbm", "optuna", "azureml_main", "clone"})


class CannotWrite(Exception):
    """What the module does cannot be said in a script; the message says why, and what to do instead."""


class Text(str):
    """Python that is put into code as it is."""

    __slots__ = ()


@dataclass(frozen=True)
class Value:
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
class NeededFile:
    """A table that the script reads: the file's name, and the port whose result it is."""

    name: str
    node: str
    port: str


@dataclass
class Page:
    """The whole script as it comes about."""

    sources: Sources = field(default_factory=Sources)
    constants: list[str] = field(default_factory=list)
    files: list[NeededFile] = field(default_factory=list)
    names: set[str] = field(default_factory=lambda: set(RESERVED))
    #: {name: the number below which all are taken}, so that a thousand nodes of one title need no search each.
    numbers: dict[str, int] = field(default_factory=dict)
    #: Names that users' scripts set, which nothing else may stand for.
    scripted: set[str] = field(default_factory=set)
    #: Names that the sources of own modules set.
    bound: set[str] = field(default_factory=set)
    #: Secrets of the design, which are variables of the environment here.
    required: set[str] = field(default_factory=set)
    #: What need not be written twice, by what it is.
    remembered: dict[str, str] = field(default_factory=dict)


@dataclass
class Step:
    """One node while it is written: what comes in, its parameters, and what it has said so far."""

    page: Page
    node: str
    title: str
    parameters: BaseModel
    inputs: Mapping[str, Any]
    #: What is foreseen of the columns at each output port.
    schemas: Mapping[str, Schema | None] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    #: What the module is, for writers that serve many modules.
    module: Any = None
    lines: list[str] = field(default_factory=list)
    outputs: dict[str, Value] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        """A parameter's value."""
        return getattr(self.parameters, name)

    def add(self, *lines: str) -> None:
        self.lines += [wrapped(line) for line in lines]

    def inner(self) -> "Step":
        """The body of a loop, which is written like a node of its own and then taken in."""
        return Step(self.page, self.node, self.title, self.parameters, self.inputs)

    def take(self, body: "Step") -> None:
        """The lines of a loop's body, indented."""
        for text in body.lines:
            self.lines += [wrapped(f"    {line}") if line.strip() else line for line in text.split("\n")]

    def verbatim(self, text: str) -> None:
        """The user's own code, as it was written."""
        self.lines.append(text.rstrip())

    def imports(self, *lines: str) -> None:
        self.page.sources.imports.update(lines)

    def use(self, helper: Any) -> str:
        """Have a function of ours stand above the sections, with all it needs; returns its name."""
        name = self.page.sources.add(helper)
        self.page.names.add(name)
        if name in self.page.scripted:
            raise CannotWrite(f"A script of the design defines '{name}', which it needs. Rename it in the script.")
        return name

    def constant(self, name: str, value: Any) -> str:
        """A name at the top of the script for what the reader may want to change."""
        unique = self.name(name).upper()
        self.page.names.add(unique)
        self.page.constants.append(f"{unique} = {literal(value)}")
        return unique

    def name(self, wanted: str) -> str:
        """A variable's name that nothing else has."""
        base, taken = identifier(wanted), self.page.names
        number = self.page.numbers.get(base, 1)
        name = base if number == 1 else f"{base}_{number}"
        while name in taken or name.upper() in taken:
            number += 1
            name = f"{base}_{number}"
        self.page.numbers[base] = number
        taken.add(name)
        return name

    def once(self, what: str, expression: str, wanted: str) -> str:
        """A variable for an expression that other nodes may have written already."""
        key = f"{what}: {expression}"
        if key not in self.page.remembered:
            self.page.remembered[key] = name = self.name(wanted)
            self.add(f"{name} = {expression}")
        return self.page.remembered[key]

    def table(
        self, port: str, wanted: str | None = None, *, like: Value | None = None, named: str | None = None, **facts: Any
    ) -> Value:
        """Name the table that leaves a port; roles are those of the table that it is made `like`.

        `named` is a name that is taken for it already.
        """
        schema = self.schemas.get(port)
        roles: dict[str, Role] = dict(like.roles) if like else {}
        if schema is not None:
            roles |= {column.name: column.role for column in schema if column.role != "feature"}
        known = facts or (dict(like.facts) if like else {})
        value = Value(named or self.name(wanted or self.title), schema, roles, known)
        self.outputs[port] = value
        return value


def call(function: str, /, *arguments: Any, **keywords: Any) -> str:
    """`function(1, name="x")`; texts of the kind `Text` stand as they are."""
    parts = [literal(argument) for argument in arguments]
    parts += [f"{name}={literal(value)}" for name, value in keywords.items()]
    return f"{function}({', '.join(parts)})"


def literal(value: Any) -> str:
    """A value as Python that reads back as the same value."""
    if isinstance(value, Text | Value):
        return str(value)
    if isinstance(value, str):
        return _quoted(str(value))
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return f'float("{value}")'
    if value is None or isinstance(value, bool | int | float):
        return repr(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, tuple):
        return f"({', '.join(map(literal, value))}{',' if len(value) == 1 else ''})"
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    raise TypeError(type(value).__name__)


def _quoted(text: str) -> str:
    """The text in double quotes where that needs no more escapes than single ones."""
    plain = ascii(text) if not text.isprintable() and not text.isascii() else repr(text)
    if plain[0] == "'" and '"' not in plain and "\\'" not in plain:
        plain = f'"{plain[1:-1]}"'
    return plain


def long_text(text: str) -> str:
    """A text of several lines in three double quotes where it reads back the same, else as any other text."""
    if "\n" in text and "\r" not in text and "\\" not in text and '"""' not in text and not text.endswith('"'):
        quoted = f'"""\n{text.rstrip()}\n"""'
        if text.isprintable() or all(part.isprintable() for part in text.split("\n")):
            return quoted
    return literal(text)


def identifier(text: str) -> str:
    """The words of a title as a variable's name."""
    words = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:60] or "value"
    name = f"_{words}" if words[0].isdigit() else words
    return f"{name}_" if keyword.iskeyword(name) or keyword.issoftkeyword(name) or name in BUILT_IN else name


def comment(text: str) -> list[str]:
    """Lines of remarks, none too long; whatever ends a line in Python ends it here."""
    lines = ["".join(sign if sign.isprintable() else " " for sign in line).rstrip() for line in text.splitlines()]
    short = [textwrap.wrap(line, WIDTH - 2, break_long_words=False, break_on_hyphens=False) or [""] for line in lines]
    return [f"# {line}".rstrip() for part in short for line in part]


def require_secrets(step: Step) -> None:
    """Have the script end with a sentence where a variable is not set that stands for a secret of the node."""
    for name in step.secrets:
        if name in step.page.required:
            continue
        step.page.required.add(name)
        step.imports("import os")
        message = f"Set the variable {name} of the environment first."
        step.lines += comment(f"{step.title} reads os.environ[{literal(name)}], a secret of the design.")
        step.add(f"if {literal(name)} not in os.environ:", f"    raise SystemExit({literal(message)})", "")


def bound_names(source: str) -> set[str]:
    """The names that a script sets at its top level; raises CannotWrite where it is no Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise CannotWrite("Its code cannot be read as Python. Correct it first.") from None
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            raise CannotWrite("Its code imports from __future__, which must stand first in a script. Remove the line.")
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        else:
            names |= {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    return names


def names_of(columns: Columns, table: Value) -> list[str] | None:
    """The chosen columns as far as they are known before a run: all of them, or None."""
    if columns.start == "none":
        return list(_ordered(columns.names, table))
    if table.schema is not None and table.schema.complete:
        return columns.chosen(table.schema)
    return None


def _ordered(names: Sequence[str], table: Value) -> Iterable[str]:
    return table.schema.only(names).names if table.schema is not None and table.schema.complete else names


#: How pandas calls the types of columns.
KINDS = {
    "integer": ["integer"],
    "real": ["floating"],
    "boolean": ["bool", "boolean"],
    "text": ["str", "object"],
    "category": ["category"],
    "datetime": ["datetime", "datetimetz"],
}


def chosen(columns: Columns, table: Value) -> str:
    """An expression for the names of the chosen columns: a list, or what asks the table for them."""
    known = names_of(columns, table)
    if known is not None:
        return literal(known)
    if columns.start == "all":
        return f"{table}.columns" + (f".drop({literal(list(columns.names))})" if columns.names else "")
    kinds = [kind for one in columns.types for kind in KINDS.get(one, [])]
    taken = f"{table}.select_dtypes({literal(kinds)}).columns" if kinds else f"{table}.columns"
    other = [name for name, role in table.roles.items() if columns.roles and role not in columns.roles]
    without = list(dict.fromkeys([*columns.names, *other]))
    if without:
        taken += f'.drop({literal(without)}, errors="ignore")'
    if columns.containing:
        wanted = literal(columns.containing.casefold())
        taken = f"[name for name in {taken} if {wanted} in name.casefold()]"
    return taken


def picked(columns: Columns, table: Value) -> str:
    """An expression for the table with the chosen columns only."""
    known = names_of(columns, table)
    if columns.start == "all" and columns.names:
        return f"{table}.drop(columns={literal(list(columns.names))})"
    if known is not None and table.schema is not None and known == table.schema.names:
        return str(table)
    return f"{table}[{chosen(columns, table)}]" if columns.start != "all" else str(table)
