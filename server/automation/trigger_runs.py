"""The run of a firing: with the values and the data of its trigger, and with the rights of whoever made the trigger."""

from collections.abc import Mapping
from datetime import UTC
from zoneinfo import ZoneInfo

from sqlmodel import Session

from server.auth.principals import LOCAL_PERSON
from server.auth.roles import is_role_sufficient
from server.automation.firing_starter import CannotFire, TryLater
from server.automation.pipeline_runs import CannotStart, DatasetChoice, PipelineRunRequest, PipelineRunStarter
from server.automation.schedules import ScheduleSettings
from server.automation.trigger_settings import DataChangeSettings, read_trigger_settings
from server.graph.pipelines.declarations import Declarations
from server.runs.workspace_quotas import OverQuota, TooManyRuns
from server.storage.database import Database
from server.storage.orm.account_tables import AccountRow, MemberRow
from server.storage.orm.pipeline_tables import FiringRow, TriggerRow
from server.storage.stores import pipeline_store
from server.storage.stores.design_store import NotFound
from server.storage.transactions.workspace_context import use_workspace

#: What a run says of what started it.
STARTED_BY = {"schedule": "trigger", "data_change": "trigger", "pipeline_end": "pipeline", "webhook": "webhook"}


class TriggerRunStarter:
    """Starts the runs of firings."""

    def __init__(self, database: Database, starter: PipelineRunStarter) -> None:
        self._database, self._starter = database, starter

    def start(self, firing: FiringRow, trigger: TriggerRow) -> str:
        """The id of the run of a firing: the same firing is the same run. Raises CannotFire and TryLater."""
        try:
            with use_workspace(trigger.workspace_id):
                with self._database.read_session() as session:
                    require_person(session, trigger, team=self._database.shared)
                    inputs = choose_inputs(session, trigger)
                return self._starter.start(build_request(firing, trigger, inputs)).id
        except (CannotStart, NotFound) as refusal:
            raise CannotFire(str(refusal)) from None
        except (OverQuota, TooManyRuns) as refusal:
            raise TryLater(str(refusal)) from None


def build_request(firing: FiringRow, trigger: TriggerRow, inputs: Mapping[str, DatasetChoice]) -> PipelineRunRequest:
    """What is asked of the pipeline. The due time is in the zone of the schedule, whose days it is counted in."""
    settings = read_trigger_settings(trigger)
    zone = ZoneInfo(settings.time_zone) if isinstance(settings, ScheduleSettings) else UTC
    return PipelineRunRequest(
        pipeline_id=trigger.pipeline_id,
        started_by=STARTED_BY[trigger.kind],
        version=trigger.pipeline_version,
        parameters={**trigger.parameters, **(firing.parameters or {})},
        inputs=inputs,
        firing_id=firing.id,
        due_at=firing.due_at.astimezone(zone),
        idempotency_key=f"firing {firing.id}",
        person_id=trigger.person_id,
    )


def choose_inputs(session: Session, trigger: TriggerRow) -> dict[str, DatasetChoice]:
    """The data that a trigger gives to its runs. The dataset whose change started it is given in its newest version."""
    chosen = {
        name: DatasetChoice(str(one["dataset_id"]), int(one["version"]) if one.get("version") else None)
        for name, one in trigger.inputs.items()
    }
    settings = read_trigger_settings(trigger)
    if isinstance(settings, DataChangeSettings) and settings.source == "dataset":
        pipeline = pipeline_store.get_pipeline(session, trigger.pipeline_id)
        number = trigger.pipeline_version or pipeline.default_version
        if number is not None:
            version = pipeline_store.get_pipeline_version(session, pipeline.id, number)
            for one in Declarations.model_validate(version.declarations).inputs:
                if one.dataset == settings.dataset:
                    chosen.setdefault(one.name, DatasetChoice(settings.dataset, None))
    return chosen


def require_person(session: Session, trigger: TriggerRow, *, team: bool) -> None:
    """Whoever a trigger runs for may still run things in its workspace; raises CannotFire."""
    if not team or trigger.person_id in (None, LOCAL_PERSON.id):
        return
    member = session.get(MemberRow, (trigger.workspace_id, trigger.person_id))
    account = session.get(AccountRow, trigger.person_id)
    if member is None or account is None or account.disabled_at is not None:
        raise CannotFire(
            f"{trigger.created_by}, who made this trigger, is no longer a member of the workspace. "
            "Save the trigger again, so that its runs are yours."
        )
    if not is_role_sufficient(member.role, "runner"):  # type: ignore[arg-type]
        raise CannotFire(f"{account.name}, who made this trigger, may not start runs anymore.")
