"""How the code names things: `python -m tools.measure_names` prints the figures, tests/test_names.py holds them.

Counted are functions and methods of server, modules and tools. Left out are those whose name is given from outside or
by what they are: dunders, properties, overrides of a library's class, palette modules, commands of the command line,
and pure accessors, which return a value without a call.
"""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tools.syntax_trees import list_child_nodes, list_tree_nodes

Function = ast.FunctionDef | ast.AsyncFunctionDef

ROOT = Path(__file__).parents[1]
FOLDERS = ("server", "modules", "tools")
WORD_LISTS = Path(__file__).with_name("name_words.toml")
#: Their functions are called `upgrade`, and stay as they were released.
MIGRATIONS = ROOT / "server" / "storage" / "migrations"

WORDS = {kind: frozenset(words.split()) for kind, words in tomllib.loads(WORD_LISTS.read_text()).items()}


@dataclass
class Names:
    """What was counted; paths are relative to the project."""

    functions: int = 0
    verbless: list[str] = field(default_factory=list)
    participles: list[str] = field(default_factory=list)
    one_word: int = 0
    public: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    classes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    retired: list[str] = field(default_factory=list)

    @property
    def verb_share(self) -> float:
        return 1 - len(self.verbless) / self.functions

    @property
    def participle_share(self) -> float:
        return len(self.participles) / self.functions


def measure_names(root: Path = ROOT) -> Names:
    """Count the names of the product's Python code."""
    names = Names()
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            if MIGRATIONS not in path.parents:
                _count_file(names, path, str(path.relative_to(root)))
    return names


def _count_file(names: Names, path: Path, shown: str) -> None:
    tree = ast.parse(path.read_text())
    for statement in tree.body:
        if (
            isinstance(statement, Function)
            and not statement.name.startswith("_")
            and not _is_named_elsewhere(statement)
        ):
            names.public[statement.name].add(shown)
    for owner, node in _list_definitions(tree):
        where = f"{shown}:{node.lineno} {node.name}"
        if WORDS["retired"] & set(_split_words(node.name)):
            names.retired.append(where)
        if isinstance(node, ast.ClassDef):
            names.classes[node.name].append(shown)
        elif not _is_left_out(node, owner):
            _count_function(names, node.name, where)


def _count_function(names: Names, name: str, where: str) -> None:
    words = _split_words(name)
    names.functions += 1
    names.one_word += len(words) == 1
    if words[0] not in WORDS["verbs"] | WORDS["predicates"] | WORDS["conversions"]:
        names.verbless.append(where)
    if len(words) == 1 and _is_participle(words[0]):
        names.participles.append(where)


def _split_words(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()) or [name]


def _is_participle(word: str) -> bool:
    return word in WORDS["participles"] or (word.endswith("ed") and word not in WORDS["verbs"])


def _list_definitions(tree: ast.Module) -> Iterator[tuple[ast.ClassDef | None, Function | ast.ClassDef]]:
    """Each class and function with the class it stands in."""
    todo: list[tuple[ast.ClassDef | None, ast.AST]] = [(None, tree)]
    while todo:
        owner, node = todo.pop()
        for child in list_child_nodes(node):
            if isinstance(child, Function | ast.ClassDef):
                yield owner, child
            inside = child if isinstance(child, ast.ClassDef) else None if isinstance(child, Function) else owner
            todo.append((inside, child))


def _is_left_out(node: Function, owner: ast.ClassDef | None) -> bool:
    dunder = node.name.startswith("__") and node.name.endswith("__")
    overrides = owner is not None and any(isinstance(base, ast.Attribute) for base in owner.bases)
    return dunder or overrides or _is_named_elsewhere(node) or _is_accessor(node)


def _is_named_elsewhere(node: Function) -> bool:
    """Palette modules, commands, properties, context managers and overrides."""
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
        if name in {"module", "command", "group", "property", "cached_property", "setter", "override"}:
            return True
        if name in {"contextmanager", "asynccontextmanager"}:
            return True
    return False


def _is_accessor(node: Function) -> bool:
    body = node.body[1:] if ast.get_docstring(node) else node.body
    if len(body) != 1 or not isinstance(body[0], ast.Return):
        return False
    return not any(isinstance(part, ast.Call | ast.Await) for part in list_tree_nodes(body[0]))


def list_repeated_names(names: Names) -> list[str]:
    """Public functions of one name in three files, and classes of one name in two."""
    functions = [
        f"{name}: {', '.join(sorted(files))}"
        for name, files in names.public.items()
        if len(files) > 2 and name != "main"
    ]
    classes = [f"{name}: {', '.join(files)}" for name, files in names.classes.items() if len(files) > 1]
    return sorted(functions) + sorted(classes)


def main() -> None:
    """Print the figures, and what stands out."""
    names = measure_names()
    print(f"{names.functions:,} functions, {names.one_word / names.functions:.0%} of one word")
    print(f"{names.verb_share:.1%} begin with a verb, {names.participle_share:.1%} are a bare participle")
    for title, found in (
        ("No verb", names.verbless),
        ("Bare participle", names.participles),
        ("Repeated", list_repeated_names(names)),
        ("Retired words", names.retired),
    ):
        print(f"\n{title}: {len(found)}")
        print("\n".join(f"  {line}" for line in found))


if __name__ == "__main__":
    main()
