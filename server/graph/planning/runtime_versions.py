"""What a run depends on beside its design and its data: Python, libraries, and the code of modules."""

import platform
from collections.abc import Iterable, Mapping
from typing import Any

from server.graph.planning.run_plan import get_library_versions, hash_module_source


def collect_runtime_versions(modules: Iterable[str]) -> dict[str, object]:
    """The environment in which these modules of the catalog run now."""
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "libraries": get_library_versions(),
        "modules": {name: hash_module_source(name)[:16] for name in sorted(set(modules))},
    }


def describe_version_changes(
    before_versions: Mapping[str, Any], current_versions: Mapping[str, Any], titles: Mapping[str, str]
) -> list[str]:
    """What is another than it was, as sentences; nothing where the earlier environment was not recorded."""
    if not before_versions:
        return []
    found = [
        f"{word} was {before_versions.get(name)} and is {current_versions.get(name)}."
        for name, word in (("python", "Python"), ("machine", "The processor type"))
        if before_versions.get(name) != current_versions.get(name)
    ]
    before, after = before_versions.get("libraries", {}), current_versions.get("libraries", {})
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name) or "not installed", after.get(name) or "not installed"
        if old != new:
            found.append(f"{name} was {old} and is {new}.")
    codes = current_versions.get("modules", {})
    for name, code in before_versions.get("modules", {}).items():
        if name not in codes:
            found.append(f"The module {titles.get(name, name)} no longer exists.")
        elif codes[name] != code:
            found.append(f"The code of {titles.get(name, name)} has changed.")
    return found
