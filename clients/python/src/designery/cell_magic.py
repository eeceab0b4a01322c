"""`%%designery` in notebooks: a cell that is a module."""

from __future__ import annotations

import ast
from collections.abc import MutableMapping
from typing import Any

from designery.custom_modules import CustomModule, custom_module
from designery.errors import DesigneryError


def define_module(name: str, code: str, namespace: MutableMapping[str, Any]) -> CustomModule:
    """Make the first function of a cell a module, under its name or another; the cell itself is not run here."""
    try:
        tree = ast.parse(code)
    except SyntaxError as error:
        raise DesigneryError(f"The cell is no Python. Line {error.lineno}: {error.msg}.") from None
    function = next((one for one in tree.body if isinstance(one, ast.FunctionDef)), None)
    if function is None:
        raise DesigneryError("The cell has no function. Write one, as: def double(table): ...")
    wanted = name.strip() or function.name
    if not wanted.isidentifier():
        raise DesigneryError(f"'{wanted}' is no name. Write %%designery, or %%designery name.")
    made = custom_module(f"own_{function.name}", code if code.endswith("\n") else f"{code}\n")
    namespace[wanted] = made
    return made


def register_magic(shell: Any) -> None:
    """Teach a notebook the magic."""

    def designery(line: str, cell: str) -> None:
        define_module(line, cell, shell.user_ns)

    shell.register_magic_function(designery, "cell")
