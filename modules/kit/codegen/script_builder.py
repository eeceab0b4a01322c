"""How a module writes what it does as plain Python: the values at its ports, names, imports, helpers and lines.

A module's `emit_code` is a function of one `StepCode`. Whatever comes from a design reaches the code as a part of a
template (`expressions.py`), by `to_identifier` or by `to_comment_lines`, so that nothing in a design can be more than a
value, a name or a remark.
"""

import ast
import keyword
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel

from modules.kit.codegen.expressions import (
    Expr,
    ScriptVariable,
    embed_parts,
    expr,
    fill_statement,
    join_parts,
    literal,
    name,
)
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
    #: {source: the names that it sets}, of scripts that have been read.
    bound_names: dict[str, set[str]] = field(default_factory=dict)
    #: Names that the sources of own modules set.
    custom_module_names: set[str] = field(default_factory=set)
    #: Secrets of the design, which are variables of the environment here.
    required_secrets: set[str] = field(default_factory=set)
    #: What need not be written twice, by what it is.
    memo: dict[str, Expr] = field(default_factory=dict)
    #: Sources of users that stand in the script already, by what they are.
    written_sources: dict[str, str] = field(default_factory=dict)


@dataclass
class StepCode:
    """One node while it is written: what comes in, its parameters, and what it has said so far."""

    builder: ScriptBuilder
    node: str
    title: str
    parameters: BaseModel
    inputs: Mapping[str, ScriptVariable | list[ScriptVariable] | None]
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

    def get_input(self, port: str) -> ScriptVariable:
        """What comes in at a port that takes one edge and has it."""
        found = self.find_input(port)
        if found is None:
            raise LookupError(f"Nothing is connected to '{port}'.")
        return found

    def find_input(self, port: str) -> ScriptVariable | None:
        """What comes in at a port that takes one edge; None where nothing does."""
        found = self.inputs.get(port)
        return found if isinstance(found, ScriptVariable) else None

    def list_inputs(self, port: str) -> list[ScriptVariable]:
        """All that comes in at a port, whether it takes one edge or several."""
        found = self.inputs.get(port) or []
        return [found] if isinstance(found, ScriptVariable) else list(found)

    def add(self, code: "str | Expr", /, **parts: object) -> None:
        """A statement: an expression, or a template that stands in the source of the module, with its parts."""
        self.lines.append(wrap_line(code.python if isinstance(code, Expr) else fill_statement(code, **parts)))

    def assign(self, target: "Expr | ScriptVariable | Sequence[Expr | ScriptVariable]", value: object) -> None:
        """`target = value`; several targets take the parts of the value."""
        targets = target if isinstance(target, Sequence) else [target]
        left = ", ".join(literal(one).python for one in targets)
        self.lines.append(wrap_line(f"{left} = {literal(value).python}"))

    def assign_joined(self, target: Expr, sign: Literal["&", "|"], parts: Sequence[Expr]) -> None:
        """`target = first & second` in one line, else a part in each, as a formatter would break it."""
        whole, (first, *rest) = join_parts(sign, parts), embed_parts(sign, parts)
        if len(f"{target.python} = {whole.python}") <= LINE_WIDTH:
            self.assign(target, whole)
        elif len(f"    {whole.python}") <= LINE_WIDTH:
            self.lines += [f"{target.python} = (", f"    {whole.python}", ")"]
        else:
            self.lines += [f"{target.python} = (", f"    {first}", *(f"    {sign} {part}" for part in rest), ")"]

    def add_blank_lines(self, count: int) -> None:
        self.lines += [""] * count

    def add_comment(self, text: str, *, first: bool = False) -> None:
        """A remark, behind what is written already or before it."""
        lines = to_comment_lines(text)
        self.lines = [*lines, *self.lines] if first else [*self.lines, *lines]

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

    def import_name(self, module: str, imported: str) -> Expr:
        """A class or function of a library; returns its name."""
        self.add_imports(f"from {name(module).python} import {name(imported).python}")
        return name(imported)

    def use(self, helper: Callable[..., object]) -> Expr:
        """Have a function of ours stand above the sections, with all it needs; returns its name."""
        taken = self.builder.inlined_sources.add(helper)
        self.builder.used_names.add(taken)
        if taken in self.builder.script_names:
            raise CannotGenerateCode(
                f"A script of the design defines '{taken}', which it needs. Rename it in the script."
            )
        return name(taken)

    def add_constant(self, preferred: str, value: object) -> Expr:
        """A name at the top of the script for what the reader may want to change."""
        unique = self.reserve_name(preferred).python.upper()
        self.builder.used_names.add(unique)
        self.builder.constants.append(fill_statement("{constant} = {value}", constant=name(unique), value=value))
        return name(unique)

    def reserve_name(self, preferred: str) -> Expr:
        """A variable's name that nothing else has."""
        base, used = to_identifier(preferred), self.builder.used_names
        number = self.builder.name_counters.get(base, 1)
        unique = base if number == 1 else f"{base}_{number}"
        while unique in used or unique.upper() in used:
            number += 1
            unique = f"{base}_{number}"
        self.builder.name_counters[base] = number
        used.add(unique)
        return name(unique)

    def define_once(self, key_prefix: str, value: Expr, preferred: str) -> Expr:
        """A variable for an expression that other nodes may have written already."""
        key = f"{key_prefix}: {value.python}"
        if key not in self.builder.memo:
            self.builder.memo[key] = variable = self.reserve_name(preferred)
            self.assign(variable, value)
        return self.builder.memo[key]

    def add_table(
        self,
        port: str,
        preferred: str | None = None,
        *,
        like: ScriptVariable | None = None,
        reserved: Expr | None = None,
        **facts: Any,
    ) -> ScriptVariable:
        """Name the table that leaves a port; roles are those of the table that it is made `like`.

        `reserved` is a name that is taken for it already.
        """
        schema = self.schemas.get(port)
        roles: dict[str, Role] = dict(like.roles) if like else {}
        if schema is not None:
            roles |= {column.name: column.role for column in schema if column.role != "feature"}
        if schema is not None and schema.complete:
            roles = {name: role for name, role in roles.items() if name in schema}
        known = facts or (dict(like.facts) if like else {})
        value = ScriptVariable(reserved or self.reserve_name(preferred or self.title), schema, roles, known)
        self.outputs[port] = value
        return value


def to_identifier(text: str) -> str:
    """The words of a title as a variable's name."""
    words = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:60] or "value"
    found = f"_{words}" if words[0].isdigit() else words
    taken = keyword.iskeyword(found) or keyword.issoftkeyword(found) or found in BUILTIN_NAMES
    return f"{found}_" if taken else found


def to_comment_lines(text: str) -> list[str]:
    """Lines of remarks, none too long; whatever ends a line in Python ends it here."""
    lines = ["".join(sign if sign.isprintable() else " " for sign in line).rstrip() for line in text.splitlines()]
    short = [
        textwrap.wrap(line, LINE_WIDTH - 2, break_long_words=False, break_on_hyphens=False) or [""] for line in lines
    ]
    return [f"# {line}".rstrip() for part in short for line in part]


def write_secret_checks(step: StepCode) -> None:
    """Have the script end with a sentence where a variable is not set that stands for a secret of the node."""
    for secret in step.secrets:
        if secret in step.builder.required_secrets:
            continue
        step.builder.required_secrets.add(secret)
        step.add_imports("import os")
        variable = expr("os.environ[{secret}]", secret=secret)
        step.add_comment(f"{step.title} reads {variable.python}, a secret of the design.")
        step.add("if {secret} not in os.environ:", secret=secret)
        body = step.open_block()
        body.add("raise SystemExit({message})", message=f"Set the variable {secret} of the environment first.")
        step.add_block(body)
        step.add_blank_lines(1)


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
    if table.schema is not None and table.schema.complete and not columns.needs_rows:
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


def select_columns_expression(columns: Columns, table: ScriptVariable, of: Expr | None = None) -> Expr:
    """The names of the chosen columns: a list, or what asks the table for them, or `of` which has the same columns."""
    known = find_column_names(columns, table)
    if known is not None:
        return literal(known)
    if columns.start == "rules":
        raise CannotGenerateCode(
            "Only a run tells which columns its rules choose. Run the design, or name the columns."
        )
    asked = of or table.code
    if columns.start == "all":
        every = asked.attribute("columns")
        return every.attribute("drop").call(list(columns.names)) if columns.names else every
    kinds = [kind for one in columns.types for kind in PANDAS_KINDS.get(one, [])]
    found = (asked.attribute("select_dtypes").call(kinds) if kinds else asked).attribute("columns")
    other = [column for column, role in table.roles.items() if columns.roles and role not in columns.roles]
    without = list(dict.fromkeys([*columns.names, *other]))
    if without:
        found = found.attribute("drop").call(without, errors="ignore")
    if columns.containing:
        pattern = columns.containing.casefold()
        return expr("[name for name in {found} if {pattern} in name.casefold()]", found=found, pattern=pattern)
    return found


def list_columns_expression(columns: Columns, table: ScriptVariable) -> Expr:
    """The names of the chosen columns as a list."""
    found = select_columns_expression(columns, table)
    return found if found.is_list else expr("list({found})", found=found)


def select_table_expression(columns: Columns, table: ScriptVariable) -> Expr:
    """The table with the chosen columns only."""
    known = find_column_names(columns, table)
    if columns.start == "all" and columns.names:
        return table.code.attribute("drop").call(columns=list(columns.names))
    if columns.start == "all" or (known is not None and table.schema is not None and known == table.schema.names):
        return table.code
    return table.code.item(select_columns_expression(columns, table))
