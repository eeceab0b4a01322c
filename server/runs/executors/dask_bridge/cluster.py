"""A Dask cluster as its client sees it: where a step runs, who is like this server, and when a worker is lost."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

import dask
from distributed import Client, Future, Security
from distributed.comm.core import CommClosedError
from distributed.scheduler import KilledWorker

from modules.kit.step_control import StepControl
from server.runs.executors.dask_bridge import worker_preload
from server.runs.executors.dask_bridge.bridge_messages import OpenTarget, TargetDescription, WorkerDescription
from server.runs.executors.dask_bridge.connection_errors import describe_unreachable
from server.runs.executors.dask_bridge.library_versions import describe_differences, list_versions, name_kind
from server.runs.executors.dask_bridge.remote_steps import RemoteStep, remote_step_adapter

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 20.0
#: A scheduler that has answered once may be busy; that it is gone shows by the connection that breaks.
BUSY_SECONDS = 60.0
#: How long a step waits for a first worker: a cluster that sleeps has to wake up.
WORKER_SECONDS = 15 * 60.0
LOOK_SECONDS = 1.0
LOST = (KilledWorker, CommClosedError, asyncio.CancelledError, OSError)


class ClusterUnavailable(Exception):
    """The cluster does not answer, or has no worker that is like this server; the message says what to do."""


class NoSuitableWorker(Exception):
    """There is no worker, or none with the libraries of this server; the message names what differs on one of them."""


class Cluster:
    """One connection to a scheduler. All methods belong to one event loop."""

    def __init__(self, client: Client, address: str) -> None:
        self._client = client
        self._address = address
        self._futures: dict[str, Future[Any]] = {}
        self._worker_by_key: dict[str, str] = {}
        #: {key of a step that was taken over: the key under which its worker has it}.
        self._adopted: dict[str, str] = {}
        #: {key of a step that helps another one: what Dask knows of it, and its worker}.
        self._helpers: dict[str, tuple[Future[Any], str]] = {}
        #: {address of a worker: what differs there}; asked once for each.
        self._differences: dict[str, tuple[str, ...]] = {}
        self._names: dict[str, str] = {}
        self._seen_workers: tuple[WorkerDescription, ...] = ()
        self._looked_at = 0.0
        self._scheduler_id = ""

    @classmethod
    async def connect(cls, target: OpenTarget, on_event: Callable[[dict[str, Any]], None]) -> "Cluster":
        """Connect by TLS, with the certificates of the target and no others. Raises ClusterUnavailable.

        `on_event` gets what workers say of the steps of this server.
        """
        if not target.address.startswith("tls://"):
            raise ClusterUnavailable(
                f"'{target.address}' is not encrypted. Anyone who reaches a Dask scheduler without TLS can run any "
                "code on its workers. Start it with --tls-ca-file, --tls-cert and --tls-key, and use tls://."
            )
        dask.config.set({"distributed.comm.timeouts.connect": f"{CONNECT_SECONDS}s"})
        security = Security(
            require_encryption=True,
            tls_ca_file=str(target.ca_file),
            tls_client_cert=str(target.certificate_file),
            tls_client_key=str(target.key_file),
        )
        try:
            client = await Client(
                target.address, security=security, asynchronous=True, timeout=CONNECT_SECONDS, set_as_default=False
            )
        except (OSError, TimeoutError, ValueError) as error:
            raise ClusterUnavailable(describe_unreachable(target.address, error)) from None
        dask.config.set({"distributed.comm.timeouts.connect": f"{BUSY_SECONDS}s"})
        cluster = cls(client, target.address)
        cluster._scheduler_id = await cluster._read_scheduler_id()
        client.subscribe_topic(target.topic, lambda event: on_event(event[1]))
        return cluster

    async def close(self) -> None:
        """Leave the cluster; what runs there goes on until it is asked for again, or is of no interest to anyone."""
        await self._client.close()

    async def wait_for_loss(self) -> None:
        """Until the connection is lost or another scheduler answers: it knows nothing of what is under way."""
        while self._client.status == "running":
            await asyncio.sleep(LOOK_SECONDS)
            try:
                if await self._read_scheduler_id() != self._scheduler_id:
                    return
            except OSError:  # too slow to answer is not lost: a connection that breaks is noticed by the client
                continue

    async def _read_scheduler_id(self) -> str:
        scheduler = self._client.scheduler
        assert scheduler is not None
        return str((await scheduler.identity(n_workers=0))["id"])

    async def run_step(self, step: RemoteStep) -> str:
        """Have a worker run the step; JSON of its outcome. Raises ClusterUnavailable where its worker was lost.

        Raises NoSuitableWorker too.
        """
        text = remote_step_adapter.dump_json(step).decode()
        await self._refuse_if_all_differ()
        # Dask gives it to a worker of this kind, also to one that starts later: clusters that grow by what waits can.
        future = self._client.submit(
            worker_preload.run_step,
            text,
            key=step.key,
            pure=False,
            retries=0,
            resources={name_kind(list_versions()): 1},
        )
        self._futures[step.key] = future
        answering = asyncio.create_task(_wait_for_result(future))
        watching = asyncio.create_task(self._watch_for_worker(step.key))
        try:
            await asyncio.wait([answering, watching], return_when=asyncio.FIRST_COMPLETED)
            if watching.done():
                watching.result()
            return await answering
        except LOST as error:
            raise ClusterUnavailable(type(error).__name__) from None
        finally:
            answering.cancel()
            watching.cancel()
            self._futures.pop(step.key, None)
            self._worker_by_key.pop(step.key, None)
            future.release()

    async def find_adoptable(self) -> dict[str, tuple[str, str]]:
        """{run/step: worker and key} of what went on there without its server."""
        answers = await self._client.run(worker_preload.list_adoptable_steps, on_error="return")
        lists = {worker: keys for worker, keys in answers.items() if isinstance(keys, list)}
        return {key.rpartition("/")[0]: (worker, key) for worker, keys in lists.items() for key in keys}

    async def adopt_step(self, key: str, worker: str, key_there: str) -> str:
        """Wait for a step that went on without its server; JSON of its outcome. Raises ClusterUnavailable."""
        self._worker_by_key[key], self._adopted[key] = worker, key_there
        try:
            answers = await self._client.run(worker_preload.wait_for_step, key_there, workers=[worker])
            return str(answers[worker])
        except (*LOST, KeyError, ValueError) as error:
            raise ClusterUnavailable(type(error).__name__) from None
        finally:
            del self._worker_by_key[key], self._adopted[key]

    def find_own_key(self, key_there: str) -> str:
        """The key of a step here, by the one under which its worker has it."""
        return next((key for key, there in self._adopted.items() if there == key_there), key_there)

    async def _watch_for_worker(self, key: str) -> None:
        """Until a worker has the step; raises where there is none that could."""
        deadline = time.monotonic() + WORKER_SECONDS
        while key not in self._worker_by_key:
            await asyncio.sleep(LOOK_SECONDS)
            if await self._refuse_if_all_differ():
                deadline = time.monotonic() + WORKER_SECONDS
            if time.monotonic() > deadline:
                raise NoSuitableWorker(f"{self._address} had no worker for {WORKER_SECONDS / 60:.0f} minutes.")
        await asyncio.Event().wait()

    async def _refuse_if_all_differ(self) -> bool:
        """Whether there is a worker like this server. Raises NoSuitableWorker where there are only others.

        Steps that wait at the same time share one look.
        """
        if time.monotonic() - self._looked_at > LOOK_SECONDS or not self._seen_workers:
            self._looked_at = time.monotonic()
            self._seen_workers = (await self.describe()).workers
        workers = self._seen_workers
        if workers and all(worker.differences for worker in workers):
            found = "; ".join(workers[0].differences)
            raise NoSuitableWorker(f"No worker of {self._address} is like this server. On {workers[0].name}, {found}.")
        return bool(workers)

    async def describe(self) -> TargetDescription:
        """The workers as they are now. Raises ClusterUnavailable."""
        try:
            scheduler = self._client.scheduler
            assert scheduler is not None
            info = await scheduler.identity(n_workers=-1)
            entries: dict[str, dict[str, Any]] = info["workers"]
            await self._ask_versions([address for address in entries if address not in self._differences])
        except LOST as error:
            raise ClusterUnavailable(describe_unreachable(self._address, error)) from None
        now = time.time()
        workers = tuple(
            WorkerDescription(
                address=address,
                name=self._names.get(address, str(entry["name"])).removeprefix("tls://"),
                slots=entry["nthreads"],
                running=entry["metrics"].get("task_counts", {}).get("executing", 0),
                memory=entry["memory_limit"] or 0,
                memory_used=entry["metrics"].get("memory", 0),
                last_seen_seconds=max(0.0, now - entry["last_seen"]),
                differences=self._differences.get(address, ()),
            )
            for address, entry in entries.items()
        )
        return TargetDescription(workers, len(self._futures) - len(self._worker_by_key))

    async def _ask_versions(self, addresses: list[str]) -> None:
        if not addresses:
            return
        here = list_versions()
        answers = await self._client.run(worker_preload.describe_worker, workers=addresses, on_error="return")
        for address, answer in answers.items():
            if isinstance(answer, BaseException):
                self._differences[address] = (f"Designery does not answer there ({type(answer).__name__})",)
                continue
            self._names[address] = answer["name"]
            differences = describe_differences(answer["versions"], here)
            if not answer["ready"]:
                differences.append("it was not started by 'designery worker' or with its preload")
            self._differences[address] = tuple(differences)

    def note_worker(self, key: str, worker: str) -> None:
        """A worker has begun a step."""
        if key in self._futures:
            self._worker_by_key[key] = worker

    def find_worker(self, key: str) -> str | None:
        """Who has a step."""
        return self._worker_by_key.get(key)

    def describe_wait(self) -> str:
        """What a step waits for, in a sentence."""
        running = len(self._worker_by_key)
        steps = "1 step is" if running == 1 else f"{running} steps are"
        return f"Waiting for a free slot on {self._address}: {steps} running."

    async def cancel(self, key: str) -> None:
        """End a step on its worker, or take it back before it has one."""
        worker = self._worker_by_key.get(key)
        if worker is not None:
            await self._run_on(worker, worker_preload.cancel_step, self.find_key_there(key))
        elif key in self._futures:
            await self._futures[key].cancel()

    async def control(self, key: str, wanted: StepControl) -> None:
        """Have a step stand still, take longer or end early."""
        worker = self._worker_by_key.get(key)
        if worker is not None:
            await self._run_on(worker, worker_preload.control_step, self.find_key_there(key), wanted.encode().decode())

    def find_key_there(self, key: str) -> str:
        """Under which key the worker of a step has it."""
        return self._adopted.get(key, key)

    def has_waiting(self) -> bool:
        """Whether a step of this server has no worker yet."""
        return any(key not in self._worker_by_key for key in self._futures)

    async def list_free_workers(self, key: str) -> list[str]:
        """The addresses of workers that could help a step: like this server, not its own, and with nothing to do."""
        busy = {*(worker for _, worker in self._helpers.values()), *self._worker_by_key.values()}
        described = (await self.describe()).workers
        return [one.address for one in described if not one.differences and not one.running and one.address not in busy]

    async def run_helper(self, step: RemoteStep, worker: str) -> None:
        """Have a worker do pieces of a step. Whatever becomes of it, the step that it helps comes to its end."""
        future = self._client.submit(
            worker_preload.run_step,
            remote_step_adapter.dump_json(step).decode(),
            key=step.key,
            pure=False,
            retries=0,
            priority=-1,
            workers=[worker],
            resources={name_kind(list_versions()): 1},
        )
        self._helpers[step.key] = future, worker
        try:
            await _wait_for_result(future)
        except (*LOST, ValueError) as error:
            logger.info("A worker that helped was lost: %s", error)
        finally:
            del self._helpers[step.key]
            future.release()

    async def cancel_helper(self, key: str) -> None:
        """End a step that helps another one."""
        future, worker = self._helpers.get(key, (None, ""))
        if future is not None:
            await future.cancel()
            await self._run_on(worker, worker_preload.cancel_step, key)

    async def deliver_piece(self, key: str, place: int, number: int, artifact: str) -> None:
        """Hand a step what another worker did of it."""
        worker = self._worker_by_key.get(key)
        if worker is not None:
            await self._run_on(
                worker, worker_preload.deliver_piece, self.find_key_there(key), str(place), str(number), artifact
            )

    async def deliver_secrets(self, key: str, worker: str, sealed: bytes) -> None:
        """Send what was sealed for a step."""
        await self._run_on(worker, worker_preload.deliver_secrets, key, sealed.hex())

    async def _run_on(self, worker: str, function: Callable[..., Any], *arguments: str) -> None:
        await self._client.run(function, *arguments, workers=[worker], on_error="ignore")


async def _wait_for_result(future: Future[Any]) -> str:
    return str(await future)
