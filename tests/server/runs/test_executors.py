"""What every executor must do, on this machine and on a Dask cluster: the same results, and the same ends."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from server.runs.executors.dask_executor import DaskExecutor
from server.runs.executors.executor import Executor, StepJob
from server.runs.executors.local_executor import LocalExecutor
from server.runs.sandbox.inside.sandbox_messages import (
    LogChunk,
    ProgressUpdate,
    StepCrashed,
    StepEvent,
    StepFailed,
    StepOutcome,
    StepSucceeded,
)
from server.runs.sandbox.inside.sandbox_requests import InputFile, StepRequest
from server.storage.files.artifact_store import ArtifactStore
from tests.dask_cluster import DaskCluster, start_cluster
from tests.server.runs.conftest import StepBench, find_processes_mentioning, read_arrow_rows

pytestmark = pytest.mark.anyio

SLEEP = "import time\nprint('running', flush=True)\ntime.sleep(600)"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    made = start_cluster(tmp_path_factory.mktemp("cluster"))
    yield made
    made.stop()


@dataclass
class Place:
    """An executor, and the steps that a test has it run."""

    executor: Executor
    bench: StepBench
    store: ArtifactStore
    events: list[StepEvent] = field(default_factory=list)
    running: asyncio.Event = field(default_factory=asyncio.Event)
    attempt: int = 1

    async def run(self, request: StepRequest, secrets: dict[str, str] | None = None) -> StepOutcome:
        job = StepJob("run", "workspace", self.attempt, request, secrets or {}, self.bench.sandbox)
        return await self.executor.run_job(job, self.report)

    def report(self, event: StepEvent) -> None:
        self.events.append(event)
        if isinstance(event, LogChunk) and "running" in event.text:
            self.running.set()

    @property
    def log(self) -> str:
        return "".join(event.text for event in self.events if isinstance(event, LogChunk))


@pytest.fixture(scope="module")
async def dask(cluster: DaskCluster) -> AsyncIterator[DaskExecutor]:
    executor = DaskExecutor(cluster.make_target())
    yield executor
    await executor.close()


@pytest.fixture(params=["local", "dask"])
def place(request: pytest.FixtureRequest, bench: StepBench, dask: DaskExecutor) -> Place:
    store = ArtifactStore(bench.sandbox.folder / "store")  # which steps may read
    return Place(dask if request.param == "dask" else LocalExecutor(2), bench, store)


async def test_a_step_reads_stored_values_and_gives_checked_ones(place: Place) -> None:
    first = place.bench.make_script("print('one')\nprint('two')\nreturn pd.DataFrame({'a': [1, 2, 3]})")
    outcome = await place.run(first)
    assert isinstance(outcome, StepSucceeded), outcome
    assert place.log == "one\ntwo\n"
    stored = place.store.store_file(outcome.outputs[0].path)
    table = InputFile(place.store.get_path(stored), "dataset")
    doubled = replace(
        place.bench.make_script("return pd.DataFrame({'b': first['a'] * 2})"), inputs={"dataset1": (table,)}
    )
    outcome = await place.run(doubled)
    assert isinstance(outcome, StepSucceeded), outcome
    assert read_arrow_rows(outcome.outputs[0].path) == [{"b": 2}, {"b": 4}, {"b": 6}]
    assert (outcome.outputs[0].rows, outcome.outputs[0].columns) == (3, 1)


async def test_what_is_computed_elsewhere_has_the_same_bits(
    bench: StepBench, dask: DaskExecutor, tmp_path: Path
) -> None:
    store, artifacts = ArtifactStore(tmp_path), []
    for executor in (LocalExecutor(1), dask):
        request = bench.make_request("enter_data_manually", data="a,b\n1,x\n2,y\n")
        outcome = await Place(executor, bench, store).run(request)
        assert isinstance(outcome, StepSucceeded), outcome
        artifacts.append(store.store_file(outcome.outputs[0].path))
    assert artifacts[0] == artifacts[1]


async def test_a_failure_says_the_same(place: Place) -> None:
    outcome = await place.run(place.bench.make_script("raise ValueError('no such price')"))
    assert isinstance(outcome, StepFailed)
    assert "no such price" in outcome.error.message
    assert outcome.error.line is not None


async def test_progress_and_log_come_while_it_runs(place: Place) -> None:
    script = place.bench.make_script(SLEEP)
    task = asyncio.create_task(place.run(script))
    await asyncio.wait_for(place.running.wait(), 60)
    assert not task.done()
    start = time.monotonic()
    task.cancel()
    await asyncio.wait([task])
    assert time.monotonic() - start < 10
    assert not isinstance(place.events[-1], ProgressUpdate)


async def test_a_cancelled_step_leaves_no_process(place: Place) -> None:
    mark = f"sleeper-{os.getpid()}-{id(place)}"
    script = place.bench.make_script(
        f"import subprocess\nprint('running', flush=True)\nsubprocess.run(['sh', '-c', 'sleep 600 # {mark}'])"
    )
    task = asyncio.create_task(place.run(script))
    await asyncio.wait_for(place.running.wait(), 60)
    task.cancel()
    await asyncio.wait([task])
    async with asyncio.timeout(20):
        while find_processes_mentioning(mark):
            await asyncio.sleep(0.05)


async def test_secrets_arrive_and_are_not_in_the_exchange(place: Place, cluster: DaskCluster) -> None:
    secret = f"a-secret-{id(place)}"
    script = place.bench.make_script("import os\nreturn pd.DataFrame({'n': [len(os.environ.get('KEY', ''))]})")
    outcome = await place.run(script, {"KEY": secret})
    assert isinstance(outcome, StepSucceeded), outcome
    found = [file for file in cluster.folder.rglob("*") if file.is_file() and secret.encode() in file.read_bytes()]
    assert found == []


async def test_its_own_end_is_no_lost_machine(place: Place) -> None:
    outcome = await place.run(place.bench.make_script("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"))
    assert isinstance(outcome, StepCrashed)
    again = await place.run(place.bench.make_script("return pd.DataFrame({'a': [1]})"))
    assert isinstance(again, StepSucceeded)


async def test_a_step_keeps_to_its_time(place: Place) -> None:
    script = place.bench.make_script(SLEEP)
    outcome = await place.run(replace(script, limits=replace(script.limits, seconds=1.0)))
    assert outcome == StepCrashed("time limit")


async def test_files_left_by_a_script_come_along(place: Place) -> None:
    script = place.bench.make_script(
        "from pathlib import Path\nPath('plots').mkdir()\nPath('plots/a.txt').write_text('x')"
    )
    await place.run(script)
    assert (script.folder / "plots" / "a.txt").read_text() == "x"


async def test_a_lost_worker_is_a_lost_attempt_and_the_next_one_succeeds(
    bench: StepBench, dask: DaskExecutor, cluster: DaskCluster, tmp_path: Path
) -> None:
    place = Place(dask, bench, ArtifactStore(tmp_path))
    task = asyncio.create_task(place.run(bench.make_script(SLEEP)))
    await asyncio.wait_for(place.running.wait(), 60)
    cluster.start_worker()
    cluster.workers[0].send_signal(signal.SIGKILL)
    outcome = await asyncio.wait_for(task, 60)
    assert isinstance(outcome, StepCrashed)
    assert outcome.reason == "worker lost"
    outcome = await Place(dask, bench, ArtifactStore(tmp_path), attempt=2).run(
        bench.make_script("return pd.DataFrame({'a': [1]})")
    )
    assert isinstance(outcome, StepSucceeded)


async def test_a_cluster_without_encryption_is_refused(bench: StepBench, cluster: DaskCluster, tmp_path: Path) -> None:
    target = replace(cluster.make_target(), address=cluster.address.replace("tls://", "tcp://"))
    outcome = await Place(DaskExecutor(target), bench, ArtifactStore(tmp_path)).run(bench.make_script("pass"))
    assert isinstance(outcome, StepFailed)
    assert "is not encrypted" in outcome.error.message


async def test_a_worker_with_other_libraries_is_refused_by_name(
    bench: StepBench, cluster: DaskCluster, tmp_path: Path
) -> None:
    executor = DaskExecutor(cluster.make_target())
    executor._versions = {**executor._versions, "scikit-learn": "0.1"}
    outcome = await Place(executor, bench, ArtifactStore(tmp_path)).run(bench.make_script("pass"))
    await executor.close()
    assert isinstance(outcome, StepFailed)
    assert "scikit-learn is" in outcome.error.message
