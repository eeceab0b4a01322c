"""What a visitor of a share link may ask for, and nothing else: every endpoint here looks at the visit first.

A visit is good for one link. It names a stored version; no endpoint here takes a graph, code, a path or parameters.
"""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import uuid4

import anyio.to_thread
from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel
from sqlmodel import Session

from modules.kit import Module
from server.api.answers import StrictRoute
from server.api.artifacts import Rows
from server.api.catalog import ModuleOut, told_module
from server.api.comments import Thread, told_threads
from server.api.context import Context, Reading, Running
from server.api.gate import own_place
from server.api.shares import fresh_results
from server.api.tables import table_path
from server.api.visits import Here, Shared, Visiting, stay
from server.graph.document import Design, read
from server.graph.own import with_own
from server.graph.shown import Chosen
from server.graph.visitors import Pane
from server.people import audit
from server.people.audit import About
from server.people.notifications import acting_person
from server.people.person import Person, caller_of
from server.people.visitors import to_visitors
from server.runs.seen import Shows, at_least, seen_output, seen_view
from server.runs.told import Output, told_output
from server.storage import datasets, designs, runs, shares, tabular
from server.storage.access_tables import ShareRow
from server.storage.designs import NotThere
from server.storage.place import PERSONAL, within
from server.storage.tables import ArtifactRow, DesignRow, StepRow, now

router = APIRouter(prefix="/shared", tags=["shared"], route_class=StrictRoute)

PATIENCE_SECONDS = 15.0
#: Whoever may change a design may have a copy of what they see.
COPIED = ("fork", "edit")


class SharedStep(BaseModel):
    """What a visitor sees of a step: nothing of its messages, logs and paths."""

    node: str
    module: str
    title: str
    state: Literal["succeeded", "reused"]
    seconds: float | None
    outputs: dict[str, Output]


class SharedDesign(BaseModel):
    """A design as far as it is shared."""

    id: str
    scope: str
    pinned: bool
    revision: int
    saved_at: datetime
    ends_at: datetime | None
    shows: Shows
    rows: int
    scripts: bool
    #: Whether this browser has a session here, and so may copy the design into it.
    can_copy: bool
    #: The dataset nodes that a table of the visitor's own may take the place of.
    sources: list[str]
    document: dict[str, Any]
    modules: list[ModuleOut]
    steps: list[SharedStep]
    shows_comments: bool
    #: Where the link shows them: the open threads on what there is to see.
    comments: list[Thread]


class SharedArtifact(Output):
    """A result as far as it is shared."""

    view: dict[str, Any] | None


class Copied(BaseModel):
    """The design that a copy made."""

    id: str


@router.get("/{share_id}")
def read_shared(share: Shared, request: Request, session: Reading, context: Running) -> SharedDesign:
    """The design and what is shown of its results."""
    row = designs.get(session, share.design_id)
    design = design_of(share, row)
    return SharedDesign(
        **share.model_dump(include={"id", "scope", "shows", "rows", "scripts"}),
        pinned=share.document is not None,
        revision=share.revision if share.document is not None else row.revision,
        saved_at=share.created_at if share.document is not None else row.updated_at,
        ends_at=share.expires_at,
        can_copy=_own_place(request, context) is not None and share.scope in COPIED,
        sources=sources(design, context.catalog) if share.scope == "run" else [],
        document=_public(share, design, session, context),
        modules=modules_of(share, design, context),
        steps=told_steps(steps_of(share, row, session, context), session, share),
        shows_comments=share.comments,
        comments=_comments(share, design, session),
    )


def _comments(share: ShareRow, design: Design, session: Session) -> list[Thread]:
    """The open threads on the design and on the nodes that the link shows; nothing of versions and deleted nodes."""
    if not share.comments:
        return []
    found = told_threads(session, share.design_id, None)
    seen = [thread for thread in found if thread.node is None or thread.node in design.nodes]
    return [seen_thread(one) for one in seen if one.resolved_at is None and one.version is None]


def seen_thread(thread: Thread) -> Thread:
    """A thread as visitors read it: without the names of links, and of versions, which they do not see."""
    told = [one.model_copy(update={"person": to_visitors(one.person)}) for one in thread.comments]
    resolved = thread.resolved_by and to_visitors(thread.resolved_by)
    return thread.model_copy(update={"comments": told, "resolved_by": resolved, "version": None})


def design_of(share: ShareRow, row: DesignRow) -> Design:
    return read(row.document if share.document is None else share.document)


def sources(design: Design, catalog: Mapping[str, Module]) -> list[str]:
    """The nodes whose table visitors may replace by one of their own."""
    return [
        name
        for name, node in design.nodes.items()
        if (module := catalog.get(node.module)) is not None
        and module.source
        and "dataset" in module.parameters.model_fields
        and module.outputs[0].type == "dataset"
    ]


def pane_of(share: ShareRow, design: Design, session: Session, context: Context) -> Pane:
    """The design as it is seen through this link."""
    names = datasets.names(session)
    titles = {
        node: names[str(one.parameters.get("dataset"))]
        for node, one in design.nodes.items()
        if str(one.parameters.get("dataset")) in names
    }
    chosen = Chosen(share.scripts, share.rows if at_least(share.shows, "rows") else 0)
    return Pane(context.catalog, chosen, titles)


def _public(share: ShareRow, design: Design, session: Session, context: Context) -> dict[str, Any]:
    return pane_of(share, design, session, context).of(design)


def modules_of(share: ShareRow, design: Design, context: Context) -> list[ModuleOut]:
    """The modules that the design uses; of those written for it only the ports, unless scripts are shown."""
    catalog = with_own(design, context.catalog)
    used = sorted({node.module for node in design.nodes.values()} & set(catalog))
    return [seen_module(share, catalog[name], own=name in design.modules) for name in used]


def seen_module(share: ShareRow, module: Module, *, own: bool) -> ModuleOut:
    """A module as visitors see it."""
    told = told_module(module)
    if own and not share.scripts:
        return told.model_copy(update={"help": "", "summary": "", "parameters": {"properties": {}, "required": []}})
    return told


def steps_of(share: ShareRow, row: DesignRow, session: Session, context: Context) -> list[StepRow]:
    """The steps whose results belong to the version that is shown."""
    if not at_least(share.shows, "metrics"):
        return []
    results = share.results if share.document is not None else fresh_results(session, context, row)
    found = runs.steps_at(session, [(run, node) for node, run in results.items()])
    return [step for step in found if step.state in ("succeeded", "reused")]


def told_steps(steps: Sequence[StepRow], session: Session, share: ShareRow) -> list[SharedStep]:
    """Steps as far as the link shows them."""
    rows = runs.artifacts(session, (artifact for step in steps for artifact in step.outputs.values()))
    return [_told_step(step, rows, share) for step in steps]


def _told_step(step: StepRow, rows: Mapping[str, ArtifactRow], share: ShareRow) -> SharedStep:
    outputs = {
        port: seen
        for port, artifact in step.outputs.items()
        if artifact in rows and (seen := seen_output(told_output(rows[artifact]), share.shows)) is not None
    }
    fields = step.model_dump(include={"node", "module", "title", "state", "seconds"})
    return SharedStep.model_validate({**fields, "outputs": outputs})


def _allowed(share: ShareRow, artifact_id: str, session: Session, context: Context) -> None:
    """Raise NotThere unless the artifact is among the results that this link shows."""
    row = designs.get(session, share.design_id)
    if not any(artifact_id in step.outputs.values() for step in steps_of(share, row, session, context)):
        raise NotThere("This result is not there.")


@router.get("/{share_id}/artifacts/{artifact_id}")
def read_shared_artifact(artifact_id: str, share: Shared, session: Reading, context: Running) -> SharedArtifact:
    """What is shown of a result: columns and metrics, or their statistics too."""
    _allowed(share, artifact_id, session, context)
    return told_artifact(artifact_id, share, session, context)


def told_artifact(artifact_id: str, share: ShareRow, session: Session, context: Context) -> SharedArtifact:
    """A result as far as the link shows it."""
    output = seen_output(told_output(runs.artifact(session, artifact_id)), share.shows)
    if output is None:
        raise NotThere("This result is not there.")
    return SharedArtifact(**output.model_dump(), view=seen_view(context.store.view(artifact_id), share.shows))


@router.get("/{share_id}/artifacts/{artifact_id}/rows")
def read_shared_rows(
    artifact_id: str,
    share: Shared,
    session: Reading,
    context: Running,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
) -> Rows:
    """The first rows of a table, where the link shows them, in the order in which they are."""
    _allowed(share, artifact_id, session, context)
    return first_rows(artifact_id, share, context, offset, limit)


def first_rows(artifact_id: str, share: ShareRow, context: Context, offset: int, limit: int) -> Rows:
    """As many rows of a table as the link shows. Raises NotThere where it shows none."""
    if not at_least(share.shows, "rows"):
        raise NotThere("Rows are not part of this link.")
    # A window that begins behind the last shared row is empty and not the last of them.
    window = tabular.window(table_path(context, artifact_id), min(offset, share.rows), limit, None, None)
    left = max(0, share.rows - offset)
    window["rows"], window["numbers"] = window["rows"][:left], window["numbers"][:left]
    return Rows(**{**window, "total": min(window["total"], share.rows)})


@router.get("/{share_id}/download")
def download_shared(share: Shared, session: Reading, context: Running) -> dict[str, Any]:
    """The design as a file, where the link lets it be copied."""
    return _copy(share, session, context)


def _own_place(request: Request, context: Context) -> str | None:
    """The workspace that a copy goes into: one where whoever looks may make designs; None where there is none."""
    caller = caller_of(request.scope)
    if caller is None or not context.database.shared:
        return None if caller is None else PERSONAL
    with within(None), context.database.reading() as session:
        return own_place(session, request, caller, "editor")


def _copy(share: ShareRow, session: Session, context: Context) -> dict[str, Any]:
    if share.scope not in COPIED:
        raise HTTPException(403, "This link is for looking. Ask the owner for one that allows copies.")
    row = designs.get(session, share.design_id)
    return _public(share, design_of(share, row), session, context)


@router.post("/{share_id}/copy", status_code=201)
def copy_shared(share: Shared, request: Request, context: Running) -> Copied:
    """Make an own design of it, in the session that this browser has here. Its scripts wait for trust."""
    home = _own_place(request, context)
    if home is None:
        raise HTTPException(401, "Open Designery first, or download the design.")
    with context.database.session() as session:
        document = _copy(share, session, context)
        with within(home):
            made = designs.create(session, read(document).model_dump(mode="json"), trusted=False)
            made.person_id = acting_person()
            audit.record(session, "design.made", made.name, About(made.id), copied=share.design_id)
        counted = shares.get(session, share.id)
        counted.copied += 1
        session.add(counted)
        return Copied(id=made.id)


@router.get("/{share_id}/events", response_class=EventSourceResponse)
async def follow_shared(visiting: Here, context: Running) -> AsyncIterator[ServerSentEvent]:
    """`ended` when the link ends, `changed` when what it shows is another version. Nothing else is told.

    The visit goes on for as long as somebody listens.
    """
    share, seen = visiting.share, None
    async with context.broadcast.watching(share.design_id) as watcher:
        with _guest(context, share):
            yield ServerSentEvent(comment="watching", retry=1_000)
            while not context.broadcast.closing:
                watcher.taken()
                if watcher.looks():
                    try:
                        state = await anyio.to_thread.run_sync(_state, context, visiting)
                    except (shares.Ended, NotThere) as end:
                        yield ServerSentEvent(event="ended", data={"detail": str(end)})
                        return
                    if seen is not None and state != seen and share.document is None:
                        yield ServerSentEvent(event="changed", data={})
                    seen = state
                left = (share.expires_at - now()).total_seconds() if share.expires_at else PATIENCE_SECONDS
                await watcher.wait(max(0.1, min(PATIENCE_SECONDS, left)))


@contextmanager
def _guest(context: Context, share: ShareRow) -> Iterator[None]:
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


def _state(context: Context, visiting: Visiting) -> tuple[int, int]:
    """The revision and the number of runs that have ended, of a link that still holds."""
    with context.database.reading() as session:
        stay(context, session, visiting.visit.token_hash)
        share = shares.get(session, visiting.share.id)
        shares.still_valid(session, share)
        row = designs.get(session, share.design_id)
        ended = sum(run.finished_at is not None for run in runs.of_design(session, row.id, 50))
        return row.revision, ended
