"""The source of a function of ours with all that it needs, to stand in a script without our package."""

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import FunctionType, ModuleType
from typing import Any

from modules.kit.plain import plain

#: Files of ours that have no place in a script: what is told to people, and what flows along edges.
NEVER = ("modules.kit.errors", "modules.kit.ports", "modules.kit.progress")
#: What is at hand without an import.
BUILT_IN = frozenset(dir(__import__("builtins")))


@dataclass
class Sources:
    """Definitions in the order in which they must stand, each once, and the imports that they need."""

    texts: dict[str, str] = field(default_factory=dict)
    imports: set[str] = field(default_factory=set)

    def add(self, thing: Any) -> str:
        """Take in a function or class with what it refers to; returns its name."""
        name: str = thing.__name__
        if name not in self.texts:
            module = sys.modules[thing.__module__]
            self._define(name, textwrap.dedent(inspect.getsource(thing)), module)
        return name

    def _define(self, name: str, text: str, module: ModuleType) -> None:
        self.texts[name] = ""  # a function that calls itself is not looked at twice
        text, imports = _without_imports(plain(text, module))
        self.imports |= imports
        for used in _names(text):
            if used != name and used in vars(module):
                self.refer(used, vars(module)[used], module)
        # What it needs has been taken in by now, and stands before it.
        del self.texts[name]
        self.texts[name] = text.rstrip()

    def refer(self, name: str, value: Any, module: ModuleType) -> None:
        """Have a name of one of our files mean in the script what it means there."""
        if name in self.texts or name in BUILT_IN:
            return
        if getattr(value, "__module__", None) in NEVER:
            raise LookupError(f"{name}, which a script cannot have, in {module.__name__}")
        if isinstance(value, ModuleType):
            self.imports.add(f"import {value.__name__}" + (f" as {name}" if name != value.__name__ else ""))
        elif isinstance(inspect.unwrap(value) if callable(value) else value, FunctionType | type) and (
            value.__module__.startswith("modules.")
        ):
            self.add(value)
        elif (line := _import_of(name, module)) is not None:
            self.imports.add(line)
        else:
            self._define(name, *_assignment(name, module))


def _names(text: str) -> Iterator[str]:
    """The names that are read, in their order; those within quoted annotations too."""
    seen = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name) and node.id not in seen:
            seen.add(node.id)
            yield node.id


def _without_imports(text: str) -> tuple[str, set[str]]:
    """The source without the imports in the function's body, which go to the top of the script; and these."""
    tree = ast.parse(text)
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    gone = {line - 1 for node in found for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}
    lines = text.splitlines()
    # The empty line behind the imports goes with them, unless a definition follows.
    defined = {node.lineno - 2 for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    kept = [line for at, line in enumerate(lines) if at not in gone and (line or at - 1 not in gone or at in defined)]
    return "\n".join(kept), {ast.unparse(node) for node in found}


def _import_of(name: str, module: ModuleType) -> str | None:
    """The import by which a module has a name that is not ours."""
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.ImportFrom) and node.module and not node.module.startswith("modules"):
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    return f"from {node.module} import {alias.name}" + (f" as {name}" if alias.asname else "")
    return None


def _assignment(name: str, module: ModuleType) -> tuple[str, ModuleType]:
    """The line that sets a constant, and the file that sets it."""
    source = inspect.getsource(module)
    for node in ast.parse(source).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return ast.get_source_segment(source, node) or "", module
        if isinstance(node, ast.Assign) and isinstance(targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple):
            named = {ast.unparse(one): value for one, value in zip(targets[0].elts, node.value.elts, strict=True)}
            if name in named:
                return f"{name} = {ast.get_source_segment(source, named[name])}", module
        if isinstance(node, ast.ImportFrom) and any(alias.name == name for alias in node.names):
            return _assignment(name, sys.modules[str(node.module)])
    raise LookupError(name)
