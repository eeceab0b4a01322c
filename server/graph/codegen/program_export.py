"""A design as a file to take away: a script, a notebook, or one scikit-learn pipeline."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from modules.kit import Module
from modules.kit.codegen.script_builder import to_identifier
from modules.kit.module_roles import get_module
from modules.kit.module_spec import PortSchema
from server.graph.bypass import apply_bypass
from server.graph.codegen.generated_program import GeneratedProgram
from server.graph.codegen.program_formats import format_notebook, format_script
from server.graph.codegen.program_generator import generate_program
from server.graph.custom_modules import add_custom_modules
from server.graph.document import Design, find_upstream

ExportFormat = Literal["script", "notebook", "pipeline"]


@dataclass(frozen=True)
class ExportedProgram:
    """The code in one form: the text, and the name of its file."""

    program: GeneratedProgram
    file_name: str
    text: str


class NoPipeline(Exception):
    """The design is not one pipeline; the message says why."""


def export_program(
    design: Design, catalog: Mapping[str, Module], known_schemas: Mapping[str, PortSchema], form: ExportFormat
) -> ExportedProgram:
    """The design in one form. Raises NoPipeline where it trains no model or several, and a pipeline is asked for."""
    code = generate_program(
        _reduce_to_pipeline(design, catalog) if form == "pipeline" else design, catalog, known_schemas
    )
    if form == "pipeline" and not any("Pipeline(" in line for section in code.sections for line in section.lines):
        reasons = [f"{one.title}: {one.reason}" for one in code.omissions]
        raise NoPipeline(
            " ".join(["The model of this design can't be exported as a pipeline.", *reasons, "Export the script."])
        )
    name = to_identifier(design.name)
    if form == "notebook":
        return ExportedProgram(code, f"{name}.ipynb", format_notebook(code))
    return ExportedProgram(code, f"{name}_pipeline.py" if form == "pipeline" else f"{name}.py", format_script(code))


def _reduce_to_pipeline(design: Design, catalog: Mapping[str, Module]) -> Design:
    """What leads to the one model that the design trains, and nothing behind it."""
    passed = apply_bypass(design, add_custom_modules(design, catalog)).design
    trainer = get_module(catalog, "trainer")
    trained = [name for name, node in passed.nodes.items() if node.module == trainer.name and not node.disabled]
    if len(trained) != 1:
        count = f"{len(trained)} models" if trained else f"no model with {trainer.title}"
        raise NoPipeline(f"A pipeline has one model, and this design trains {count}. Export the script.")
    needed_nodes = find_upstream(passed, trained)
    return passed.model_copy(
        update={"nodes": {name: node for name, node in passed.nodes.items() if name in needed_nodes}}
    )
