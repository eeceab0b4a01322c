"""What a run depends on beside its design and its data: Python, libraries, and the code of modules."""

import platform
from collections.abc import Iterable, Mapping
from typing import Any

from server.graph.plan import library_versions, module_source


def environment(modules: Iterable[str]) -> dict[str, Any]:
    """The environment in which these modules of the catalog run now."""
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "libraries": library_versions(),
        "modules": {name: module_source(name)[:16] for name in sorted(set(modules))},
    }


def differing(then: Mapping[str, Any], now: Mapping[str, Any], titles: Mapping[str, str]) -> list[str]:
    """What is another than it was, as sentences; nothing where the earlier environment was not recorded."""
    if not then:
        return []
    found = [
        f"{word} was {then.get(name)} and is {now.get(name)}."
        for name, word in (("python", "Python"), ("machine", "The processor type"))
        if then.get(name) != now.get(name)
    ]
    before, after = then.get("libraries", {}), now.get("libraries", {})
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name) or "not installed", after.get(name) or "not installed"
        if old != new:
            found.append(f"{name} was {old} and is {new}.")
    codes = now.get("modules", {})
    for name, code in then.get("modules", {}).items():
        if name not in codes:
            found.append(f"The module {titles.get(name, name)} is no longer there.")
        elif codes[name] != code:
            found.append(f"The code of {titles.get(name, name)} is not what it was.")
    return found
