"""A design as code to take away: a script, a notebook, or one scikit-learn pipeline."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from pydantic import BaseModel

from server.api.context import Reading, Running
from server.api.lanes import ExportRoute
from server.graph import plan as planning
from server.graph.code import Form, NoPipeline, exported
from server.graph.document import read
from server.storage import designs

router = APIRouter(prefix="/designs", tags=["designs"], route_class=ExportRoute)


class NeededFileOut(BaseModel):
    """A table that the code reads: save the result of this port under this name."""

    name: str
    node: str
    port: str
    title: str
    artifact: str | None


class LeftOutOut(BaseModel):
    """A node that the code does not hold, and what to do."""

    node: str
    title: str
    reason: str


class CodeOut(BaseModel):
    """The code, the name of its file, the tables that it reads, and what could not be written."""

    form: Form
    file_name: str
    text: str
    files: list[NeededFileOut]
    left_out: list[LeftOutOut]


@router.get("/{design_id}/code")
def get_code(
    design_id: str,
    session: Reading,
    context: Running,
    form: Annotated[Form, Query(description="script, notebook or pipeline")] = "script",
) -> CodeOut:
    """Write the design as plain Python. Nothing of the design is run."""
    row = designs.get(session, design_id)
    design = read(row.document)
    analyst = context.analyst.of(design)
    bound = analyst.bound(session, design)
    signatures = planning.signatures(design, analyst.catalog, bound)
    recorded = analyst.recorded(session, row.id, signatures)
    known = analyst.known_columns(session, design, bound, recorded)
    try:
        made = exported(design, context.catalog, known, form)
    except NoPipeline as reason:
        raise HTTPException(409, str(reason)) from None
    there = recorded | analyst.outputs_of(design, bound)
    titles = {section.node: section.title for section in made.code.sections}
    return CodeOut(
        form=form,
        file_name=made.file_name,
        text=made.text,
        files=[
            NeededFileOut(**vars(file), title=titles[file.node], artifact=there.get(f"{file.node}.{file.port}"))
            for file in made.code.files
        ],
        left_out=[LeftOutOut(**vars(one)) for one in made.code.left_out],
    )
