"""Endpoints at work: which deployment answers a request, with which replicas, and what is counted of it."""

import asyncio
import logging
import math
import random
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from itertools import zip_longest
from typing import Any

from sqlmodel import Session, col, select

from server.runs.run_services import RunServices
from server.runs.sandbox.inside.replica_protocol import RequestHeader, RowFormat, SentValue
from server.serving.deployment_plan import build_replica_request
from server.serving.input_policy import complete_policy
from server.serving.key_quota import KeyQuota
from server.serving.onnx_choice import load_onnx, note_start
from server.serving.replica_group import GroupSettings, NotAvailable, ReplicaGroup, TimeLimitExceeded, TooBusy
from server.serving.request_metrics import RequestMetrics
from server.storage.orm.core_tables import now
from server.storage.orm.endpoint_tables import DeploymentRow, EndpointKeyRow, EndpointRow
from server.storage.transactions import workspace_context

#: Another server may change an endpoint: what is known of it is read again after so long.
REFRESH_SECONDS = 5.0
FLUSH_SECONDS = 5.0
NUMBER_TOLERANCE = 1e-5

logger = logging.getLogger(__name__)


class NoAnswer(Exception):
    """A request is not answered: a status, and a sentence for whoever sent it."""

    def __init__(self, status: int, sentence: str, retry_after: int | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.retry_after = retry_after


@dataclass(frozen=True)
class ServedDeployment:
    """A deployment as requests reach it."""

    id: str
    number: int
    share: int
    shadow: bool
    row: DeploymentRow


@dataclass
class ServedEndpoint:
    """An endpoint as it was when it was last read."""

    id: str
    workspace_id: str
    name: str
    paused: bool
    policy: Mapping[str, str]
    requests_per_minute: int | None
    settings: GroupSettings
    sampled_percent: float
    keeps_predictions: bool
    masked_columns: frozenset[str]
    deployments: list[ServedDeployment]
    #: {hash: (id, until when)} of the keys.
    keys: dict[str, tuple[str, datetime | None]]
    read_at: float = field(default_factory=time.monotonic)

    @cached_property
    def refused_kinds(self) -> list[str]:
        """The findings that refuse a request."""
        return [kind for kind, action in complete_policy(self.policy).items() if action == "refuse"]

    @cached_property
    def answering(self) -> tuple[list[ServedDeployment], list[int]]:
        """The deployments that have a share of the requests, and their shares."""
        found = [one for one in self.deployments if one.share > 0]
        return found, [one.share for one in found]


@dataclass(frozen=True)
class ScoringRequest:
    """Rows as they were sent, and how."""

    form: RowFormat
    body: bytes
    #: The deployment that is to answer; None lets the shares decide.
    deployment: int | None = None
    is_test: bool = False
    #: The column that names the rows.
    ids_column: str | None = None


@dataclass(frozen=True)
class ScoringAnswer:
    """What goes back: a status, a body, and which deployment answered."""

    status: int
    body: bytes
    media_type: str
    deployment: int
    request_id: str
    seconds: float


class EndpointService:
    """Answers requests to endpoints. All methods belong to one event loop, unless they say otherwise."""

    def __init__(self, services: RunServices) -> None:
        self._services = services
        self.metrics = RequestMetrics(services.database, services.secrets.seal)
        self.quota = KeyQuota()
        self._endpoints: dict[str, ServedEndpoint] = {}
        self._ids_by_name: dict[tuple[str, str], str] = {}
        self._groups: dict[str, ReplicaGroup] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._used_keys: dict[str, datetime] = {}
        self._flushing: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Begin to write down what is counted."""
        self._flushing = asyncio.create_task(self._flush_regularly(), name="counts of endpoints")

    async def close(self) -> None:
        """End all replicas, and write down what was counted."""
        if self._flushing is not None:
            self._flushing.cancel()
            with suppress(asyncio.CancelledError):
                await self._flushing
        await asyncio.gather(*(group.close(drain_seconds=1.0) for group in self._groups.values()))
        if self._tasks:
            await asyncio.wait(self._tasks)
        await asyncio.to_thread(self.flush)

    async def _flush_regularly(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            try:
                await asyncio.to_thread(self.flush)
            except Exception:
                logger.exception("What endpoints did could not be written down")

    def flush(self) -> None:
        """Write down what was counted; called from a thread."""
        self.metrics.flush()
        used, self._used_keys = self._used_keys, {}
        if used:
            with workspace_context.use_workspace(None), self._services.database.session() as session:
                for key, moment in used.items():
                    row = session.get(EndpointKeyRow, key)
                    if row is not None:
                        row.used_at = moment
                        session.add(row)

    async def find_endpoint(self, endpoint_id: str) -> ServedEndpoint | None:
        """An endpoint by its id, as it was a few seconds ago at most."""
        known = self._endpoints.get(endpoint_id)
        if known is None:
            return await self.reload(endpoint_id)
        if time.monotonic() - known.read_at > REFRESH_SECONDS:
            known.read_at = time.monotonic()  # nobody waits for it, and it is read once
            self._run_beside(self.reload(endpoint_id))
        return known

    async def find_by_key(self, key_hash: str, name: str) -> ServedEndpoint | None:
        """The endpoint of this name that a key is for; None where the key is unknown or has expired."""
        known = next((one for one in self._endpoints.values() if key_hash in one.keys), None)
        endpoint_id = known.id if known is not None else await asyncio.to_thread(self._find_key, key_hash)
        endpoint = await self.find_endpoint(endpoint_id) if endpoint_id is not None else None
        if endpoint is None or endpoint.name != name or key_hash not in endpoint.keys:
            return None
        key_id, until = endpoint.keys[key_hash]
        if until is not None and until <= now():
            return None
        self._used_keys[key_id] = now()
        return endpoint

    async def find_by_name(self, name: str, workspace: str | None) -> ServedEndpoint | None:
        """The endpoint of this name in a workspace; on a personal server there is but one."""
        endpoint_id = await asyncio.to_thread(self._find_name, name, workspace)
        return await self.find_endpoint(endpoint_id) if endpoint_id is not None else None

    def _find_key(self, key_hash: str) -> str | None:
        with workspace_context.use_workspace(None), self._services.database.read_session() as session:
            return session.exec(select(EndpointKeyRow.endpoint_id).where(EndpointKeyRow.key_hash == key_hash)).first()

    def _find_name(self, name: str, workspace: str | None) -> str | None:
        with workspace_context.use_workspace(None), self._services.database.read_session() as session:
            query = select(EndpointRow.id).where(EndpointRow.name == name)
            if workspace is not None:
                query = query.where(EndpointRow.workspace_id == workspace)
            return session.exec(query).first()

    async def reload(self, endpoint_id: str) -> ServedEndpoint | None:
        """Read an endpoint again, after it was changed; deployments that get no requests any more are drained."""
        found = await asyncio.to_thread(self._read_endpoint, endpoint_id)
        before = self._endpoints.pop(endpoint_id, None)
        if found is not None:
            self._endpoints[endpoint_id] = found
        kept = {one.id for one in found.deployments if one.share or one.shadow} if found is not None else set()
        for one in before.deployments if before is not None else ():
            was_asked = one.share or one.shadow
            if (was_asked and one.id not in kept) or found is None or found.paused:
                self.retire(one.id)
        for one in found.deployments if found is not None else ():
            if one.id in self._groups and found is not None:
                self._groups[one.id].settings = found.settings
        return found

    def _read_endpoint(self, endpoint_id: str) -> ServedEndpoint | None:
        with workspace_context.use_workspace(None), self._services.database.read_session() as session:
            row = session.get(EndpointRow, endpoint_id)
            return _to_served(session, row) if row is not None else None

    async def switch_traffic(self, endpoint_id: str) -> None:
        """Begin to answer by the shares as they are stored: what is to answer is loaded before what is not ends."""
        found = await asyncio.to_thread(self._read_endpoint, endpoint_id)
        if found is not None and not found.paused:
            wanted = [one for one in found.deployments if one.share or one.shadow]
            groups = [self.get_group(found, one.row) for one in wanted]
            for answer in await asyncio.gather(*(group.warm() for group in groups), return_exceptions=True):
                if isinstance(answer, Exception):
                    logger.warning("A deployment of %s is not ready: %s", found.name, answer)
        await self.reload(endpoint_id)

    def retire(self, deployment_id: str) -> None:
        """End the replicas of a deployment once they have answered what has come."""
        group = self._groups.pop(deployment_id, None)
        if group is not None:
            self._run_beside(group.close())

    def _run_beside(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def get_group(self, endpoint: ServedEndpoint, row: DeploymentRow) -> ReplicaGroup:
        """The replicas of a deployment."""
        if row.id not in self._groups:
            services = self._services
            request = build_replica_request(row, services.catalog, services.store, services.step_limits)
            load = partial(load_onnx, services.database, row.id)
            note = partial(note_start, services.database, row.id)
            self._groups[row.id] = ReplicaGroup(services.pool, request, endpoint.settings, load, note)
        return self._groups[row.id]

    def describe_replicas(self, deployment_id: str) -> tuple[int, bool]:
        """How many replicas of a deployment are ready, and whether some are starting."""
        group = self._groups.get(deployment_id)
        return (group.running_count, group.is_starting) if group is not None else (0, False)

    async def score(self, endpoint: ServedEndpoint, request: ScoringRequest) -> ScoringAnswer:
        """Answer a request. Raises NoAnswer."""
        if endpoint.paused and not request.is_test:
            raise NoAnswer(503, f"'{endpoint.name}' is paused. Its owner can resume it.", 60)
        deployment = choose_deployment(endpoint, request.deployment)
        header = RequestHeader(
            id=f"q-{secrets.token_hex(6)}",
            form=request.form,
            deployment=deployment.number,
            endpoint=endpoint.name,
            refuse=endpoint.refused_kinds,
            sampled=not request.is_test and random.random() * 100 < endpoint.sampled_percent,
            kept=not request.is_test and endpoint.keeps_predictions,
            ids_column=request.ids_column,
        )
        started = time.perf_counter()
        try:
            noted, body = await self.get_group(endpoint, deployment.row).answer(header, request.body)
        except TooBusy as error:
            raise NoAnswer(503, "Too many requests wait for an answer. Try again in a second.", error.seconds) from None
        except TimeLimitExceeded:
            self.metrics.count_request(endpoint.id, deployment.number, time.perf_counter() - started, {"status": 504})
            limit = endpoint.settings.time_limit_seconds
            raise NoAnswer(504, f"The request took longer than {limit:g} s. Send fewer rows.") from None
        except NotAvailable as error:
            self.metrics.count_request(endpoint.id, deployment.number, time.perf_counter() - started, {"status": 503})
            raise NoAnswer(503, str(error), 5) from None
        seconds = time.perf_counter() - started
        if not request.is_test:
            self._note_answer(endpoint, deployment, seconds, noted, header)
            self._ask_shadows(endpoint, request, header, noted)
        status = noted.get("status")
        return ScoringAnswer(
            status if isinstance(status, int) and status in (200, 400, 422, 500) else 500,
            body,
            str(noted.get("type", "application/json")),
            deployment.number,
            header["id"],
            seconds,
        )

    def _note_answer(
        self,
        endpoint: ServedEndpoint,
        deployment: ServedDeployment,
        seconds: float,
        noted: Mapping[str, SentValue],
        header: RequestHeader,
    ) -> None:
        self.metrics.count_request(endpoint.id, deployment.number, seconds, noted)
        if header["kept"]:
            self.metrics.predictions.keep_predictions(endpoint.id, deployment.number, noted)
        if header["sampled"]:
            masked = endpoint.masked_columns
            self.metrics.samples.keep_sample(endpoint.id, deployment.number, noted, header, masked)

    def _ask_shadows(
        self, endpoint: ServedEndpoint, request: ScoringRequest, header: RequestHeader, noted: Mapping[str, SentValue]
    ) -> None:
        """Have shadows answer the same request, beside everything else; one that is busy misses it."""
        for shadow in endpoint.deployments:
            if shadow.shadow and noted.get("status") == 200:
                self._run_beside(self._compare_shadow(endpoint, shadow, request, header, noted))

    async def _compare_shadow(
        self,
        endpoint: ServedEndpoint,
        shadow: ServedDeployment,
        request: ScoringRequest,
        header: RequestHeader,
        noted: Mapping[str, SentValue],
    ) -> None:
        started = time.perf_counter()
        own = RequestHeader(**{**header, "deployment": shadow.number, "sampled": False, "kept": False})
        try:
            answer, _ = await self.get_group(endpoint, shadow.row).answer(own, request.body)
        except (TooBusy, TimeLimitExceeded, NotAvailable) as error:
            logger.info("The shadow %d of %s did not answer: %s", shadow.number, endpoint.name, error)
            return
        self.metrics.count_request(endpoint.id, shadow.number, time.perf_counter() - started, answer, shadow=True)
        different = not are_predictions_equal(answer.get("predictions"), noted.get("predictions"))
        self.metrics.count_comparison(endpoint.id, shadow.number, different=different)


def are_predictions_equal(one: SentValue, other: SentValue) -> bool:
    """Whether two answers say the same; numbers may be as far apart as those of a model and of its ONNX."""
    if not isinstance(one, Mapping) or not isinstance(other, Mapping) or "numbers" not in one or "numbers" not in other:
        return bool(one == other)
    pairs = list(zip_longest(one["numbers"], other["numbers"]))
    return all(None not in pair and math.isclose(*pair, rel_tol=NUMBER_TOLERANCE) for pair in pairs)


def choose_deployment(endpoint: ServedEndpoint, number: int | None) -> ServedDeployment:
    """The deployment that answers: the one that was asked for, or one by the shares. Raises NoAnswer."""
    if number is not None:
        found = next((one for one in endpoint.deployments if one.number == number), None)
        if found is None:
            raise NoAnswer(404, f"'{endpoint.name}' has no deployment {number}.")
        return found
    answering, shares = endpoint.answering
    if not answering:
        raise NoAnswer(503, f"No version answers at '{endpoint.name}' yet. Deploy one, or give one a share.", 60)
    return random.choices(answering, shares)[0] if len(answering) > 1 else answering[0]


def find_main_deployment(endpoint: ServedEndpoint) -> ServedDeployment:
    """The deployment with the largest share. Raises NoAnswer where none answers."""
    return max((one for one in endpoint.deployments if one.share), key=lambda one: one.share, default=None) or (
        choose_deployment(endpoint, None)
    )


def _to_served(session: Session, row: EndpointRow) -> ServedEndpoint:
    deployments = session.exec(
        select(DeploymentRow).where(DeploymentRow.endpoint_id == row.id).order_by(col(DeploymentRow.number))
    ).all()
    keys = session.exec(select(EndpointKeyRow).where(EndpointKeyRow.endpoint_id == row.id)).all()
    for one in deployments:
        session.expunge(one)
    return ServedEndpoint(
        id=row.id,
        workspace_id=row.workspace_id,
        name=row.name,
        paused=row.paused_at is not None,
        policy=row.policy,
        requests_per_minute=row.requests_per_minute,
        settings=GroupSettings(row.replicas, row.time_limit_seconds, row.idle_minutes * 60.0),
        sampled_percent=row.sampled_percent,
        keeps_predictions=row.prediction_days > 0,
        masked_columns=frozenset(row.masked_columns),
        deployments=[
            ServedDeployment(one.id, one.number, one.share if one.state == "ready" else 0, one.shadow, one)
            for one in deployments
        ],
        keys={key.key_hash: (key.id, key.expires_at) for key in keys},
    )
