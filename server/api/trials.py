"""Trying a module while it is being written: its draft, on the sample of what feeds it."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field, JsonValue, ValidationError
from sqlmodel import Session

from modules.kit import ModuleError
from modules.kit.functions import own_module
from server.api.answers import StrictRoute
from server.api.context import Context, Running
from server.api.sampling import SampledPort
from server.graph import plan as planning
from server.graph.bypass import through
from server.graph.document import Design, read, title_of
from server.graph.draft import Draft, left_out, on_stored, with_draft
from server.graph.plan import Plan
from server.people import audit
from server.people.audit import About
from server.people.person import person_of
from server.runs.lines import SandboxFailed
from server.runs.run_code import TooWeak, kept_apart
from server.runs.sampler import Superseded
from server.runs.starting import Analyst
from server.runs.steps import Stream
from server.runs.trials import Trial
from server.storage import designs
from server.storage.tables import DesignRow

router = APIRouter(prefix="/designs", tags=["designs"], route_class=StrictRoute)

UNTRUSTED = "This design came from elsewhere. Its code, and what is written here, runs once you trust the design."
#: Errors of a script name the parameter of the script module; here the code is all there is.
CODE_FIELDS = ("code", "python_script")

Reference = Annotated[str, Field(max_length=200)]


class DraftIn(BaseModel):
    """The source of a function, the output ports ("node.port") that feed its inputs, and its parameters."""

    code: str = Field(max_length=200_000)
    inputs: dict[str, Reference | Annotated[list[Reference], Field(max_length=50)]] = Field(default={}, max_length=50)
    parameters: dict[str, JsonValue] = Field(default={}, max_length=200)


class Written(BaseModel):
    """Some of what the function printed, logged or warned of."""

    stream: Stream
    text: str


class TrialOut(BaseModel):
    """What a draft gave: its outputs by port, or why it gave none, with the line of the code or the field of the form.

    `rows` came in at each port; `figures` are PNG files in base64. It is "stopped" by a newer trial, or on demand.
    """

    state: Literal["done", "failed", "stopped"]
    ports: dict[str, SampledPort] = {}
    error: str | None = None
    line: int | None = None
    field: str | None = None
    rows: dict[str, int] = {}
    written: list[Written] = []
    figures: list[str] = []
    seconds: float = 0.0


@dataclass(frozen=True)
class _Planned:
    plan: Plan
    bound: Mapping[str, str]
    node: str
    design: Design


@router.post("/{design_id}/modules/trial")
async def try_module(design_id: str, draft: DraftIn, context: Running, request: Request) -> TrialOut:
    """Run a draft once on the sample of what feeds it. Nothing of it is stored; a newer trial ends the older."""
    whose = _whose(request, design_id)
    context.trials.stop(whose)
    planned = await run_in_threadpool(_planned, context, design_id, draft)
    if isinstance(planned, TrialOut):
        return planned
    try:
        trial = await context.trials.run(whose, planned.plan, planned.bound, planned.node)
    except Superseded:
        return TrialOut(state="stopped")
    except SandboxFailed as error:
        return TrialOut(state="failed", error=error.sentence)
    return _told(trial, planned)


@router.delete("/{design_id}/modules/trial", status_code=204)
async def stop_trial(design_id: str, context: Running, request: Request) -> None:
    """End the trial that one has under way in this design."""
    await run_in_threadpool(_trusted, context, design_id)
    context.trials.stop(_whose(request, design_id))


@router.post("/{design_id}/modules/readiness", status_code=204)
async def prepare_trial(design_id: str, context: Running) -> None:
    """Have a process at hand in which a draft starts at once; returns when it is there."""
    if await run_in_threadpool(_trusted, context, design_id):
        await context.trials.ready()


def _whose(request: Request, design_id: str) -> str:
    return f"{person_of(request.scope).id} {design_id}"


def _trusted(context: Context, design_id: str) -> bool:
    with context.database.reading() as session:
        row = designs.get(session, design_id)
        apart = kept_apart(context.isolation.model_dump()) and not context.analyst.barred_of(row)
        return row.trusted and apart


def _planned(context: Context, design_id: str, draft: DraftIn) -> _Planned | TrialOut:
    """The plan of a run to the draft, or what keeps it from running."""
    with context.database.session() as session:
        row = designs.get(session, design_id)
        if not row.trusted:
            raise HTTPException(409, UNTRUSTED)
        if barred := context.analyst.barred_of(row):
            raise HTTPException(409, barred)
        if not kept_apart(context.isolation.model_dump()):
            raise TooWeak
        try:
            module = own_module("own_draft", draft.code)
        except ModuleError as error:
            return TrialOut(state="failed", error=error.message, line=error.line)
        known = set(module.parameters.model_fields)
        given = {name: value for name, value in draft.parameters.items() if name in known}
        found = _checked(session, context, row, Draft(draft.code, draft.inputs, given))
        if isinstance(found, _Planned):
            code = {"node": None, "title": module.title, "language": "python", "sha256": _digest(draft.code)}
            subject, level = f"{row.name}, {module.title}", context.isolation.level
            names = next(step.secrets for step in found.plan.steps if step.node == found.node)
            used = {"secrets": names} if names else {}
            audit.record(session, "run.tried", subject, About(row.id, isolation=level), code=[code], **used)
        return found


def _digest(code: str) -> str:
    return sha256(code.encode("utf-8", "surrogatepass")).hexdigest()


def _checked(session: Session, context: Context, row: DesignRow, draft: Draft) -> _Planned | TrialOut:
    drawn, node = with_draft(read(row.document), draft)
    analyst = context.analyst.of(drawn)
    design = through(drawn, analyst.catalog).design
    design = on_stored(design, node, _stored(session, analyst, row, design))
    plan, problems, bound = analyst.planned(session, row, design, [node])
    for problem in problems:
        if problem.node == node and problem.severity == "error":
            return TrialOut(state="failed", error=problem.message, field=problem.field)
    titles = {module.name: module.title for module in analyst.catalog.values()}
    named = {name: title_of(one, titles) for name, one in design.nodes.items()}
    reason = left_out(plan, node, named)
    if reason is not None:
        return TrialOut(state="failed", error=reason)
    return _Planned(plan, bound, node, design)


def _stored(session: Session, analyst: Analyst, row: DesignRow, design: Design) -> dict[str, str]:
    """{reference: artifact} of the tables that the newest runs gave for unchanged nodes, and that are still there."""
    signatures = planning.signatures(design, analyst.catalog, analyst.bound(session, design))
    recorded = analyst.recorded(session, row.id, signatures)
    return {reference: recorded[reference] for reference in analyst.known_schemas(session, recorded)}


def _told(trial: Trial, planned: _Planned) -> TrialOut:
    try:
        told = TrialOut.model_validate({**trial.told, "state": "failed" if "error" in trial.told else "done"})
    except ValidationError:  # a script wrote something else in its place
        told = TrialOut(state="failed", error="The function wrote over its own result.")
    return told.model_copy(
        update={
            "field": None if told.field in CODE_FIELDS else told.field,
            "rows": _rows(trial.rows, planned),
            "written": [Written(stream=words.stream, text=words.text) for words in trial.words],
            "figures": [b64encode(figure).decode() for figure in trial.figures],
        }
    )


def _rows(rows: Mapping[str, int], planned: _Planned) -> dict[str, int]:
    """{port: rows} of what came in."""
    found: dict[str, int] = {}
    for edge in planned.design.nodes[planned.node].edges():
        if edge.reference in rows:
            found[edge.port] = found.get(edge.port, 0) + rows[edge.reference]
    return found
