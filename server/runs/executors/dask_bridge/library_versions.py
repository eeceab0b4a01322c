"""The versions that have to be the same where steps of one run compute, so that the results are."""

import hashlib
import platform
from collections.abc import Mapping
from importlib import metadata

COMPARED = ("designery", "pandas", "numpy", "scikit-learn", "scipy", "pyarrow", "duckdb", "lightgbm", "xgboost-cpu")


def list_versions() -> dict[str, str]:
    """{library: version} of what results depend on here; Python by its minor version."""
    versions = {"Python": ".".join(platform.python_version_tuple()[:2])}
    for name in COMPARED:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return versions


def name_kind(versions: Mapping[str, str]) -> str:
    """What a worker with these versions offers, and a step asks for: so Dask gives steps to workers like the server."""
    text = "\n".join(f"{name} {version}" for name, version in sorted(versions.items()))
    return f"designery-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def describe_differences(there: Mapping[str, str], here: Mapping[str, str]) -> list[str]:
    """A phrase for each library that is another one there than here."""
    found = []
    for name in sorted({*there, *here}):
        theirs, ours = there.get(name, "missing"), here.get(name, "missing")
        if theirs != ours:
            found.append(f"{name} is {theirs} there and {ours} here")
    return found
