"""How much of the code has no type: `python -m tools.measure_types` prints it, tests/test_types.py holds it.

Counted is each use of the name `Any` in the Python code of server and modules, by file.
"""

import ast
from dataclasses import dataclass, field
from pathlib import Path

from tools.syntax_trees import list_tree_nodes

ROOT = Path(__file__).parents[1]
FOLDERS = ("server", "modules")


@dataclass
class Types:
    """What was counted; paths are relative to the project."""

    lines: int = 0
    untyped: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.untyped.values())

    @property
    def per_thousand_lines(self) -> float:
        return 1_000 * self.total / self.lines


def measure_types(root: Path = ROOT) -> Types:
    """Count what is said to be anything."""
    types = Types()
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            text = path.read_text()
            types.lines += text.count("\n")
            found = sum(isinstance(node, ast.Name) and node.id == "Any" for node in list_tree_nodes(ast.parse(text)))
            if found:
                types.untyped[str(path.relative_to(root))] = found
    return types


def main() -> None:
    """Print the figure, and the files that hold most of it."""
    types = measure_types()
    print(f"{types.total:,} uses of Any in {types.lines:,} lines: {types.per_thousand_lines:.1f} per thousand")
    for path, found in sorted(types.untyped.items(), key=lambda item: -item[1]):
        print(f"{found:5} {path}")


if __name__ == "__main__":
    main()
