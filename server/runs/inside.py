"""The first lines that run inside a boundary: they make our packages known and become the zygote or the nursery.

The folder around the packages may hold anything, so it stays closed, and Python cannot look the packages up in it.
"""

import sys
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

CODE = Path(__file__).resolve().parents[2]


def make_known(name: str) -> None:
    """Import the package by its place instead of searching for it."""
    folder = CODE.joinpath(*name.split("."))
    spec = spec_from_file_location(name, folder / "__init__.py", submodule_search_locations=[str(folder)])
    assert spec
    assert spec.loader
    package = module_from_spec(spec)
    sys.modules[name] = package
    spec.loader.exec_module(package)


if __name__ == "__main__":
    for package in ("modules", "server", "server.runs"):
        make_known(package)
    import_module(f"server.runs.{sys.argv[1]}").main()
