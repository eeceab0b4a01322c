"""What steps that score in batches ask of whoever keeps the endpoints."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from server.graph.validation.endpoint_rules import EndpointReference
from server.runs.sandbox.inside.sandbox_requests import ReplicaRequest


class DeploymentUnavailable(Exception):
    """No deployment can score; the message says why."""


@dataclass(frozen=True)
class BatchDeployment:
    """A deployment to load, and the findings that end a step."""

    request: ReplicaRequest
    refuse: Sequence[str]


class BatchDeployments(Protocol):
    """Finds deployments for steps. All of it is slow: call it in a thread."""

    def fingerprint_deployment(self, reference: EndpointReference | None) -> str:
        """What stands for the deployment in a cache key; empty where none is asked for or there is none."""

    def load_deployment(self, reference: EndpointReference) -> BatchDeployment:
        """The deployment that scores now. Raises DeploymentUnavailable."""
