"""Loaded by each Dask worker (`--preload`): it starts what runs steps, and hands it the tasks of the server.

The functions below are what a server has a worker do. Their names and arguments are the contract between versions.
"""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from modules.kit.step_control import StepControl
from server.runs.executors.dask_bridge.exchange import open_exchange
from server.runs.executors.dask_bridge.library_versions import list_versions, name_kind
from server.runs.executors.dask_bridge.remote_steps import remote_outcome_adapter, remote_step_adapter
from server.runs.executors.dask_bridge.worker_environments import WorkerEnvironments, read_package_index
from server.runs.executors.dask_bridge.worker_folder import WorkerFolder, claim_worker_folder
from server.runs.executors.dask_bridge.worker_host import WorkerHost
from server.runs.sandbox.inside.sandbox_protocol import to_json_line

if TYPE_CHECKING:
    from distributed import Worker

EXCHANGE_VARIABLE = "DESIGNERY_EXCHANGE"
CACHE_VARIABLE = "DESIGNERY_WORKER_CACHE"
_hosts: dict[str, WorkerHost] = {}
_folders: dict[str, WorkerFolder] = {}


async def dask_setup(worker: "Worker") -> None:
    """Called by Dask when the worker starts, before it is known to the scheduler."""
    address = os.environ.get(EXCHANGE_VARIABLE)
    if not address:
        raise SystemExit(
            f"{EXCHANGE_VARIABLE} is not set. It names where the server and its workers exchange values, as "
            "file:///shared/designery or s3://bucket/designery."
        )
    folder = claim_worker_folder(os.environ.get(CACHE_VARIABLE))
    environments = WorkerEnvironments(folder.environments, read_package_index())
    host = WorkerHost(folder.path, open_exchange(address), environments, worker.state.nthreads)
    await host.open()
    kind, slots = name_kind(list_versions()), worker.state.nthreads
    worker.state.total_resources[kind] = worker.state.available_resources[kind] = slots
    _hosts[worker.address] = host
    _folders[worker.address] = folder


async def dask_teardown(worker: "Worker") -> None:
    """Called by Dask when the worker ends."""
    host = _hosts.pop(worker.address, None)
    if host is not None:
        await host.close()
        _folders.pop(worker.address).release()


def _get_host() -> WorkerHost:
    from distributed import get_worker

    return _hosts[get_worker().address]


async def run_step(step: str) -> str:
    """Run a step (JSON of RemoteStep); its outcome as JSON. Events go to the topic of the step as they come.

    What a step says that helps another one is about that one.
    """
    from distributed import get_worker

    request = remote_step_adapter.validate_json(step)
    worker = get_worker()
    key = request.help.leader if request.help else request.key

    def send(kind: str, content: Mapping[str, object]) -> None:
        message: dict[str, object] = {"key": key, "kind": kind, "worker": worker.address}
        for name, value in content.items():
            message[name] = to_json_line(value).decode() if name == "event" else value  # type: ignore[arg-type]
        worker.log_event(request.topic, message)

    if request.help is None:
        send("started", {})
    outcome = await _get_host().run_step(request, send)
    return remote_outcome_adapter.dump_json(outcome).decode()


async def cancel_step(key: str, dask_worker: "Worker") -> None:
    """End a step."""
    await _hosts[dask_worker.address].cancel_step(key)


async def control_step(key: str, wanted: str, dask_worker: "Worker") -> bool:
    """Have a step stand still, take longer or end early."""
    return await _hosts[dask_worker.address].control_step(key, StepControl.decode(wanted))


def list_adoptable_steps(dask_worker: "Worker") -> list[str]:
    """The keys of the steps that a server which was away may take over."""
    host = _hosts.get(dask_worker.address)
    return host.list_adoptable() if host else []


async def wait_for_step(key: str, dask_worker: "Worker") -> str:
    """How such a step ended, once it has; JSON of its outcome."""
    outcome = await _hosts[dask_worker.address].wait_for_step(key)
    return remote_outcome_adapter.dump_json(outcome).decode()


async def deliver_piece(key: str, place: str, number: str, artifact: str, dask_worker: "Worker") -> None:
    """Hand a step what another worker did of it."""
    await _hosts[dask_worker.address].add_piece(key, int(place), int(number), artifact)


def deliver_secrets(key: str, sealed: str, dask_worker: "Worker") -> None:
    """Hand a step the secrets that were sealed for it, in hex."""
    _hosts[dask_worker.address].deliver_secrets(key, bytes.fromhex(sealed))


def describe_worker(dask_worker: "Worker") -> dict[str, object]:
    """What a server wants to know before the first step."""
    host = _hosts.get(dask_worker.address)
    return {
        "name": str(dask_worker.name),
        "versions": list_versions(),
        "slots": dask_worker.state.nthreads,
        "running": host.executor.running_count if host else 0,
        "ready": host is not None,
    }
