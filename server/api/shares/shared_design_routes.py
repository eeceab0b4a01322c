"""What a visitor of a share link may ask for, and nothing else: every endpoint here looks at the visit first.

A visit is good for one link. It names a stored version; no endpoint here takes a graph, code, a path or parameters.
"""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Literal
from uuid import uuid4

import anyio.to_thread
from fastapi import HTTPException, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel
from sqlmodel import Session

from modules.kit import Module
from modules.kit.views.artifact_view import SharedView
from server.api.artifacts.artifact_routes import RowWindow
from server.api.collaboration.comment_routes import ThreadRead, list_thread_reads, redact_thread
from server.api.collaboration.design_event_schemas import SharedDesignEventRead
from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.authorization import find_workspace_with_role
from server.api.core.guests import GuestPrincipal, build_visibility_filter, extend_guest_session, require_scope
from server.api.core.router import Router
from server.api.core.table_queries import find_table_path
from server.api.modules.catalog_routes import ModuleRead
from server.api.modules.redacted_modules import redact_module
from server.api.shares.guest_session_routes import LinkGuestDep, ShareDep
from server.api.shares.share_routes import find_current_results
from server.auth import audit_log
from server.auth.audit_log import AuditTarget
from server.auth.principals import Person, get_caller
from server.collaboration.notification_feed import get_acting_person_id
from server.graph.custom_modules import add_custom_modules
from server.graph.document import Design, parse_design
from server.graph.edits import Document
from server.graph.json_shapes import DesignJson
from server.runs.result_visibility import VisibilityLevel, has_visibility, redact_output, redact_view
from server.runs.run_schemas import OutputRead, to_output_read
from server.storage.orm.access_tables import ShareRow
from server.storage.orm.core_tables import ArtifactRow, DesignRow, StepRow, now
from server.storage.stores import comment_store, design_store, run_store, share_store
from server.storage.stores.cursor_paging import PageRequest
from server.storage.stores.design_store import NotFound
from server.storage.table_data import arrow_io
from server.storage.transactions.workspace_context import PERSONAL_WORKSPACE, use_workspace

router = Router(prefix="/api/shared", tags=["shared"])

SHARED_HEARTBEAT_SECONDS = 15.0
#: Whoever may change a design may have a copy of what they see.
COPYABLE_SCOPES = ("fork", "edit")


class SharedStepRead(BaseModel):
    """The part of a step that a guest sees, without messages, logs and paths."""

    node: str
    module: str
    title: str
    state: Literal["succeeded", "reused"]
    seconds: float | None
    outputs: dict[str, OutputRead]


class SharedDesignRead(BaseModel):
    """A design as far as it is shared."""

    id: str
    scope: str
    pinned: bool
    revision: int
    saved_at: datetime
    ends_at: datetime | None
    shows: VisibilityLevel
    rows: int
    scripts: bool
    #: Whether this browser has a session here, and so may copy the design into it.
    can_copy: bool
    #: The dataset nodes that a table of the visitor's own may take the place of.
    sources: list[str]
    document: DesignJson
    modules: list[ModuleRead]
    steps: list[SharedStepRead]
    shows_comments: bool
    #: Where the link shows them: the open threads on what there is to see.
    comments: list[ThreadRead]


class SharedArtifactRead(OutputRead):
    """A result as far as it is shared."""

    view: SharedView | None


class DesignCopyRead(BaseModel):
    """The design that a copy made."""

    id: str


@router.get("/{share_id}", needs="guest")
def read_shared_design(
    share: ShareDep, request: Request, session: ReadSessionDep, context: ContextDep
) -> SharedDesignRead:
    """The design and what is shown of its results."""
    row = design_store.get_design(session, share.design_id)
    design = parse_shared_design(share, row)
    visibility: VisibilityLevel = share.visibility  # type: ignore[assignment]
    return SharedDesignRead(
        id=share.id,
        scope=share.scope,
        shows=visibility,
        rows=share.max_rows,
        scripts=share.scripts,
        pinned=share.document is not None,
        revision=share.revision if share.document is not None else row.revision,
        saved_at=share.created_at if share.document is not None else row.updated_at,
        ends_at=share.expires_at,
        can_copy=_find_copy_workspace(request, context) is not None and share.scope in COPYABLE_SCOPES,
        sources=list_replaceable_nodes(design, context.catalog) if share.scope == "run" else [],
        document=_redact_document(share, design, session, context),
        modules=list_shared_modules(share, design, context),
        steps=to_shared_steps(find_shown_steps(share, row, session, context), session, share),
        shows_comments=share.comments,
        comments=_list_open_threads(share, design, session),
    )


def _list_open_threads(share: ShareRow, design: Design, session: Session) -> list[ThreadRead]:
    """The open threads on the design and on the nodes that the link shows; nothing of versions and deleted nodes."""
    if not share.comments:
        return []
    rows = comment_store.query_thread_page(session, share.design_id, PageRequest(), on_versions=False).items
    shown = [row for row in rows if row.resolved_at is None and (row.node is None or row.node in design.nodes)]
    return [redact_thread(one) for one in list_thread_reads(session, shown, None)]


def parse_shared_design(share: ShareRow, row: DesignRow) -> Design:
    return parse_design(row.document if share.document is None else share.document)


def list_replaceable_nodes(design: Design, catalog: Mapping[str, Module]) -> list[str]:
    """The nodes whose table visitors may replace by one of their own."""
    return [
        name
        for name, node in design.nodes.items()
        if (module := catalog.get(node.module)) is not None
        and module.source
        and "dataset" in module.parameters.model_fields
        and module.outputs[0].type == "dataset"
    ]


def _redact_document(share: ShareRow, design: Design, session: Session, context: AppContext) -> Document:
    return build_visibility_filter(share, design, session, context).redact(design)


def list_shared_modules(share: ShareRow, design: Design, context: AppContext) -> list[ModuleRead]:
    """The modules that the design uses; of those written for it only the ports, unless scripts are shown."""
    catalog = add_custom_modules(design, context.catalog)
    used = sorted({node.module for node in design.nodes.values()} & set(catalog))
    return [redact_module(share, catalog[name], own=name in design.modules) for name in used]


def find_shown_steps(share: ShareRow, row: DesignRow, session: Session, context: AppContext) -> list[StepRow]:
    """The steps whose results belong to the version that is shown."""
    if not has_visibility(share.visibility, "metrics"):
        return []
    results = share.results if share.document is not None else find_current_results(session, context, row)
    found = run_store.get_steps_at(session, [(run, node) for node, run in results.items()])
    return [step for step in found if step.state in ("succeeded", "reused")]


def to_shared_steps(steps: Sequence[StepRow], session: Session, share: ShareRow) -> list[SharedStepRead]:
    """Steps as far as the link shows them."""
    rows = run_store.get_artifact_rows(session, (artifact for step in steps for artifact in step.outputs.values()))
    return [_to_shared_step(step, rows, share) for step in steps]


def _to_shared_step(step: StepRow, rows: Mapping[str, ArtifactRow], share: ShareRow) -> SharedStepRead:
    outputs = {
        port: seen
        for port, artifact in step.outputs.items()
        if artifact in rows and (seen := redact_output(to_output_read(rows[artifact]), share.visibility)) is not None
    }
    fields = step.model_dump(include={"node", "module", "title", "state", "seconds"})
    return SharedStepRead.model_validate({**fields, "outputs": outputs})


@router.get("/{share_id}/design/steps", needs="guest")
def list_guest_steps(guest: LinkGuestDep, session: ReadSessionDep, context: ContextDep) -> list[SharedStepRead]:
    """What an edit link shows of results that belong to the design as it is now."""
    require_scope(guest, "edit")
    row = design_store.get_design(session, guest.share.design_id)
    return to_shared_steps(find_shown_steps(guest.share, row, session, context), session, guest.share)


def require_shown_artifact(share: ShareRow, artifact_id: str, session: Session, context: AppContext) -> None:
    """Raise NotFound unless the artifact is among the results that this link shows."""
    row = design_store.get_design(session, share.design_id)
    if not any(artifact_id in step.outputs.values() for step in find_shown_steps(share, row, session, context)):
        raise NotFound("This result does not exist.")


@router.get("/{share_id}/artifacts/{artifact_id}", needs="guest")
def read_shared_artifact(
    artifact_id: str, share: ShareDep, session: ReadSessionDep, context: ContextDep
) -> SharedArtifactRead:
    """What is shown of a result: columns and metrics, or their statistics too."""
    require_shown_artifact(share, artifact_id, session, context)
    return to_shared_artifact(artifact_id, share, session, context)


def to_shared_artifact(artifact_id: str, share: ShareRow, session: Session, context: AppContext) -> SharedArtifactRead:
    """A result as far as the link shows it."""
    output = redact_output(to_output_read(run_store.get_artifact_row(session, artifact_id)), share.visibility)
    if output is None:
        raise NotFound("This result does not exist.")
    return SharedArtifactRead(**dict(output), view=redact_view(context.store.read_view(artifact_id), share.visibility))


@router.get("/{share_id}/artifacts/{artifact_id}/rows", needs="guest")
def read_shared_artifact_rows(
    artifact_id: str,
    share: ShareDep,
    session: ReadSessionDep,
    context: ContextDep,
    offset: Annotated[int, Query(ge=0, description="How many rows to skip.")] = 0,
    limit: Annotated[int, Query(ge=1, le=1_000, description="The most rows to return.")] = 100,
) -> RowWindow:
    """The first rows of a table, if the link shows them, in their order."""
    require_shown_artifact(share, artifact_id, session, context)
    return read_shown_rows(artifact_id, share, context, offset, limit)


def read_shown_rows(artifact_id: str, share: ShareRow, context: AppContext, offset: int, limit: int) -> RowWindow:
    """As many rows of a table as the link shows. Raises NotFound where it shows none."""
    if not has_visibility(share.visibility, "rows"):
        raise NotFound("This link does not include rows.")
    # A window that begins behind the last shared row is empty and not the last of them.
    window = arrow_io.read_window(find_table_path(context, artifact_id), min(offset, share.max_rows), limit, None, None)
    remaining = max(0, share.max_rows - offset)
    window["rows"], window["numbers"] = window["rows"][:remaining], window["numbers"][:remaining]
    return RowWindow(**{**window, "total": min(window["total"], share.max_rows)})


@router.get("/{share_id}/download", needs="guest")
def download_shared_design(share: ShareDep, session: ReadSessionDep, context: ContextDep) -> DesignJson:
    """The design as a file, where the link lets it be copied."""
    return _build_copy(share, session, context)


def _find_copy_workspace(request: Request, context: AppContext) -> str | None:
    """The workspace that a copy goes into: one where whoever looks may make designs; None where there is none."""
    caller = get_caller(request.scope)
    if caller is None or not context.database.shared:
        return None if caller is None else PERSONAL_WORKSPACE
    with use_workspace(None), context.database.read_session() as session:
        return find_workspace_with_role(session, request, caller, "editor")


def _build_copy(share: ShareRow, session: Session, context: AppContext) -> Document:
    if share.scope not in COPYABLE_SCOPES:
        raise HTTPException(403, "This link is view-only. Ask the owner for one that allows copies.")
    row = design_store.get_design(session, share.design_id)
    return _redact_document(share, parse_shared_design(share, row), session, context)


@router.post("/{share_id}/copy", needs="guest", status_code=201)
def copy_shared_design(share: ShareDep, request: Request, context: ContextDep) -> DesignCopyRead:
    """Copy it to your own designs, in this browser's session. Its scripts wait for trust."""
    home = _find_copy_workspace(request, context)
    if home is None:
        raise HTTPException(401, "Open Designery first, or download the design.")
    with context.database.session() as session:
        document = _build_copy(share, session, context)
        with use_workspace(home):
            copy = design_store.create_design(session, parse_design(document).model_dump(mode="json"), trusted=False)
            copy.person_id = get_acting_person_id()
            audit_log.record_action(session, "design.made", copy.name, AuditTarget(copy.id), copied=share.design_id)
        counted = share_store.get_share(session, share.id)
        counted.copy_count += 1
        session.add(counted)
        return DesignCopyRead(id=copy.id)


@router.get(
    "/{share_id}/events",
    needs="guest",
    response_class=EventSourceResponse,
    responses={200: {"model": SharedDesignEventRead}},
)
async def follow_shared_design(guest: LinkGuestDep, context: ContextDep) -> AsyncIterator[ServerSentEvent]:
    """`ended` when the link ends, `changed` when what it shows is another version. Nothing else is told.

    The visit goes on for as long as somebody listens.
    """
    share, last_state = guest.share, None
    async with context.event_bus.subscribe(share.design_id) as watcher:
        with _join_as_guest(context, share):
            yield ServerSentEvent(comment="watching", retry=1_000)
            while not context.event_bus.closing:
                watcher.drain()
                if watcher.consume_news():
                    try:
                        state = await anyio.to_thread.run_sync(_read_state, context, guest)
                    except (share_store.LinkExpired, NotFound) as end:
                        yield ServerSentEvent(event="ended", data={"detail": str(end)})
                        return
                    if last_state is not None and state != last_state and share.document is None:
                        yield ServerSentEvent(event="changed", data={})
                    last_state = state
                left = (share.expires_at - now()).total_seconds() if share.expires_at else SHARED_HEARTBEAT_SECONDS
                await watcher.wait(max(0.1, min(SHARED_HEARTBEAT_SECONDS, left)))


@contextmanager
def _join_as_guest(context: AppContext, share: ShareRow) -> Iterator[None]:
    """While they look at the newest version, those who work on it see that somebody does, by which link."""
    if share.document is not None:
        yield
        return
    client = uuid4().hex
    context.presence.join(share.design_id, client, Person(f"share:{share.id}", share.name, "guest"))
    try:
        yield
    finally:
        context.presence.leave(share.design_id, client)


def _read_state(context: AppContext, guest: GuestPrincipal) -> tuple[int, int]:
    """The revision and the number of runs that have ended, of a link that still holds."""
    with context.database.read_session() as session:
        extend_guest_session(context, session, guest.guest_session.token_hash)
        share = share_store.get_share(session, guest.share.id)
        share_store.require_valid_share(session, share)
        row = design_store.get_design(session, share.design_id, defer_document=True)
        return row.revision, run_store.count_ended_runs(session, row.id)
