"""The first lines of the launch server, from which all in a boundary is forked: they make our packages known.

The folder around the packages may hold anything, so it stays closed, and Python cannot look the packages up in it.
"""

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

CODE_FOLDER = Path(__file__).resolve().parents[4]
FILE_READ_BYTES = 256 * 1024


class SingleReadLoader(SourceFileLoader):
    """Reads a module in fewer calls than Python does: at start there are thousands, and each passes the filter."""

    def get_data(self, path: str) -> bytes:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            return b"".join(iter(lambda: os.read(descriptor, FILE_READ_BYTES), b""))
        finally:
            os.close(descriptor)


def install_loader() -> None:
    """From now on modules are read by the loader that needs fewer calls."""
    loaders = (
        (ExtensionFileLoader, EXTENSION_SUFFIXES),
        (SingleReadLoader, SOURCE_SUFFIXES),
        (SourcelessFileLoader, BYTECODE_SUFFIXES),
    )
    sys.path_hooks.insert(0, FileFinder.path_hook(*loaders))
    sys.path_importer_cache.clear()


def import_package(name: str) -> None:
    """Import the package by its place instead of searching for it."""
    folder = CODE_FOLDER.joinpath(*name.split("."))
    spec = spec_from_file_location(name, folder / "__init__.py", submodule_search_locations=[str(folder)])
    assert spec
    assert spec.loader
    package = module_from_spec(spec)
    sys.modules[name] = package
    spec.loader.exec_module(package)


def make_packages_known() -> None:
    """From now on our code can be imported, by the loader that needs fewer calls."""
    install_loader()
    for package in ("modules", "server", "server.runs"):
        import_package(package)


if __name__ == "__main__":
    make_packages_known()
    import_module(f"server.runs.sandbox.inside.{sys.argv[1]}").main()
