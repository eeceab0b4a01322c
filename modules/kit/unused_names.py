"""Names of new columns that no other column has."""

from collections.abc import Iterable


def find_unused_names(requested: Iterable[str], taken: Iterable[str]) -> list[str]:
    """The wanted names, each that is taken with the first free number behind it: `price (2)`."""
    used = set(taken)
    names = []
    for name in requested:
        unused, number = name, 2
        while unused in used:
            unused, number = f"{name} ({number})", number + 1
        used.add(unused)
        names.append(unused)
    return names
