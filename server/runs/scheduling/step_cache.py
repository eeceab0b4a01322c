"""Results that are there already, or under way in this process: the same work is not done twice."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlmodel import col

from server.graph.planning import run_plan as planning
from server.graph.planning.run_plan import PlannedStep
from server.runs.run_services import RunServices
from server.storage.files.artifact_store import ArtifactStore, CorruptArtifact
from server.storage.orm.core_tables import ArtifactRow, RunRow
from server.storage.stores import run_store
from server.storage.transactions.workspace_context import PERSONAL_WORKSPACE

StepOutputs = Mapping[str, str]


class CachedResult(NamedTuple):
    """The outputs of a step, and the run that computed them."""

    outputs: StepOutputs
    design_id: str
    number: int


#: Results under way in this process, by cache key: whoever needs the same result waits for it.
PendingResults = dict[str, "asyncio.Future[CachedResult | None]"]


def are_intact(store: ArtifactStore, outputs: StepOutputs) -> bool:
    """Whether the artifacts of a finished step are still what they were."""
    try:
        for artifact in outputs.values():
            store.verify_artifact(artifact)
    except CorruptArtifact:
        return False
    return True


class StepCache:
    """The results that one run can take from others, and gives to them."""

    def __init__(self, services: RunServices, workspace_id: str, run: RunRow, pending: PendingResults) -> None:
        self._services = services
        self._workspace_id = workspace_id
        self._design_id = run.design_id
        self._number = run.number
        self._pending = pending

    def compute_key(self, step: PlannedStep, inputs: Mapping[str, Sequence[str]], environment: str = "") -> str:
        """The cache key of a step. What is outside of the design is asked for, so it is slow.

        `environment` stands for the packages that its script finds.
        """
        parts = (
            self._services.connectors.fingerprint_connection(step.external_request),
            self._services.secrets.fingerprint_secrets(step.secrets),
            self._services.champions.fingerprint_model(step.external_request),
            self._services.deployments.fingerprint_deployment(step.endpoint),
            environment,
        )
        outside = " ".join(part for part in parts if part)
        # Results are reused within a workspace: whose results there are elsewhere is not to be guessed from haste.
        return planning.compute_cache_key(
            step, inputs, outside if self._workspace_id == PERSONAL_WORKSPACE else f"{self._workspace_id} {outside}"
        )

    async def wait_for_pending(self, key: str) -> CachedResult | None:
        """What another run computes under this key, once it has; None says that from here on this run computes it."""
        while (others := self._pending.get(key)) is not None:
            computed = await asyncio.shield(others)
            if computed is not None:
                return computed
        self._pending[key] = asyncio.get_running_loop().create_future()
        return None

    def find_stored(self, key: str) -> CachedResult | None:
        """What an earlier run computed under this key, if all of it is whole."""
        with self._services.database.read_session() as session:
            result = run_store.get_cache_entry(session, key)
            if result is None:
                return None
            sizes = run_store.get_artifact_column(session, result.outputs.values(), col(ArtifactRow.bytes))
            earlier = run_store.find_run_number(session, result.run_id)
        try:
            for artifact in result.outputs.values():
                self._services.store.verify_artifact(artifact, sizes.get(artifact))
        except CorruptArtifact:
            return None
        return CachedResult(result.outputs, *(earlier or ("", 0)))

    def find_earlier_iterations(self, step: PlannedStep) -> Mapping[str, list[str]]:
        """{input: what the loop gave in the newest run of the design in which it worked}; none of it is computed twice.

        Where the run computes everything anew, or where the same iteration may give something else, there is nothing.
        """
        if not step.deterministic:
            return {}
        with self._services.database.read_session() as session:
            outputs = run_store.find_newest_outputs(session, self._design_id, step.node)
        if not outputs or not are_intact(self._services.store, outputs):
            return {}
        return {f"earlier_{port}": [artifact] for port, artifact in outputs.items()}

    def publish(self, key: str, outputs: StepOutputs | None, committed: "asyncio.Future[None] | None") -> None:
        """End the wait of the others; who comes later finds the result in the database, once it is there."""
        mine = None if outputs is None else CachedResult(outputs, self._design_id, self._number)
        self._pending[key].set_result(mine)
        if committed is None:
            del self._pending[key]
        else:
            committed.add_done_callback(lambda _: self._pending.pop(key, None))

    def get_own_run_number(self, computed: CachedResult) -> int | None:
        """The number of the run that computed a result, if it is a run of the same design."""
        return computed.number if computed.design_id == self._design_id else None
