"""What people do with triggers: make and change them, pause, skip a time, run now, and catch up on a range of dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import JsonValue
from sqlmodel import Session

from modules.kit import Module
from server.automation.pipeline_runs import DatasetChoice
from server.automation.schedules import (
    MAX_COUNTED_TIMES,
    ScheduleSettings,
    find_next_due,
    list_latest_due,
)
from server.automation.trigger_settings import (
    DataChangeSettings,
    PipelineEndSettings,
    TriggerSettings,
    read_schedule,
    read_trigger_settings,
)
from server.graph.document import parse_design
from server.graph.pipelines.declarations import Declarations
from server.graph.pipelines.run_values import find_input_problems, find_value_problems
from server.storage.orm.core_tables import generate_id, now
from server.storage.orm.pipeline_tables import FiringRow, PipelineRow, TriggerRow
from server.storage.stores import connection_store, dataset_store, pipeline_store, trigger_store
from server.storage.stores.connection_kinds import CONNECTOR_KINDS

#: A workspace of a busy team has dozens; thousands are a mistake of a script.
MAX_TRIGGERS = 1_000


class CannotChangeTrigger(Exception):
    """A trigger is not made, changed or fired; the message says why to the user."""


@dataclass(frozen=True)
class TriggerChange:
    """What a trigger is to be like."""

    name: str
    settings: TriggerSettings
    version: int | None
    parameters: Mapping[str, JsonValue]
    inputs: Mapping[str, DatasetChoice]


@dataclass(frozen=True)
class Backfill:
    """The times of a schedule between two dates that have no run yet, oldest first, and how many have one."""

    times: tuple[datetime, ...]
    done: int


def apply_trigger_change(
    session: Session, catalog: Mapping[str, Module], row: TriggerRow, change: TriggerChange, *, current: datetime
) -> None:
    """Check what a trigger is to be like and set it; raises CannotChangeTrigger and NotFound."""
    pipeline = pipeline_store.get_pipeline(session, row.pipeline_id)
    check_given(session, catalog, pipeline, change)
    if len(trigger_store.list_triggers(session)) >= MAX_TRIGGERS:
        raise CannotChangeTrigger(f"There are already {MAX_TRIGGERS:,} triggers. Delete one first.")
    settings = change.settings.model_dump(mode="json")
    is_same = row.settings == settings
    row.name, row.settings, row.pipeline_version = change.name, settings, change.version
    row.parameters = dict(change.parameters)
    row.inputs = {name: {"dataset_id": one.dataset_id, "version": one.version} for name, one in change.inputs.items()}
    if isinstance(change.settings, ScheduleSettings):
        row.next_due_at = find_next_due(change.settings, current)
        if row.next_due_at is None:
            raise CannotChangeTrigger("The schedule ends before it is due for the first time. Choose a later end.")
    elif isinstance(change.settings, DataChangeSettings) and not is_same:
        _remember_present_data(session, row, change.settings, current)
    elif isinstance(change.settings, PipelineEndSettings):
        _require_no_circle(session, pipeline, change.settings, row.id)
    session.add(row)


def check_given(session: Session, catalog: Mapping[str, Module], pipeline: PipelineRow, change: TriggerChange) -> None:
    """The values and the data fit the version that runs; raises CannotChangeTrigger."""
    number = change.version or pipeline.default_version
    if number is None:
        raise CannotChangeTrigger(f"{pipeline.name} has no default version. Choose a version.")
    version = pipeline_store.get_pipeline_version(session, pipeline.id, number)
    if version.disabled_at is not None:
        raise CannotChangeTrigger(f"Version {number} of {pipeline.name} is disabled. Choose another version.")
    declared = Declarations.model_validate(version.declarations)
    problems = find_value_problems(parse_design(version.document), catalog, declared, change.parameters)
    problems += find_input_problems(declared, change.inputs)
    if problems:
        raise CannotChangeTrigger(" ".join(problem.message for problem in problems))
    for one in change.inputs.values():
        dataset_store.get_dataset(session, one.dataset_id)


def _remember_present_data(session: Session, row: TriggerRow, settings: DataChangeSettings, current: datetime) -> None:
    """What is there now is no change; data outside is looked at for the first time at once."""
    if settings.source == "dataset":
        dataset_store.get_dataset(session, settings.dataset)
        newest = dataset_store.list_dataset_versions(session, settings.dataset)
        row.memory, row.next_due_at = {"version": newest[0].version if newest else 0}, None
        return
    if settings.source == "storage" or settings.source == "database":  # mypy narrows it so
        _require_connection(session, settings.connection, settings.source)
    # Changes are counted on: a firing before and one after a pause are never the same.
    row.memory, row.next_due_at = {"changes": (row.memory or {}).get("changes", 0)}, current


def _require_connection(session: Session, name: str, source: Literal["storage", "database"]) -> None:
    kinds = connection_store.get_connection_kinds(session)
    if kinds.get(name) not in CONNECTOR_KINDS[source]:
        what = "object storage" if source == "storage" else "a database"
        raise CannotChangeTrigger(f"There is no connection to {what} named '{name}'.")


def _require_no_circle(session: Session, pipeline: PipelineRow, settings: PipelineEndSettings, trigger_id: str) -> None:
    """Pipelines that start one another would never stop."""
    before = pipeline_store.get_pipeline(session, settings.pipeline)
    starts: dict[str, set[str]] = {}
    for row in trigger_store.list_triggers(session):
        other = read_trigger_settings(row)
        if isinstance(other, PipelineEndSettings) and row.id != trigger_id:
            starts.setdefault(other.pipeline, set()).add(row.pipeline_id)
    reached, left = set[str](), [pipeline.id]
    while left:
        one = left.pop()
        if one not in reached:
            reached.add(one)
            left += starts.get(one, ())
    if before.id in reached:
        raise CannotChangeTrigger(
            f"{before.name} already runs after {pipeline.name}. They would start each other for ever."
            if before.id != pipeline.id
            else "A pipeline can't run after itself. Use a schedule, or retries for runs that fail."
        )


def pause_trigger(session: Session, row: TriggerRow, reason: str) -> None:
    """Nothing fires until it is resumed; what waits for a run to end is skipped."""
    row.paused_at, row.paused_reason = row.paused_at or now(), reason
    trigger_store.close_open_firings(session, row.id, "The trigger was paused.")
    session.add(row)


def resume_trigger(session: Session, row: TriggerRow, current: datetime) -> None:
    """Fire again from now on. What was due during the pause was not missed."""
    row.paused_at, row.paused_reason = None, ""
    settings = read_trigger_settings(row)
    if isinstance(settings, ScheduleSettings):
        row.next_due_at = find_next_due(settings, current)
    elif isinstance(settings, DataChangeSettings):
        _remember_present_data(session, row, settings, current)
    session.add(row)


def skip_next_time(session: Session, row: TriggerRow, by: str) -> datetime:
    """Let the next time pass without a run; returns it. Raises CannotChangeTrigger."""
    if row.kind != "schedule" or row.next_due_at is None or row.paused_at is not None:
        raise CannotChangeTrigger("There is no next time to skip.")
    skipped = row.next_due_at
    occasion = trigger_store.name_due_time(skipped)
    firing = trigger_store.build_firing(row.id, occasion, skipped, state="skipped", reason=f"Skipped by {by}.")
    trigger_store.add_firing(session, firing)
    row.next_due_at = find_next_due(read_schedule(row), skipped)
    session.add(row)
    return skipped


def fire_now(session: Session, row: TriggerRow, current: datetime, by: str) -> FiringRow:
    """A firing that a person wants now, also of a trigger that is paused."""
    occasion = f"{trigger_store.BY_HAND_PREFIX}{generate_id()}"
    firing = trigger_store.build_firing(row.id, occasion, current, reason=f"Started by {by}.")
    trigger_store.add_firing(session, firing)
    return firing


def plan_backfill(session: Session, row: TriggerRow, since: datetime, until: datetime, current: datetime) -> Backfill:
    """Which times of the past a backfill would run; raises CannotChangeTrigger."""
    if row.kind != "schedule":
        raise CannotChangeTrigger("Only schedules can be backfilled: other triggers have no due times.")
    if since >= until:
        raise CannotChangeTrigger("The end of the range must be after its start.")
    found = list_latest_due(read_schedule(row), since, min(until, current), MAX_COUNTED_TIMES + 1)
    if len(found) > MAX_COUNTED_TIMES:
        raise CannotChangeTrigger(
            f"The schedule was due more than {MAX_COUNTED_TIMES:,} times between these dates. Choose a shorter range."
        )
    names = {due: trigger_store.name_due_time(due) for due in found}
    regular = trigger_store.find_firings(session, row.id, names.values())
    filled = trigger_store.find_firings(session, row.id, [_name_backfill(due) for due in found])
    done = {due for due in found if _has_run(regular.get(names[due])) or _has_run(filled.get(_name_backfill(due)))}
    return Backfill(tuple(due for due in found if due not in done), len(done))


def start_backfill(session: Session, row: TriggerRow, backfill: Backfill, by: str) -> None:
    """Have these times run, one after another."""
    for due in backfill.times:
        firing = trigger_store.build_firing(
            row.id, _name_backfill(due), due, state="queued", reason=f"Backfill, started by {by}."
        )
        if not trigger_store.add_firing(session, firing):
            trigger_store.reopen_firing(session, row.id, _name_backfill(due), firing.reason)


def cancel_backfill(session: Session, row: TriggerRow, by: str) -> int:
    """Have what is left of a backfill not run; returns how many times that were."""
    return trigger_store.close_open_firings(
        session, row.id, f"The backfill was cancelled by {by}.", prefix=trigger_store.BACKFILL_PREFIX
    )


def _name_backfill(due: datetime) -> str:
    return f"{trigger_store.BACKFILL_PREFIX}{trigger_store.name_due_time(due)}"


def _has_run(firing: FiringRow | None) -> bool:
    """Whether there is a run of a firing, or will be."""
    return firing is not None and firing.state in ("started", *trigger_store.OPEN_STATES)
