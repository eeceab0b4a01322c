"""The source of a function of ours with all that it needs, to stand in a script without our package."""

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from types import FunctionType, ModuleType
from typing import Any

from modules.kit.codegen.designer_only import is_designer_only
from modules.kit.codegen.source_stripping import strip_source

#: Files of ours that have no place in a script: what is told to people, and what flows along edges.
EXCLUDED_MODULES = ("modules.kit.errors", "modules.kit.ports", "modules.kit.progress")
#: What is at hand without an import.
BUILTIN_NAMES = frozenset(dir(__import__("builtins")))
#: Our files don't change while we run, and exports ask for the same functions again and again.
remember = lru_cache(maxsize=4096)


@dataclass
class InlinedSources:
    """Definitions in the order in which they must stand, each once, and the imports that they need."""

    definitions: dict[str, str] = field(default_factory=dict)
    imports: set[str] = field(default_factory=set)
    #: {name: where it comes from, and its source or the import that gives it}
    origins: dict[str, tuple[str, str]] = field(default_factory=dict)

    def add(self, thing: Any) -> str:
        """Take in a function or class with what it refers to; returns its name."""
        name: str = thing.__name__
        if is_designer_only(thing):
            raise LookupError(f"{name}, which only the designer has, in {thing.__module__}")
        self._define(name, sys.modules[thing.__module__], lambda: _read_source(thing))
        return name

    def _define(self, name: str, module: ModuleType, read_source: Callable[[], str]) -> None:
        if self.origins.get(name, ("", ""))[0] == module.__name__:
            return  # a function that calls itself is not looked at twice either
        text, imports, names = _read_definition(read_source(), module)
        self._claim_name(name, module.__name__, text)
        self.imports |= imports
        try:
            for used in names:
                if used != name and used in vars(module):
                    self.resolve(used, vars(module)[used], module)
        except LookupError:
            if name not in self.definitions:
                del self.origins[name]  # whoever else needs it must hear of it too
            raise
        # What it needs has been taken in by now, and stands before it.
        self.definitions.setdefault(name, text.rstrip())

    def _claim_name(self, name: str, origin: str, text: str) -> None:
        """A name stands for one thing in the whole script: LookupError where files mean different things by it."""
        other, known = self.origins.setdefault(name, (origin, text))
        if text != known:
            raise LookupError(f"{name} means one thing in {other} and another in {origin}. Rename one of them.")

    def resolve(self, name: str, value: Any, module: ModuleType) -> None:
        """Have a name of one of our files mean in the script what it means there."""
        if name in BUILTIN_NAMES:
            return
        if getattr(value, "__module__", None) in EXCLUDED_MODULES:
            raise LookupError(f"{name}, which a script cannot have, in {module.__name__}")
        if isinstance(value, ModuleType):
            self._add_import(name, f"import {value.__name__}" + (f" as {name}" if name != value.__name__ else ""))
        elif isinstance(inspect.unwrap(value) if callable(value) else value, FunctionType | type) and (
            value.__module__.startswith("modules.")
        ):
            self.add(value)
        elif (line := _find_import(name, module)) is not None:
            self._add_import(name, line)
        else:
            text, file = _find_assignment(name, module)
            self._define(name, file, lambda: text)

    def _add_import(self, name: str, line: str) -> None:
        self._claim_name(name, "an import", line)
        self.imports.add(line)


@remember
def _read_source(thing: Any) -> str:
    return textwrap.dedent(inspect.getsource(thing))


@lru_cache(maxsize=16)
def _parse_module(module: ModuleType) -> tuple[str, list[ast.stmt]]:
    source = inspect.getsource(module)
    return source, ast.parse(source).body


@remember
def _read_definition(source: str, module: ModuleType) -> tuple[str, frozenset[str], tuple[str, ...]]:
    """What a script has of a source, the imports that this needs, and the names that it reads."""
    text, imports = _extract_imports(strip_source(source, module))
    return text, frozenset(imports), tuple(_find_read_names(text))


def _find_read_names(text: str) -> Iterator[str]:
    """The names that are read, in their order; those within quoted annotations too."""
    seen = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name) and node.id not in seen:
            seen.add(node.id)
            yield node.id


def _extract_imports(text: str) -> tuple[str, set[str]]:
    """The source without the imports in the function's body, which go to the top of the script; and these."""
    tree = ast.parse(text)
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    gone = {line - 1 for node in found for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}
    lines = text.splitlines()
    # The empty line behind the imports goes with them, unless a definition follows.
    defined = {node.lineno - 2 for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    kept = [line for at, line in enumerate(lines) if at not in gone and (line or at - 1 not in gone or at in defined)]
    return "\n".join(kept), {ast.unparse(node) for node in found}


@remember
def _find_import(name: str, module: ModuleType) -> str | None:
    """The import by which a module has a name that is not ours."""
    for node in _parse_module(module)[1]:
        if isinstance(node, ast.ImportFrom) and node.module and not node.module.startswith("modules"):
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    return f"from {node.module} import {alias.name}" + (f" as {name}" if alias.asname else "")
    return None


@remember
def _find_assignment(name: str, module: ModuleType) -> tuple[str, ModuleType]:
    """The line that sets a constant, and the file that sets it."""
    source, statements = _parse_module(module)
    for node in statements:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return ast.get_source_segment(source, node) or "", module
        if isinstance(node, ast.Assign) and isinstance(targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple):
            named = {ast.unparse(one): value for one, value in zip(targets[0].elts, node.value.elts, strict=True)}
            if name in named:
                return f"{name} = {ast.get_source_segment(source, named[name])}", module
        if isinstance(node, ast.ImportFrom) and any(alias.name == name for alias in node.names):
            return _find_assignment(name, sys.modules[str(node.module)])
    raise LookupError(name)
