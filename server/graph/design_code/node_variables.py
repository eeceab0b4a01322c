"""The names of nodes in code: their ids, as far as Python takes them for names of variables."""

import keyword
import re
from collections.abc import Collection, Iterable

NO_IDENTIFIER = re.compile(r"\W+", re.ASCII)


def choose_variables(nodes: Iterable[str], reserved: Collection[str]) -> dict[str, str]:
    """{node: its variable}. A node keeps its variable whatever other nodes come and go, as far as that is possible."""
    names = list(nodes)
    found = {name: name for name in names if name not in reserved and _is_free_name(name)}
    taken = {*found.values(), *reserved}
    for name in names:
        if name not in found:
            found[name] = choose_free_name(name, taken)
            taken.add(found[name])
    return {name: found[name] for name in names}


def choose_free_name(wanted: str, taken: Collection[str]) -> str:
    """A variable that nothing else has: "split_data" where it is free, else "split_data_1"."""
    base = NO_IDENTIFIER.sub("_", wanted).strip("_") or "node"
    base = base if _is_free_name(base) else f"n_{base}"
    name, number = base, 1
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name


def _is_free_name(name: str) -> bool:
    return name.isascii() and name.isidentifier() and not keyword.iskeyword(name) and name != "dy"


def choose_node_id(variable: str, module: str, taken: Collection[str]) -> str:
    """The id of a new node: its variable, without the number that tells it from the function of its module."""
    base = module if variable == f"{module}_1" else variable
    base = NO_IDENTIFIER.sub("_", base)[:60] or module[:60]
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name
