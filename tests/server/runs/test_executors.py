"""What every executor must do, on this machine and on a Dask cluster: the same results, and the same ends."""

import asyncio
import os
import shutil
import signal
import time
import uuid
import zipfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from modules.kit.serialization import save_value
from modules.learning.supervised_examples import make_loan_model, make_loans
from server.runs.environments.environment_installer import BuiltEnvironment, EnvironmentInstaller, hash_lock
from server.runs.environments.package_index import PackageIndex, get_own_python
from server.runs.environments.specification import PackageRequirements
from server.runs.executors.dask_executor import DaskExecutor
from server.runs.executors.executor import Executor, StepJob
from server.runs.executors.local_executor import LocalExecutor
from server.runs.sandbox.inside.sandbox_messages import (
    ChunkWritten,
    LogChunk,
    ProgressUpdate,
    StepCrashed,
    StepEvent,
    StepFailed,
    StepOutcome,
    StepSucceeded,
)
from server.runs.sandbox.inside.sandbox_requests import BatchRequest, InputFile, StepRequest
from server.storage.files.artifact_store import ArtifactStore
from tests.dask_cluster import DaskCluster, start_cluster, write_certificates
from tests.server.environments.package_server import PackageServer, make_wheel, running_package_server
from tests.server.runs.conftest import StepBench, find_processes_mentioning, read_arrow_rows

pytestmark = pytest.mark.anyio

SLEEP = "import time\nprint('running', flush=True)\ntime.sleep(600)"


@pytest.fixture(scope="module")
def index() -> Iterator[PackageServer]:
    with running_package_server() as server:
        server.add(make_wheel("tinyone", "1.0"))
        yield server


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, index: PackageServer) -> Iterator[DaskCluster]:
    made = start_cluster(tmp_path_factory.mktemp("cluster"), DESIGNERY_PACKAGE_INDEX=index.address)
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
    #: Its own for each place: workers remember the steps of a run for a while.
    run_name: str = field(default_factory=lambda: uuid.uuid4().hex)

    async def run(
        self,
        request: StepRequest,
        secrets: dict[str, str] | None = None,
        environment: BuiltEnvironment | None = None,
    ) -> StepOutcome:
        environments = (environment,) if environment else ()
        job = StepJob(
            self.run_name, "workspace", self.attempt, request, secrets or {}, self.bench.sandbox, environments
        )
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


def make_command(place: Place, line: str, environment: BuiltEnvironment) -> StepRequest:
    """A step that runs a line of the shell in an environment."""
    place.store.folder.chmod(0o755)
    with zipfile.ZipFile(place.store.folder / "code.zip", "w") as archive:
        archive.writestr("README", "")
    code = place.store.store_file(place.store.folder / "code.zip")
    request = place.bench.make_request(
        "run_command",
        trusted=False,
        inputs={"code": (InputFile(place.store.get_path(code), "file"),)},
        command=line,
        environment=environment.reference,
    )
    return replace(request, environments={environment.reference: environment.folder})


async def test_a_step_has_its_environment(place: Place, index: PackageServer, tmp_path: Path) -> None:
    installer = EnvironmentInstaller(tmp_path / "environments", PackageIndex(index.address))
    python = get_own_python()
    lock = await installer.solve(PackageRequirements(("tinyone",)), python, print)
    installed = await installer.install(lock, python, print)
    folder = place.bench.sandbox.folder / f"environment-{id(place)}"  # where steps may read
    shutil.copytree(installed, folder, symlinks=True)
    environment = BuiltEnvironment("tiny", folder, installed.name, lock, python)
    line = "python -c 'import tinyone; print(tinyone.VERSION, tinyone.__file__)'"
    for _ in range(2):
        outcome = await place.run(make_command(place, line, environment), environment=environment)
        assert isinstance(outcome, StepSucceeded), outcome
    said = [line for line in place.log.splitlines() if line.startswith("1.0 ")]
    is_own = place.executor.__class__ is LocalExecutor
    assert [line.startswith(f"1.0 {folder}") for line in said] == [is_own, is_own]
    # It is built once for the machine of the worker.
    assert place.log.count("Building the environment 'tiny' on this worker.") == (0 if is_own else 1)


async def test_an_environment_that_cannot_be_built_there_fails_the_step_with_its_name(
    dask: DaskExecutor, bench: StepBench, tmp_path: Path
) -> None:
    place = Place(dask, bench, ArtifactStore(tmp_path))
    lock = f"nothing-of-the-kind==1.0 --hash=sha256:{'0' * 64}\n"
    environment = BuiltEnvironment("odd", tmp_path, hash_lock(lock, get_own_python()), lock, get_own_python())
    outcome = await place.run(make_command(place, "true", environment), environment=environment)
    assert isinstance(outcome, StepFailed)
    assert (outcome.error.number, outcome.error.parameter) == (162, "environment")
    assert outcome.error.message.startswith("The environment 'odd' could not be built on this worker.")


async def test_chunks_of_a_batch_arrive_and_none_is_scored_twice(place: Place) -> None:
    loans, model = make_loans(), make_loan_model()
    made = [save_value(value, place.store.uploads, name) for name, value in (("loans", loans), ("model", model))]
    table, trained = (
        InputFile(place.store.get_path(place.store.store_file(one.path)), kind)
        for one, kind in zip(made, ("dataset", "trained_model"), strict=True)
    )

    def make_batch(finished: dict[str, InputFile]) -> StepRequest:
        request = place.bench.make_request(
            "score_in_batches",
            trusted=False,
            inputs={"dataset": (table,), "trained_model": (trained,)},
            rows_per_chunk=100,
        )
        return replace(request, batch=BatchRequest(finished, table=table))

    first = make_batch({})
    outcome = await place.run(first)
    assert isinstance(outcome, StepSucceeded), outcome
    chunks = [event for event in place.events if isinstance(event, ChunkWritten)]
    assert [chunk.number for chunk in chunks] == list(range(len(chunks)))
    assert sum(chunk.rows for chunk in chunks) == len(loans.frame)
    assert {chunk.path.parent for chunk in chunks} == {first.folder / "chunks"}
    place.events.clear()
    finished = {str(chunk.number): InputFile(chunk.path, "dataset") for chunk in chunks[:-1]}
    outcome = await place.run(make_batch(finished))
    assert isinstance(outcome, StepSucceeded), outcome
    assert [event.number for event in place.events if isinstance(event, ChunkWritten)] == [chunks[-1].number]


async def test_a_fetched_file_keeps_its_name(place: Place) -> None:
    fetched = place.bench.sandbox.folder / f"fetched-{id(place)}" / "cars.csv"
    fetched.parent.mkdir()
    fetched.write_text("[a],b\n1,2\n")  # by its content alone it would be taken for JSON
    request = place.bench.make_request("import_data", url="https://example.org/cars.csv")
    outcome = await place.run(replace(request, fetched_file=InputFile(fetched, "file")))
    assert isinstance(outcome, StepSucceeded), outcome
    assert read_arrow_rows(outcome.outputs[0].path) == [{"[a]": 1, "b": 2}]


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
    assert outcome.reason == "machine lost"
    outcome = await Place(dask, bench, ArtifactStore(tmp_path), attempt=2).run(
        bench.make_script("return pd.DataFrame({'a': [1]})")
    )
    assert isinstance(outcome, StepSucceeded)


async def test_a_step_goes_on_without_its_server_and_is_taken_over(
    bench: StepBench, cluster: DaskCluster, tmp_path: Path
) -> None:
    script = "import uuid\nname = uuid.uuid4().hex\nprint('running', name, flush=True)\nimport time\ntime.sleep(1.5)"
    request = bench.make_script(f"{script}\nreturn pd.DataFrame({{'name': [name]}})")
    first = Place(DaskExecutor(cluster.make_target()), bench, ArtifactStore(tmp_path))
    task = asyncio.create_task(first.run(request))
    await asyncio.wait_for(first.running.wait(), 60)
    process = first.executor._process  # type: ignore[attr-defined]
    process.kill()  # as when the server is killed
    assert await task == StepCrashed("machine lost")
    second = Place(DaskExecutor(cluster.make_target()), bench, first.store, attempt=2, run_name=first.run_name)
    outcome = await second.run(request)
    assert isinstance(outcome, StepSucceeded), outcome
    [row] = read_arrow_rows(outcome.outputs[0].path)
    assert first.log == f"running {row['name']}\n"
    assert "The server was away while this step ran." in second.log
    for place in (first, second):
        await place.executor.close()  # type: ignore[attr-defined]


@pytest.mark.nightly  # which kills workers, schedulers and servers by the dozen as well: tests/nightly
async def test_a_scheduler_that_is_replaced_is_a_lost_attempt_and_the_next_one_finds_the_new_one(
    bench: StepBench, tmp_path: Path
) -> None:
    own = start_cluster(tmp_path / "cluster")
    executor = DaskExecutor(own.make_target())
    place = Place(executor, bench, ArtifactStore(tmp_path / "store"))
    try:
        task = asyncio.create_task(place.run(bench.make_script(SLEEP)))
        await asyncio.wait_for(place.running.wait(), 120)
        own.restart_scheduler()
        assert await asyncio.wait_for(task, 60) == StepCrashed("machine lost")
        own.start_worker()  # the other one ends with its scheduler
        outcome = await replace(place, attempt=2).run(bench.make_script("return pd.DataFrame({'a': [1]})"))
        assert isinstance(outcome, StepSucceeded), outcome
    finally:
        await executor.close()
        own.stop()


async def test_a_cluster_without_encryption_is_refused(bench: StepBench, cluster: DaskCluster, tmp_path: Path) -> None:
    target = replace(cluster.make_target(), address=cluster.address.replace("tls://", "tcp://"))
    outcome = await Place(DaskExecutor(target), bench, ArtifactStore(tmp_path)).run(bench.make_script("pass"))
    assert isinstance(outcome, StepFailed)
    assert "is not encrypted" in outcome.error.message


async def test_a_scheduler_of_another_authority_is_refused_with_what_to_check(
    bench: StepBench, cluster: DaskCluster, tmp_path: Path
) -> None:
    write_certificates(tmp_path)
    target = replace(
        cluster.make_target(),
        ca_file=tmp_path / "ca.pem",
        certificate_file=tmp_path / "cert.pem",
        key_file=tmp_path / "key.pem",
    )
    executor = DaskExecutor(target)
    outcome = await Place(executor, bench, ArtifactStore(tmp_path)).run(bench.make_script("pass"))
    assert isinstance(outcome, StepFailed)
    assert "not of the same authority" in outcome.error.message


async def test_a_worker_with_other_libraries_is_refused_by_name(
    bench: StepBench, cluster: DaskCluster, tmp_path: Path
) -> None:
    executor = DaskExecutor(cluster.make_target())
    executor._versions = {**executor._versions, "scikit-learn": "0.1"}
    outcome = await Place(executor, bench, ArtifactStore(tmp_path)).run(bench.make_script("pass"))
    await executor.close()
    assert isinstance(outcome, StepFailed)
    assert "scikit-learn is" in outcome.error.message


async def test_a_cluster_that_sleeps_is_woken_and_new_workers_take_what_waits(bench: StepBench, tmp_path: Path) -> None:
    asleep = start_cluster(tmp_path / "cluster", workers=0)
    executor = DaskExecutor(asleep.make_target())
    places = [Place(executor, bench, ArtifactStore(tmp_path / "store"), attempt=number) for number in (1, 2)]
    tasks = [asyncio.create_task(place.run(bench.make_script(SLEEP))) for place in places]
    try:
        await asleep.wait_for_demand()
        asleep.restart_scheduler()  # what no worker has begun with is not lost with it
        for count in (1, 2):  # what waits is not bound to the first one
            asleep.start_worker()
            async with asyncio.timeout(120):
                while sum(place.running.is_set() for place in places) < count:
                    await asyncio.sleep(0.05)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        await executor.close()
        asleep.stop()
