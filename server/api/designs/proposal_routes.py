"""Proposed changes of a design: an assistant or a person suggests edits, and somebody who may edit decides."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import Query, Request
from pydantic import BaseModel, Field
from sqlmodel import Session

from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.problem_schemas import ProblemRead, to_problem_read
from server.api.core.router import Router
from server.api.designs.design_analysis import to_advice_read
from server.api.designs.design_edits import EditsCreate, require_valid_document, save_edits
from server.api.designs.version_routes import ChangeRead, to_change_read
from server.auth import audit_log
from server.auth.audit_log import AuditTarget
from server.auth.principals import Person, get_caller, get_person
from server.graph.comparison.design_diff import describe_changes
from server.graph.edits import Document, Edit, apply_edits, find_conflicting_paths
from server.graph.json_shapes import DesignJson, EditJson
from server.graph.linter import is_silenced
from server.storage.orm.core_tables import DesignRow
from server.storage.orm.proposal_tables import ProposalRow
from server.storage.stores import design_store, event_log, proposal_store
from server.storage.stores.design_store import IdConflict

router = Router(prefix="/api/designs/{design_id}", tags=["proposals"])

ProposalState = Literal["pending", "accepted", "rejected"]


class EditsToCheck(BaseModel):
    """Edits that are tried on a design without being stored."""

    edits: list[Edit] = Field(max_length=2_000)


class ProposalCreate(EditsToCheck):
    """Edits that somebody is to look at, with a title such as "Impute the ages" and the reason for them."""

    title: str = Field(min_length=1, max_length=200, pattern=r"\S")
    note: str = Field(default="", max_length=10_000)
    edits: list[Edit] = Field(min_length=1, max_length=2_000)
    tool: str | None = Field(default=None, max_length=80, description="The program that proposes it for the person.")


class EditCheckRead(BaseModel):
    """What a design would be with some edits: what changes in words, and the problems and advice that it would have."""

    revision: int
    changes: list[ChangeRead]
    problems: list[ProblemRead]
    advice: list[ProblemRead]


class ProposalRead(BaseModel):
    """A proposed change. `outdated`: the design has changed since, so that it may mean something else now."""

    id: str
    title: str
    note: str
    edits: list[EditJson]
    state: ProposalState
    outdated: bool
    proposed_by: str
    proposed_with: str | None
    created_at: datetime


class ProposalDetails(ProposalRead):
    """A proposed change with what it does to the design as it is now."""

    check: EditCheckRead
    old: DesignJson
    new: DesignJson


@router.post("/edits/check", needs="viewer")
def check_edits(design_id: str, wanted: EditsToCheck, session: ReadSessionDep, context: ContextDep) -> EditCheckRead:
    """Try edits on a design: nothing is stored, and nothing runs."""
    row = design_store.get_design(session, design_id)
    return _check_document(session, context, row, _apply_to_document(row.document, wanted.edits))


@router.get("/proposals", needs="viewer")
def list_proposals(design_id: str, session: ReadSessionDep) -> list[ProposalRead]:
    """The proposals that nobody has decided on, the oldest first."""
    row = design_store.get_design(session, design_id, defer_document=True)
    return [_to_proposal_read(proposal, row) for proposal in proposal_store.list_pending_proposals(session, design_id)]


@router.post("/proposals", needs="runner", status_code=201)
def create_proposal(design_id: str, new: ProposalCreate, request: Request, context: ContextDep) -> ProposalDetails:
    """Propose a change. The design stays as it is until somebody who may edit it accepts the proposal."""
    person, caller = get_person(request.scope), get_caller(request.scope)
    with context.database.session(design_id) as session:
        row = design_store.get_design(session, design_id)
        after = _apply_to_document(row.document, new.edits)
        proposal = ProposalRow(
            design_id=design_id,
            title=new.title.strip(),
            note=new.note.strip(),
            edits=[edit.to_json() for edit in new.edits],
            revision=row.revision,
            proposed_by=person.name,
            proposed_with=(caller.token_name if caller else None) or new.tool,
        )
        proposal_store.add_proposal(session, proposal)
        _record(session, row, proposal, "design.change-proposed")
        details = _to_details(session, context, row, proposal, after)
    context.event_bus.wake(design_id)
    return details


@router.get("/proposals/{proposal_id}", needs="viewer")
def read_proposal(design_id: str, proposal_id: str, session: ReadSessionDep, context: ContextDep) -> ProposalDetails:
    """A proposal, and what it does to the design as it is now."""
    row = design_store.get_design(session, design_id)
    proposal = proposal_store.get_proposal(session, design_id, proposal_id)
    after = _apply_to_document(row.document, [Edit.model_validate(edit) for edit in proposal.edits])
    return _to_details(session, context, row, proposal, after)


@router.post("/proposals/{proposal_id}/accept", needs="editor")
def accept_proposal(
    design_id: str,
    proposal_id: str,
    request: Request,
    context: ContextDep,
    apply: Annotated[
        bool, Query(description="False: the page sends the edits itself as an ordinary change, which undo knows.")
    ] = True,
) -> ProposalRead:
    """Apply a proposal to the design, as one change of whoever accepts it."""
    person = get_person(request.scope)
    with context.database.session(design_id) as session:
        proposal = proposal_store.get_proposal(session, design_id, proposal_id)
        proposal_store.decide_proposal(session, proposal, "accepted", person.name)
        if apply:
            _apply_proposal(session, proposal, person)
        row = design_store.get_design(session, design_id)
        _record(session, row, proposal, "design.proposal-accepted")
        accepted = _to_proposal_read(proposal, row)
    context.event_bus.wake(design_id)
    return accepted


@router.post("/proposals/{proposal_id}/reject", needs="editor")
def reject_proposal(design_id: str, proposal_id: str, request: Request, context: ContextDep) -> ProposalRead:
    """Turn a proposal down. The design stays as it is."""
    person = get_person(request.scope)
    with context.database.session(design_id) as session:
        row = design_store.get_design(session, design_id, defer_document=True)
        proposal = proposal_store.get_proposal(session, design_id, proposal_id)
        proposal_store.decide_proposal(session, proposal, "rejected", person.name)
        _record(session, row, proposal, "design.proposal-rejected")
        rejected = _to_proposal_read(proposal, row)
    context.event_bus.wake(design_id)
    return rejected


def _apply_proposal(session: Session, proposal: ProposalRow, person: Person) -> None:
    """Store the edits as a change of a person; raises IdConflict."""
    edits = [Edit.model_validate(edit) for edit in proposal.edits]
    change = EditsCreate(client="proposals", id=proposal.id, label=proposal.title, edits=edits)
    revision = save_edits(session, proposal.design_id, change, person)
    if isinstance(revision, IdConflict):
        raise revision


def _apply_to_document(document: Document, edits: list[Edit]) -> Document:
    """The document after the edits; raises IdConflict, and answers 422 where it would be no design."""
    if names := find_conflicting_paths(document, edits):
        raise IdConflict(names)
    return require_valid_document(apply_edits(document, edits))


def _check_document(session: Session, context: AppContext, row: DesignRow, after: Document) -> EditCheckRead:
    stored = context.stored_designs.analyze_document(session, row, after)
    return EditCheckRead(
        revision=row.revision,
        changes=[to_change_read(change) for change in describe_changes(row.document, after, context.catalog)],
        problems=[to_problem_read(problem) for problem in stored.problems],
        advice=[
            to_advice_read(stored.analyzed, problem)
            for problem in stored.advice
            if not is_silenced(stored.analyzed, problem)
        ],
    )


def _to_proposal_read(proposal: ProposalRow, row: DesignRow) -> ProposalRead:
    state: ProposalState = proposal.state  # type: ignore[assignment]
    return ProposalRead(
        id=proposal.id,
        title=proposal.title,
        note=proposal.note,
        edits=proposal.edits,
        state=state,
        outdated=row.revision != proposal.revision,
        proposed_by=proposal.proposed_by,
        proposed_with=proposal.proposed_with,
        created_at=proposal.created_at,
    )


def _to_details(
    session: Session, context: AppContext, row: DesignRow, proposal: ProposalRow, after: Document
) -> ProposalDetails:
    return ProposalDetails(
        **_to_proposal_read(proposal, row).model_dump(),
        check=_check_document(session, context, row, after),
        old=row.document,
        new=after,
    )


def _record(session: Session, row: DesignRow, proposal: ProposalRow, action: str) -> None:
    """Tell whoever has the design open, and the audit log."""
    event_log.append_event(session, row.id, "proposals", {"proposal": proposal.id})
    audit_log.record_action(session, action, f"{row.name}: {proposal.title}", AuditTarget(row.id))
