"""Designs from the files of other tools, with a report of how each step was taken over."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated

from fastapi import HTTPException, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel

from server.api.core.app_context import AppContext, ContextDep
from server.api.core.router import Router
from server.api.datasets.dataset_routes import store_version
from server.api.designs.design_edits import require_valid_document
from server.auth import audit_log
from server.auth.audit_log import AuditTarget
from server.collaboration.notification_feed import get_acting_person_id
from server.importers.design_files import convert_design_file
from server.importers.hostile_files import MAX_FILE_BYTES
from server.importers.imported_design import ConversionKind, ImportedDesign, ImportRefused
from server.runs.table_ingest import store_zip_file
from server.storage.stores import design_store
from server.storage.transactions.workspace_context import get_default_workspace

router = Router(prefix="/api/design-imports", tags=["designs"])


class ConversionLineRead(BaseModel):
    """How one step was taken over, and what is different. A placeholder keeps its settings, and runs nothing."""

    title: str
    kind: ConversionKind
    text: str
    node: str


class DesignImportRead(BaseModel):
    """The design that was made of a file. Code of the other tool is not taken over."""

    id: str
    name: str
    tool: str
    lines: list[ConversionLineRead]


@router.post("", needs="editor", status_code=201)
async def import_design(
    request: Request,
    context: ContextDep,
    file_name: Annotated[str, Query(min_length=1, max_length=255, description="The name of the file.")],
) -> DesignImportRead:
    """Make a design of a file of another tool (the raw body). The file is read as data: nothing of it is run."""
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > MAX_FILE_BYTES:
            raise HTTPException(413, "The file is larger than 64 MB. Export the workflow without its data.")
    try:
        made = await run_in_threadpool(convert_design_file, file_name, bytes(content))
    except ImportRefused as refusal:
        raise HTTPException(422, str(refusal)) from None
    await run_in_threadpool(_store_files, context, made)
    return await run_in_threadpool(_store_design, context, made)


def _store_files(context: AppContext, made: ImportedDesign) -> None:
    """Keep the files that came with the design, and have its File nodes stand for them; raises OverQuota."""
    for node, (file_name, content) in made.files.items():
        quotas = context.runner.services.quotas
        with (
            quotas.reserve(get_default_workspace(), len(content)).hold() as room,
            NamedTemporaryFile(dir=context.store.uploads) as file,
        ):
            file.write(content)
            file.flush()
            table = store_zip_file(context.runner.services, Path(file.name))
            stored = store_version(context, table, room, file_name, Path(file_name).stem, None)
        made.nodes[node]["parameters"]["dataset"] = stored.id


def _store_design(context: AppContext, made: ImportedDesign) -> DesignImportRead:
    document = require_valid_document(made.build_document())
    with context.database.session() as session:
        # Whatever code is in it was written by the importer, for placeholders, which only say that they are some.
        row = design_store.create_design(session, document, trusted=True, imported=True)
        row.person_id = get_acting_person_id()
        audit_log.record_action(session, "design.made", row.name, AuditTarget(row.id), imported=True, tool=made.tool)
        lines = [ConversionLineRead(**vars(line)) for line in made.lines]
        return DesignImportRead(id=row.id, name=row.name, tool=made.tool, lines=lines)
