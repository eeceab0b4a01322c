"""A design as code to take away: a script, a notebook, or one scikit-learn pipeline."""

from typing import Annotated

from fastapi import HTTPException, Query
from pydantic import BaseModel

from server.api.core.app_context import ContextDep, ReadSessionDep
from server.api.core.request_lanes import ExportRoute
from server.api.core.router import Router
from server.graph.codegen.program_export import ExportFormat, NoPipeline, export_program
from server.graph.document import parse_design
from server.graph.planning import run_plan as planning
from server.storage.stores import design_store

router = Router(prefix="/api/designs", tags=["designs"], route_class=ExportRoute)


class CodeInputFile(BaseModel):
    """A table that the code reads: save the result of this port under this name."""

    name: str
    node: str
    port: str
    title: str
    artifact: str | None


class OmittedNodeRead(BaseModel):
    """A node that can't be exported as code, and what to do."""

    node: str
    title: str
    reason: str


class GeneratedCodeRead(BaseModel):
    """The code, the name of its file, the tables that it reads, and the steps that could not be exported."""

    form: ExportFormat
    file_name: str
    text: str
    files: list[CodeInputFile]
    left_out: list[OmittedNodeRead]


@router.get("/{design_id}/code", needs="viewer")
def read_design_code(
    design_id: str,
    session: ReadSessionDep,
    context: ContextDep,
    form: Annotated[ExportFormat, Query(description="script, notebook or pipeline")] = "script",
) -> GeneratedCodeRead:
    """Write the design as plain Python. Nothing of the design is run."""
    row = design_store.get_design(session, design_id)
    design = parse_design(row.document)
    analyzer = context.analyzer.for_design(design)
    bound = analyzer.resolve_sources(session, design)
    signatures = planning.compute_lineage_hashes(design, analyzer.catalog, bound)
    recorded = analyzer.list_recorded_outputs(session, row.id, signatures)
    known = analyzer.load_known_columns(session, design, bound, recorded)
    try:
        program = export_program(design, context.catalog, known, form)
    except NoPipeline as reason:
        raise HTTPException(409, str(reason)) from None
    artifacts = recorded | analyzer.list_source_outputs(design, bound)
    titles = {section.node: section.title for section in program.program.sections}
    return GeneratedCodeRead(
        form=form,
        file_name=program.file_name,
        text=program.text,
        files=[
            CodeInputFile(**vars(file), title=titles[file.node], artifact=artifacts.get(f"{file.node}.{file.port}"))
            for file in program.program.files
        ],
        left_out=[OmittedNodeRead(**vars(one)) for one in program.program.omissions],
    )
