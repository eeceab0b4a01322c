"""How long files and functions are: `python -m tools.measure_length` lists what tests/test_length.py refuses.

Of a function counts what stands below its signature, since the parameters of a module are its form.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tools.measure_names import MIGRATIONS, ROOT, Function
from tools.syntax_trees import list_tree_nodes

FOLDERS = ("server", "modules")
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 40


def list_long_files(root: Path = ROOT) -> dict[str, int]:
    """{file: its lines} of those that are too long."""
    lines = {shown: len(text.splitlines()) for shown, text in _read_files(root)}
    return {shown: count for shown, count in lines.items() if count > MAX_FILE_LINES}


def list_long_functions(root: Path = ROOT) -> dict[str, int]:
    """{"file function": the lines of its body} of those that are too long."""
    found: dict[str, int] = {}
    for shown, text in _read_files(root):
        for node in list_tree_nodes(ast.parse(text)):
            if isinstance(node, Function):
                found[f"{shown} {node.name}"] = (node.end_lineno or 0) - node.body[0].lineno + 1
    return {shown: count for shown, count in found.items() if count > MAX_FUNCTION_LINES}


def _read_files(root: Path) -> Iterator[tuple[str, str]]:
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            if MIGRATIONS not in path.parents:
                yield str(path.relative_to(root)), path.read_text(encoding="utf-8")


def main() -> None:
    """Print what is too long."""
    for title, found in (("Files", list_long_files()), ("Functions", list_long_functions())):
        print(f"{title}: {len(found)}")
        print("\n".join(f"  {shown} {count}" for shown, count in found.items()))


if __name__ == "__main__":
    main()
