"""The deployments of endpoints, for steps that score in batches."""

from collections.abc import Mapping

from sqlmodel import Session, col, select

from modules.kit import Module
from server.graph.validation.endpoint_rules import EndpointReference
from server.runs.batch_deployments import BatchDeployment, DeploymentUnavailable
from server.runs.sandbox.inside.sandbox_requests import StepLimits
from server.serving.deployment_plan import build_replica_request
from server.serving.input_policy import complete_policy
from server.storage.database import Database
from server.storage.files.artifact_store import ArtifactStore
from server.storage.orm.endpoint_tables import DeploymentRow, EndpointRow
from server.storage.stores import endpoint_store


class EndpointDeployments:
    """Finds the deployment that scores now, in the workspace of the run."""

    def __init__(
        self, database: Database, store: ArtifactStore, catalog: Mapping[str, Module], limits: StepLimits
    ) -> None:
        self._database = database
        self._store = store
        self._catalog = catalog
        self._limits = limits

    def fingerprint_deployment(self, reference: EndpointReference | None) -> str:
        """What stands for the deployment in a cache key; empty where none is asked for or there is none."""
        if reference is None:
            return ""
        try:
            with self._database.read_session() as session:
                endpoint, deployment = find_batch_deployment(session, reference)
                return f"{deployment.id} {sorted(complete_policy(endpoint.policy).items())}"
        except DeploymentUnavailable:
            return ""

    def load_deployment(self, reference: EndpointReference) -> BatchDeployment:
        """The deployment that scores now. Raises DeploymentUnavailable."""
        with self._database.read_session() as session:
            endpoint, deployment = find_batch_deployment(session, reference)
            request = build_replica_request(deployment, self._catalog, self._store, self._limits)
            refused = [kind for kind, action in complete_policy(endpoint.policy).items() if action == "refuse"]
            return BatchDeployment(request, refused)


def find_batch_deployment(session: Session, reference: EndpointReference) -> tuple[EndpointRow, DeploymentRow]:
    """The endpoint and the deployment that a reference means now. Raises DeploymentUnavailable."""
    endpoint = endpoint_store.find_endpoint(session, reference.name)
    if endpoint is None:
        raise DeploymentUnavailable(f"This workspace has no endpoint '{reference.name}'. Choose another one.")
    if endpoint.paused_at is not None:
        raise DeploymentUnavailable(f"The endpoint '{reference.name}' is paused. Resume it, and run again.")
    query = select(DeploymentRow).where(DeploymentRow.endpoint_id == endpoint.id, DeploymentRow.state == "ready")
    if reference.version is not None:
        found = session.exec(query.where(DeploymentRow.number == reference.version)).first()
        if found is None:
            raise DeploymentUnavailable(f"'{reference.name}' has no version {reference.version} that can answer.")
        return endpoint, found
    found = session.exec(query.where(DeploymentRow.share > 0).order_by(col(DeploymentRow.share).desc())).first()
    if found is None:
        raise DeploymentUnavailable(f"No version answers at '{reference.name}'. Give one a share of the requests.")
    return endpoint, found
