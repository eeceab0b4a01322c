"""A design as code to take away: a script, a notebook, or one scikit-learn pipeline."""

from typing import Annotated

from fastapi import HTTPException, Query
from pydantic import BaseModel

from server.api.core.app_context import ContextDep, ReadSessionDep
from server.api.core.request_lanes import ExportRoute
from server.api.core.router import Router
from server.graph.codegen.program_export import ExportFormat, NoPipeline, export_program
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
    row = design_store.get_design(session, design_id, defer_document=True)
    stored = context.stored_designs.load(session, row)
    try:
        program = export_program(stored.parsed.original, context.catalog, stored.analyzed.schemas, form)
    except NoPipeline as reason:
        raise HTTPException(409, str(reason)) from None
    artifacts = stored.known_artifacts
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
