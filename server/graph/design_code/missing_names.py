"""Names in code that stand for nothing: what was meant, as a sentence, and the name to put in its place."""

import ast
import builtins

from server.graph.design_code.code_source import suggest_name
from server.graph.design_code.reading_state import PlacedNode, ReadingState

SCRIPT_HINT = "Code of your own goes into Execute Python Script."


def describe_missing_variable(state: ReadingState, name: str) -> tuple[str, str | None]:
    """A variable that nothing has given yet: it has another name now, comes further down, or was deleted."""
    renamed = next(
        (
            variable
            for variable, held in state.variables.items()
            if isinstance(held, PlacedNode) and state.code_names.get(held.node) == name
        ),
        None,
    )
    if renamed is not None:
        return f"{name} is called {renamed} now.", renamed
    if name in state.lines:
        return f"{name} only comes in line {state.lines[name]}. Move that line above this one.", None
    hint, close = suggest_name(name, state.variables)
    if name in state.code_names.values():
        return f"{name} is no longer in the code. Connect something else.{hint}", close
    return f"Nothing above is called {name}.{hint}", close


def describe_missing_module(state: ReadingState, called: ast.expr) -> tuple[str, str | None]:
    """A call of what is no module: a function of Python, of a library, or of an output, or a name with a typo."""
    name = ast.unparse(called)
    first = name.partition(".")[0]
    if first in state.variables and first != name:
        return f"{first} is the output of a module, which has no functions. {SCRIPT_HINT}", None
    if name in dir(builtins):
        return f"{name} is a function of Python, and not a module. {SCRIPT_HINT}", None
    hint, close = suggest_name(name, state.functions)
    return f"There is no module {name}.{hint}", close
