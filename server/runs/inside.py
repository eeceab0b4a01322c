"""The first lines that run inside a boundary: they make our packages known and become the zygote or the nursery.

The folder around the packages may hold anything, so it stays closed, and Python cannot look the packages up in it.
"""

import json
import os
import sys
from importlib import import_module
from importlib.machinery import (
    BYTECODE_SUFFIXES,
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    SourceFileLoader,
    SourcelessFileLoader,
)
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

CODE = Path(__file__).resolve().parents[2]
CHUNK = 256 * 1024


class Frugal(SourceFileLoader):
    """Reads a module in fewer calls than Python does: at start there are thousands, and each passes the filter."""

    def get_data(self, path: str) -> bytes:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            return b"".join(iter(lambda: os.read(descriptor, CHUNK), b""))
        finally:
            os.close(descriptor)


def import_frugally() -> None:
    """From now on modules are read by the frugal loader."""
    loaders = (
        (ExtensionFileLoader, EXTENSION_SUFFIXES),
        (Frugal, SOURCE_SUFFIXES),
        (SourcelessFileLoader, BYTECODE_SUFFIXES),
    )
    sys.path_hooks.insert(0, FileFinder.path_hook(*loaders))
    sys.path_importer_cache.clear()


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
    import_frugally()
    for package in ("modules", "server", "server.runs"):
        make_known(package)
    plan = json.loads(sys.argv[2])
    import_module("server.runs.privileges").renounce(plan["user"])
    os.chdir(plan["folder"])
    import_module(f"server.runs.{sys.argv[1]}").main()
