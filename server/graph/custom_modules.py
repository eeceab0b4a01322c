"""The modules that users wrote for a design, beside those of the catalog. Their sources are read and never run here."""

from collections.abc import Mapping

from modules.kit import Module, ModuleError
from modules.kit.custom_module_parser import parse_custom_module
from server.graph.document import Design


def add_custom_modules(design: Design, catalog: Mapping[str, Module]) -> Mapping[str, Module]:
    """The catalog and the design's own modules, as far as their sources can be read."""
    return {**catalog, **parse_custom_modules(design)} if design.modules else catalog


def parse_custom_modules(design: Design) -> dict[str, Module]:
    found: dict[str, Module] = {}
    for name, written in design.modules.items():
        try:
            found[name] = parse_custom_module(name, written.code)
        except ModuleError:
            continue
    return found


def find_module_errors(design: Design) -> dict[str, ModuleError]:
    """Why a source is no module, by the name of the module."""
    found: dict[str, ModuleError] = {}
    for name, written in design.modules.items():
        try:
            parse_custom_module(name, written.code)
        except ModuleError as error:
            found[name] = error
    return found
