"""The run of a pipeline that a breach starts, with the rights of whoever made the alert."""

from sqlmodel import Session

from server.auth.principals import LOCAL_PERSON
from server.auth.roles import is_role_sufficient
from server.automation.pipeline_runs import CannotStart, PipelineRunRequest, PipelineRunStarter
from server.runs.workspace_quotas import OverQuota, TooManyRuns
from server.serving.alert_watcher import PipelineDelayed, PipelineNotStarted
from server.storage.database import Database
from server.storage.orm.account_tables import AccountRow, MemberRow
from server.storage.orm.alert_tables import EndpointAlertRow
from server.storage.stores.design_store import NotFound
from server.storage.transactions.workspace_context import use_workspace


class AlertRunStarter:
    """Starts the pipelines of alerts."""

    def __init__(self, database: Database, starter: PipelineRunStarter) -> None:
        self._database, self._starter = database, starter

    def start(self, alert: EndpointAlertRow, workspace_id: str, key: str) -> str:
        """The id of the run; the same key is the same run. Raises PipelineNotStarted and PipelineDelayed."""
        request = PipelineRunRequest(
            pipeline_id=alert.pipeline_id or "",
            started_by="alert",
            idempotency_key=key,
            person_id=alert.person_id,
        )
        try:
            with use_workspace(workspace_id):
                if self._database.shared:
                    with self._database.read_session() as session:
                        _require_person(session, alert, workspace_id)
                return self._starter.start(request).id
        except (CannotStart, NotFound) as refusal:
            raise PipelineNotStarted(str(refusal)) from None
        except (OverQuota, TooManyRuns) as refusal:
            raise PipelineDelayed(str(refusal)) from None


def _require_person(session: Session, alert: EndpointAlertRow, workspace_id: str) -> None:
    """Whoever made the alert may still run things in its workspace; raises PipelineNotStarted."""
    if alert.person_id in (None, LOCAL_PERSON.id):
        return
    member = session.get(MemberRow, (workspace_id, alert.person_id))
    account = session.get(AccountRow, alert.person_id)
    is_member = member is not None and account is not None and account.disabled_at is None
    if member is None or not is_member or not is_role_sufficient(member.role, "runner"):  # type: ignore[arg-type]
        raise PipelineNotStarted(
            f"{alert.created_by}, who made this alert, may not start runs here anymore. Make the alert again."
        )
