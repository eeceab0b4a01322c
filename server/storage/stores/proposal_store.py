"""Proposed changes of designs in the database."""

from sqlmodel import Session, col, func, select

from server.storage.orm.core_tables import now
from server.storage.orm.proposal_tables import ProposalRow
from server.storage.stores.design_store import NotFound

#: So many proposals of one design may wait at a time.
MAX_PENDING = 20


class ProposalRefused(Exception):
    """A proposal that cannot be stored or decided; the message says why."""


def add_proposal(session: Session, row: ProposalRow) -> ProposalRow:
    """Store a proposal; raises ProposalRefused where too many wait already."""
    query = select(func.count()).where(ProposalRow.design_id == row.design_id, ProposalRow.state == "pending")
    if session.exec(query).one() >= MAX_PENDING:
        raise ProposalRefused(
            f"{MAX_PENDING} proposals wait for an answer already. Accept or reject some of them first."
        )
    session.add(row)
    session.flush()
    return row


def list_pending_proposals(session: Session, design_id: str) -> list[ProposalRow]:
    """The proposals of a design that nobody has decided on, the oldest first."""
    query = select(ProposalRow).where(ProposalRow.design_id == design_id, ProposalRow.state == "pending")
    return list(session.exec(query.order_by(col(ProposalRow.created_at), col(ProposalRow.id))))


def get_proposal(session: Session, design_id: str, proposal_id: str) -> ProposalRow:
    """A proposal of this design; raises NotFound."""
    row = session.get(ProposalRow, proposal_id)
    if row is None or row.design_id != design_id:
        raise NotFound("This proposal does not exist.")
    return row


def decide_proposal(session: Session, row: ProposalRow, state: str, person: str) -> None:
    """Note what a person decided; raises ProposalRefused where somebody was faster."""
    if row.state != "pending":
        raise ProposalRefused(f"This proposal was {row.state} already by {row.decided_by}.")
    row.state, row.decided_by, row.decided_at = state, person, now()
    session.add(row)
    session.flush()
