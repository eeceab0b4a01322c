"""Sweeps: a design run with every combination of values of some of its settings. The design itself stays as it is."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import HTTPException
from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints
from sqlmodel import Session

from server.api.core.app_context import AppContext, ContextDep
from server.api.core.router import Router
from server.api.runs.run_routes import publish_run, submit_run
from server.graph.builders.sweep_documents import (
    MAX_SWEEP_RUNS,
    Combination,
    InvalidSweep,
    SweptSetting,
    apply_combination,
    check_settings,
    list_combinations,
)
from server.graph.document import parse_design
from server.runs.run_schemas import RunRead
from server.runs.scheduling.run_creation import PreparedRun, RerunOptions, is_still_valid, prepare_run, write_run
from server.storage.orm.core_tables import DesignRow, generate_id
from server.storage.stores import design_store

router = Router(prefix="/api", tags=["runs"])


class SweepSetting(BaseModel):
    """A setting of a module, and the values to try."""

    model_config = ConfigDict(extra="forbid")

    node: str = Field(max_length=64)
    parameter: str = Field(max_length=100)
    values: list[JsonValue] = Field(min_length=1, max_length=MAX_SWEEP_RUNS)


class SweepCreate(BaseModel):
    """Run the design with every combination of these values, or with a sample of them."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)] = Field(
        description="The tag of its runs, by which they are found."
    )
    settings: list[SweepSetting] = Field(min_length=1, max_length=8)
    sample: int | None = Field(
        default=None, ge=1, le=MAX_SWEEP_RUNS, description="So many combinations at random, instead of all."
    )
    seed: int = Field(default=0, ge=0)
    targets: list[str] = Field(default=[], max_length=5_000)


class SweptRun(BaseModel):
    """One run of a sweep with its values, by `node.parameter`."""

    values: dict[str, JsonValue]
    run: RunRead


class SweepRead(BaseModel):
    """The runs of a sweep, in the order in which they were started."""

    name: str
    runs: list[SweptRun]


@router.post("/designs/{design_id}/sweeps", needs="runner", status_code=201)
def start_sweep(design_id: str, new: SweepCreate, context: ContextDep) -> SweepRead:
    """Start a run for each combination of values. Steps that none of them changes are computed once."""
    context.runner.services.disk.require_room_for_run()
    settings = [SweptSetting(one.node, one.parameter, one.values) for one in new.settings]
    with context.database.read_session() as session:
        row = design_store.get_design(session, design_id)
        combinations = _list_valid_combinations(context, row, settings, new)
        prepared = _prepare_runs(session, context, row, combinations, new)
    with context.database.session(design_id, f"runs of {row.workspace_id}") as session:
        row = design_store.get_design(session, design_id, lock=True, defer_document=True)
        if not all(is_still_valid(session, row, one) for one in prepared):
            prepared = _prepare_runs(session, context, row, combinations, new)
        started, sweep_id = [], generate_id()
        for one in prepared:
            context.runner.services.quotas.check_new_run(session, row.workspace_id)
            one.run.tags, one.run.sweep_id = [new.name], sweep_id
            started.append(publish_run(session, write_run(session, row, one)))
    for run in started:
        submit_run(context, run)
    pairs = zip(combinations, started, strict=True)
    return SweepRead(name=new.name, runs=[SweptRun(values=values, run=run) for values, run in pairs])


def _list_valid_combinations(
    context: AppContext, row: DesignRow, settings: Sequence[SweptSetting], new: SweepCreate
) -> list[Combination]:
    design = parse_design(row.document)
    try:
        check_settings(design, context.analyzer.for_design(design).catalog, settings)
        return list_combinations(settings, new.sample, new.seed)
    except InvalidSweep as mistake:
        raise HTTPException(422, str(mistake)) from None


def _prepare_runs(
    session: Session, context: AppContext, row: DesignRow, combinations: Sequence[Combination], new: SweepCreate
) -> list[PreparedRun]:
    isolation = context.isolation.model_dump()
    return [
        prepare_run(
            session,
            context.analyzer,
            row,
            targets=new.targets,
            idempotency_key=None,
            isolation=isolation,
            options=RerunOptions(apply_combination(row.document, values)),
        )
        for values in combinations
    ]
