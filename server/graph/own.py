"""The modules that users wrote for a design, beside those of the catalog. Their sources are read and never run here."""

from collections.abc import Mapping

from modules.kit import Module, ModuleError
from modules.kit.functions import own_module
from server.graph.document import Design


def with_own(design: Design, catalog: Mapping[str, Module]) -> Mapping[str, Module]:
    """The catalog and the design's own modules, as far as their sources can be read."""
    return {**catalog, **own_modules(design)} if design.modules else catalog


def own_modules(design: Design) -> dict[str, Module]:
    found: dict[str, Module] = {}
    for name, written in design.modules.items():
        try:
            found[name] = own_module(name, written.code)
        except ModuleError:
            continue
    return found


def flaws(design: Design) -> dict[str, ModuleError]:
    """Why a source is no module, by the name of the module."""
    found: dict[str, ModuleError] = {}
    for name, written in design.modules.items():
        try:
            own_module(name, written.code)
        except ModuleError as error:
            found[name] = error
    return found
