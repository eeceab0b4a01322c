"""The files of ours that something needs to work elsewhere, and the packages that these import.

What a file needs follows from what it imports; what a model needs is read from its pickle as text, which loads nothing.
"""

import ast
import importlib.metadata
import pickletools
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO

import modules

ROOT = Path(modules.__file__).parent.parent
#: What is needed besides: what pickles need that no file names.
ALWAYS_REQUIRED = ("pandas", "pyarrow", "scikit-learn", "numpy", "joblib")


@dataclass(frozen=True)
class ImportedNames:
    """What our files import: each other, and packages of others by their top-level names."""

    own: frozenset[str]
    foreign: frozenset[str]


@cache
def find_imports(module: str) -> ImportedNames:
    """What a file of ours imports at its top, and within functions as far as that is ours."""
    path = locate_module(module)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    own, foreign = set[str](), set[str]()
    for node in ast.walk(tree):
        for name in _list_names(node):
            if locate_module(name, strict=False).exists():
                if node in tree.body or name.startswith("modules."):
                    own.add(name)
            elif node in tree.body:
                foreign.add(name.partition(".")[0])
    return ImportedNames(frozenset(own), frozenset(foreign - sys.stdlib_module_names - {"server", "modules"}))


def _list_names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [one.name for one in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
        return [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
    return []


def locate_module(name: str, *, strict: bool = True) -> Path:
    """The file of a module of ours."""
    base = ROOT.joinpath(*name.split(".")) if name.split(".")[0] in ("server", "modules") else ROOT / "none"
    path = base / "__init__.py" if base.is_dir() else base.with_suffix(".py")
    assert path.exists() or not strict, name
    return path


def find_closure(starts: Iterable[str]) -> ImportedNames:
    """All files that are imported from these, directly or by others, with their packages."""
    found, waiting, foreign = set[str](), [*starts], set[str]()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        imported = find_imports(name)
        foreign |= imported.foreign
        parts = name.split(".")
        parents = (".".join(parts[:length]) for length in range(1, len(parts)))
        waiting += [*imported.own, *(one for one in parents if one.startswith("modules"))]
    return ImportedNames(frozenset(found), frozenset(foreign))


def list_pickled_modules(pickled: bytes | BinaryIO) -> set[str]:
    """The Python modules that a pickle names; it is read and not loaded."""
    found = set[str]()
    for operation, argument, _ in pickletools.genops(pickled):
        if operation.name == "GLOBAL":
            found.add(str(argument).partition(" ")[0])
        elif isinstance(argument, str) and argument.replace(".", "").replace("_", "").isalnum():
            found.add(argument)
    return found


def list_requirements(names: Iterable[str]) -> list[str]:
    """Packages with the versions that are installed here: a model is only sure to load with those."""
    by_import = importlib.metadata.packages_distributions()
    wanted = {by_import[name][0] for name in names if name in by_import}
    wanted |= set(ALWAYS_REQUIRED)
    own = importlib.metadata.packages_distributions().get("server", [])
    return sorted(f"{name}=={importlib.metadata.version(name)}" for name in wanted if name not in own)
