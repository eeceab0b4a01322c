"""Trust: what a design holds that would run or reach outside, and the word of somebody who has looked at it."""

from fastapi import HTTPException
from pydantic import BaseModel
from sqlmodel import Session

from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.router import Router
from server.api.designs.design_routes import DesignRead, to_design_read
from server.auth import audit_log
from server.auth.audit_log import AuditTarget
from server.graph.custom_modules import add_custom_modules
from server.graph.document import get_node_title, parse_design
from server.graph.sharing.redacted_design import find_code, find_external_access
from server.graph.validation.secret_rules import map_secrets_to_nodes
from server.runs.scheduling.code_isolation import hash_code_blocks
from server.storage.orm.core_tables import DesignRow
from server.storage.stores import design_store

router = Router(prefix="/api/designs", tags=["designs"])

CHANGED_MEANWHILE = "Someone changed this design while you reviewed it. Review it again."


class UntrustedCodePart(BaseModel):
    """Code in a design, and settings with access to the outside. Custom modules have no node."""

    node: str | None
    title: str
    language: str
    source: str
    #: The visitor of a link who changed it, if nobody has looked at it since.
    changed_by: str | None


class RequestedSecret(BaseModel):
    """A secret that nodes ask for, and what these are called."""

    name: str
    nodes: list[str]


class UntrustedCodeRead(BaseModel):
    """What somebody vouches for who trusts a design: its code, and the secrets that this is given then."""

    code: list[UntrustedCodePart]
    secrets: list[RequestedSecret]


class TrustRequest(BaseModel):
    """What somebody has seen before they trust the design, as `untrusted-code` named it."""

    seen: UntrustedCodeRead


@router.get("/{design_id}/untrusted-code", needs="viewer")
def read_untrusted_code(design_id: str, session: ReadSessionDep, context: ContextDep) -> UntrustedCodeRead:
    """All code in the design, the secrets it uses, and its access to the outside. Nothing is run.

    Changes by guests come first.
    """
    return _collect_untrusted_code(design_store.get_design(session, design_id), context)


def _collect_untrusted_code(row: DesignRow, context: AppContext) -> UntrustedCodeRead:
    design = parse_design(row.document)
    catalog = add_custom_modules(design, context.catalog)
    titles = {name: module.title for name, module in catalog.items()}
    found: list[tuple[str | None, str, str, str]] = [
        *find_code(design, context.catalog),
        *(
            (node, title, "settings", settings_text)
            for node, title, settings_text in find_external_access(design, context.catalog)
        ),
    ]
    parts = [
        UntrustedCodePart(
            node=node,
            title=title,
            language=language,
            source=source,
            changed_by=row.pending_review.get(node if node is not None else f"own_{title}"),
        )
        for node, title, language, source in found
    ]
    requested_secrets = [
        RequestedSecret(name=name, nodes=[get_node_title(design.nodes[node], titles) for node in nodes])
        for name, nodes in sorted(map_secrets_to_nodes(design, catalog).items())
    ]
    return UntrustedCodeRead(code=sorted(parts, key=lambda part: part.changed_by is None), secrets=requested_secrets)


@router.post("/{design_id}/trust", needs="editor")
def trust_design(design_id: str, context: ContextDep, request: TrustRequest | None = None) -> DesignRead:
    """Let the scripts of an imported design run, and the changes of guests.

    With what was `seen`, only if the design has not changed since. This is required while changes of guests wait.
    """
    with context.database.session(design_id) as session:
        row = design_store.get_design(session, design_id, lock=True)
        if (row.pending_review or request) and (
            request is None or request.seen != _collect_untrusted_code(row, context)
        ):
            raise HTTPException(409, CHANGED_MEANWHILE)
        by = sorted(set(row.pending_review.values()))
        if by or not row.trusted:
            design = parse_design(row.document)
            code = hash_code_blocks(design, add_custom_modules(design, context.catalog))
            details = {"revision": row.revision, "code": code, **({"changed_by": by} if by else {})}
            audit_log.record_action(session, "design.trusted", row.name, AuditTarget(row.id), **details)
        row.trusted = True
        state = _mark_reviewed(session, row)
    context.call_in_loop(context.event_bus.send, design_id, "trust", {})
    return state


@router.post("/{design_id}/review", needs="editor")
def review_changes(design_id: str, context: ContextDep) -> DesignRead:
    """Mark the changes of guests as reviewed. Their code still waits for trust."""
    with context.database.session(design_id) as session:
        row = design_store.get_design(session, design_id, lock=True)
        state = _mark_reviewed(session, row) if row.trusted else to_design_read(row)
    context.call_in_loop(context.event_bus.send, design_id, "trust", {})
    return state


def _mark_reviewed(session: Session, row: DesignRow) -> DesignRead:
    row.pending_review = {}
    session.add(row)
    return to_design_read(row)
