"""What follows when a run of a pipeline has ended: it is tried again, or other pipelines start after it."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, Field

from server.automation.pipeline_runs import (
    CannotStart,
    DatasetChoice,
    PipelineRunRequest,
    PipelineRunStarter,
    build_retry,
)
from server.automation.trigger_settings import PipelineEndSettings, read_trigger_settings
from server.runs.workspace_quotas import OverQuota, TooManyRuns
from server.storage.database import Database
from server.storage.orm.core_tables import RunRow
from server.storage.orm.pipeline_tables import PipelineRow, PipelineRunRow, TriggerRow
from server.storage.stores import trigger_store
from server.storage.stores.design_store import NotFound
from server.storage.transactions.workspace_context import use_workspace

logger = logging.getLogger(__name__)

#: After a start of the server, ends of runs from so long ago are looked at again.
RECENT_ENDS = timedelta(days=1)
#: States are committed a little after the times that they name.
COMMIT_DELAY = timedelta(minutes=1)
MAX_ATTEMPTS = 10
MAX_DELAY_SECONDS = 86_400


class RetryPolicy(BaseModel):
    """How runs of a pipeline that fail are tried again. Runs that a person starts by hand are not."""

    model_config = ConfigDict(extra="forbid")

    attempts: int = Field(default=0, ge=0, le=MAX_ATTEMPTS, description="How often a failed run is tried again.")
    delay_seconds: int = Field(
        default=60, ge=0, le=MAX_DELAY_SECONDS, description="How long to wait before each new attempt, in seconds."
    )


@dataclass(frozen=True)
class EndedRun:
    """A run of a pipeline that has ended."""

    run: RunRow
    given: PipelineRunRow
    pipeline: PipelineRow

    @property
    def will_be_retried(self) -> bool:
        """Whether the pipeline tries this run again."""
        policy = RetryPolicy.model_validate(self.pipeline.retry)
        is_automatic = self.given.started_by != "person"
        return self.run.state == "failed" and is_automatic and self.given.attempt <= policy.attempts


class PipelineEndWatcher:
    """Looks at runs that ended since it looked last. Doing so twice, or on two servers, starts nothing twice."""

    def __init__(self, database: Database, starter: PipelineRunStarter, clock: Callable[[], datetime]) -> None:
        self._database, self._starter, self._clock = database, starter, clock
        self._since: datetime | None = None
        self._settled: dict[str, datetime] = {}

    def find_ended(self) -> list[EndedRun]:
        """The runs that ended and were not looked at yet."""
        since = self._since or self._clock() - RECENT_ENDS
        with use_workspace(None), self._database.read_session() as session:
            rows = trigger_store.list_ended_pipeline_runs(session, since - COMMIT_DELAY)
        return [EndedRun(*row) for row in rows if row[0].id not in self._settled]

    def follow(self, ended: Iterable[EndedRun]) -> None:
        """Do what follows from the end of these runs."""
        current = self._clock()
        for one in ended:
            try:
                is_settled = self._follow_one(one, current)
            except Exception:
                logger.exception("What follows a run of a pipeline could not be started")
                continue
            if is_settled:
                self._settled[one.run.id] = current
        self._since = current
        self._settled = {key: at for key, at in self._settled.items() if at > current - 2 * RECENT_ENDS}

    def _follow_one(self, ended: EndedRun, current: datetime) -> bool:
        if ended.will_be_retried:
            return self._retry(ended, current)
        self._fire_followers(ended, current)
        return True

    def _retry(self, ended: EndedRun, current: datetime) -> bool:
        """Start the next attempt once its time has come; False before that."""
        policy = RetryPolicy.model_validate(ended.pipeline.retry)
        if current < (ended.run.finished_at or current) + timedelta(seconds=policy.delay_seconds):
            return False
        given = ended.given
        request = PipelineRunRequest(
            pipeline_id=given.pipeline_id,
            started_by=given.started_by,
            version=given.version,
            parameters=given.parameters,
            inputs={
                name: DatasetChoice(str(one["dataset_id"]), int(one["version"])) for name, one in given.inputs.items()
            },
            firing_id=given.firing_id,
            due_at=given.due_at,
            person_id=ended.run.person_id,
            attempt=given.attempt,
        )
        try:
            with use_workspace(ended.pipeline.workspace_id):
                self._starter.start(build_retry(request, ended.run.id))
        except (CannotStart, NotFound) as refusal:
            logger.warning("Run %s of a pipeline is not tried again: %s", ended.run.id, refusal)
        except (OverQuota, TooManyRuns):
            return False
        return True

    def _fire_followers(self, ended: EndedRun, current: datetime) -> None:
        with use_workspace(None), self._database.read_session() as session:
            triggers = trigger_store.list_waiting_triggers(session, "pipeline_end")
        for trigger in triggers:
            settings = read_trigger_settings(trigger)
            if isinstance(settings, PipelineEndSettings) and _follows(settings, trigger, ended):
                reason = f"Run {ended.run.number} of {ended.pipeline.name} {ended.run.state}."
                row = trigger_store.build_firing(trigger.id, f"run {ended.run.id}", current, reason=reason)
                with use_workspace(None), self._database.session(trigger_store.name_scope(trigger.id)) as session:
                    trigger_store.add_firing(session, row)


def _follows(settings: PipelineEndSettings, trigger: TriggerRow, ended: EndedRun) -> bool:
    """Whether a trigger fires after this run. One that was made later does not."""
    is_wanted = settings.after == "any" or (settings.after == "success") == (ended.run.state == "succeeded")
    if settings.after != "any" and ended.run.state == "cancelled":
        is_wanted = False
    finished = ended.run.finished_at
    return (
        settings.pipeline == ended.pipeline.id
        and trigger.workspace_id == ended.pipeline.workspace_id
        and is_wanted
        and finished is not None
        and finished >= trigger.created_at
    )
