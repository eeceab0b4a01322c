"""What a design becomes as code, before it has one of its forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from modules.kit.codegen.script_builder import RequiredFile


@dataclass(frozen=True)
class CodeSection:
    """What one node became: its title, what its author noted, its lines, and the variables of its tables by port."""

    node: str
    title: str
    note: str
    lines: tuple[str, ...]
    tables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NodeOmission:
    """A node that is not in the script as it is in the design, and what to do."""

    node: str
    title: str
    reason: str


@dataclass(frozen=True)
class GeneratedProgram:
    """A design as code: imports, constants and helpers above the sections, and what could not be written."""

    name: str
    description: str
    notes: tuple[str, ...]
    head: tuple[str, ...]
    helpers: tuple[str, ...]
    sections: tuple[CodeSection, ...]
    omissions: tuple[NodeOmission, ...]
    files: tuple[RequiredFile, ...]
    writes_metrics: bool
