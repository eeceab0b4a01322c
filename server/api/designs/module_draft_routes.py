"""Trying a module while it is being written: its draft, on the sample of what feeds it."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Literal

from fastapi import HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field, JsonValue, ValidationError
from sqlmodel import Session

from modules.kit import ModuleError
from modules.kit.custom_module_parser import parse_custom_module
from server.api.core.app_context import AppContext, ContextDep
from server.api.core.router import Router
from server.api.designs.preview_routes import PreviewPort
from server.auth import audit_log
from server.auth.audit_log import AuditTarget
from server.auth.principals import get_person
from server.design_analyzer import DesignAnalyzer
from server.graph.builders.draft_node import ModuleDraft, add_draft, explain_omission, replace_with_stored
from server.graph.bypass import apply_bypass
from server.graph.document import Design, get_node_title, parse_design
from server.graph.planning import run_plan as planning
from server.graph.planning.run_plan import RunPlan
from server.runs.preview.draft_runs import DraftResult
from server.runs.preview.preview_scheduler import PreviewSuperseded
from server.runs.sandbox.inside.sandbox_messages import OutputStream
from server.runs.sandbox.zygote_channel import SandboxFailed
from server.runs.scheduling.code_isolation import IsolationTooWeak, is_code_isolated
from server.storage.orm.core_tables import DesignRow
from server.storage.stores import design_store

router = Router(prefix="/api/designs", tags=["designs"])

UNTRUSTED_MESSAGE = (
    "This design was imported. Its code, and the code that you write here, runs once you trust the design."
)
#: Errors of a script name the parameter of the script module; here the code is all there is.
CODE_FIELDS = ("code", "python_script")

PortReference = Annotated[str, Field(max_length=200)]


class ModuleDraftCreate(BaseModel):
    """The source of a function, the output ports ("node.port") that feed its inputs, and its parameters."""

    code: str = Field(max_length=200_000)
    inputs: dict[str, PortReference | Annotated[list[PortReference], Field(max_length=50)]] = Field(
        default={}, max_length=50
    )
    parameters: dict[str, JsonValue] = Field(default={}, max_length=200)


class DraftLogChunk(BaseModel):
    """Some of what the function printed, logged or warned of."""

    stream: OutputStream
    text: str


class DraftRunRead(BaseModel):
    """What a draft gave: its outputs by port, or why it gave none, with the line of the code or the field of the form.

    `rows` came in at each port; `figures` are PNG files in base64. It is "stopped" by a newer test run, or on demand.
    """

    state: Literal["done", "failed", "stopped"]
    ports: dict[str, PreviewPort] = {}
    error: str | None = None
    line: int | None = None
    field: str | None = None
    rows: dict[str, int] = {}
    written: list[DraftLogChunk] = []
    figures: list[str] = []
    seconds: float = 0.0


@dataclass(frozen=True)
class _DraftPlan:
    plan: RunPlan
    bound_artifacts: Mapping[str, str]
    node: str
    design: Design


@router.post("/{design_id}/module-drafts/run", needs="editor")
async def run_module_draft(
    design_id: str, draft: ModuleDraftCreate, context: ContextDep, request: Request
) -> DraftRunRead:
    """Run a draft once on a sample of its inputs. Nothing is stored. A newer test run replaces it."""
    owner_key = _make_owner_key(request, design_id)
    context.draft_runs.stop(owner_key)
    planned = await run_in_threadpool(_plan_draft, context, design_id, draft)
    if isinstance(planned, DraftRunRead):
        return planned
    try:
        draft_run = await context.draft_runs.run_draft(owner_key, planned.plan, planned.bound_artifacts, planned.node)
    except PreviewSuperseded:
        return DraftRunRead(state="stopped")
    except SandboxFailed as error:
        return DraftRunRead(state="failed", error=error.sentence)
    return _to_draft_run(draft_run, planned)


@router.delete("/{design_id}/module-drafts/run", needs="editor", status_code=204)
async def stop_draft_run(design_id: str, context: ContextDep, request: Request) -> None:
    """Stop your own test run in this design."""
    await run_in_threadpool(_is_trusted, context, design_id)
    context.draft_runs.stop(_make_owner_key(request, design_id))


@router.post("/{design_id}/module-drafts/warm-up", needs="editor", status_code=204)
async def warm_up_draft_run(design_id: str, context: ContextDep) -> None:
    """Prepare a process in which a draft starts at once. Returns when it is ready."""
    if await run_in_threadpool(_is_trusted, context, design_id):
        await context.draft_runs.warm_up()


def _make_owner_key(request: Request, design_id: str) -> str:
    return f"{get_person(request.scope).id} {design_id}"


def _is_trusted(context: AppContext, design_id: str) -> bool:
    with context.database.read_session() as session:
        row = design_store.get_design(session, design_id)
        isolated = is_code_isolated(context.isolation.model_dump()) and not context.analyzer.explain_blocked_code(row)
        return row.trusted and isolated


def _plan_draft(context: AppContext, design_id: str, draft: ModuleDraftCreate) -> _DraftPlan | DraftRunRead:
    """The plan of a run to the draft, or what keeps it from running."""
    with context.database.session() as session:
        row = design_store.get_design(session, design_id)
        if not row.trusted:
            raise HTTPException(409, UNTRUSTED_MESSAGE)
        if blocked_reason := context.analyzer.explain_blocked_code(row):
            raise HTTPException(409, blocked_reason)
        if not is_code_isolated(context.isolation.model_dump()):
            raise IsolationTooWeak
        try:
            module = parse_custom_module("own_draft", draft.code)
        except ModuleError as error:
            return DraftRunRead(state="failed", error=error.message, line=error.line)
        known = set(module.parameters.model_fields)
        given = {name: value for name, value in draft.parameters.items() if name in known}
        found = _check_draft(session, context, row, ModuleDraft(draft.code, draft.inputs, given))
        if isinstance(found, _DraftPlan):
            code = {"node": None, "title": module.title, "language": "python", "sha256": _hash_code(draft.code)}
            subject, level = f"{row.name}, {module.title}", context.isolation.level
            names = next(step.secrets for step in found.plan.steps if step.node == found.node)
            used = {"secrets": names} if names else {}
            audit_log.record_action(
                session, "run.tried", subject, AuditTarget(row.id, isolation=level), code=[code], **used
            )
        return found


def _hash_code(code: str) -> str:
    return sha256(code.encode("utf-8", "surrogatepass")).hexdigest()


def _check_draft(
    session: Session, context: AppContext, row: DesignRow, draft: ModuleDraft
) -> _DraftPlan | DraftRunRead:
    with_node, node = add_draft(parse_design(row.document), draft)
    analyzer = context.analyzer.for_design(with_node)
    design = apply_bypass(with_node, analyzer.catalog).design
    design = replace_with_stored(design, node, _find_stored_inputs(session, analyzer, row, design), analyzer.catalog)
    plan, problems, bound = analyzer.plan_run(session, row, design, [node])
    for problem in problems:
        if problem.node == node and problem.severity == "error":
            return DraftRunRead(state="failed", error=problem.message, field=problem.field)
    titles = {module.name: module.title for module in analyzer.catalog.values()}
    named = {name: get_node_title(one, titles) for name, one in design.nodes.items()}
    reason = explain_omission(plan, node, named)
    if reason is not None:
        return DraftRunRead(state="failed", error=reason)
    return _DraftPlan(plan, bound, node, design)


def _find_stored_inputs(session: Session, analyzer: DesignAnalyzer, row: DesignRow, design: Design) -> dict[str, str]:
    """{reference: artifact} of the tables that the newest runs gave for unchanged nodes, and that are still there."""
    signatures = planning.compute_lineage_hashes(design, analyzer.catalog, analyzer.resolve_sources(session, design))
    recorded = analyzer.list_recorded_outputs(session, row.id, signatures)
    return {reference: recorded[reference] for reference in analyzer.load_recorded_schemas(session, recorded)}


def _to_draft_run(draft_run: DraftResult, planned: _DraftPlan) -> DraftRunRead:
    try:
        response = DraftRunRead.model_validate(
            {**draft_run.output, "state": "failed" if "error" in draft_run.output else "done"}
        )
    except ValidationError:  # a script wrote something else in its place
        response = DraftRunRead(state="failed", error="The function overwrote its own result.")
    return response.model_copy(
        update={
            "field": None if response.field in CODE_FIELDS else response.field,
            "rows": _count_input_rows(draft_run.input_rows, planned),
            "written": [DraftLogChunk(stream=words.stream, text=words.text) for words in draft_run.log],
            "figures": [b64encode(figure).decode() for figure in draft_run.figures],
        }
    )


def _count_input_rows(rows: Mapping[str, int], planned: _DraftPlan) -> dict[str, int]:
    """{port: rows} of what came in."""
    found: dict[str, int] = {}
    for edge in planned.design.nodes[planned.node].edges():
        if edge.reference in rows:
            found[edge.port] = found.get(edge.port, 0) + rows[edge.reference]
    return found
