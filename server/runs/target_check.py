"""Tries a compute target out: each finding is something that a run needs there, with how long it took."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from server.runs.executors.dask_bridge.bridge_messages import TargetDescription
from server.runs.executors.dask_executor import DaskExecutor, TargetUnavailable
from server.runs.executors.executor import Executor, StepJob
from server.runs.executors.local_executor import LocalExecutor
from server.runs.sandbox.inside.sandbox_messages import LogChunk, StepEvent, StepFailed, StepOutcome, StepSucceeded
from server.runs.sandbox.inside.sandbox_requests import StepLimits, StepRequest
from server.runs.sandbox.run_sandbox import RunSandbox
from server.runs.sandbox.sandbox_pool import SandboxPool
from server.storage.files.artifact_store import compute_content_hash
from server.storage.orm.core_tables import generate_id

STEP_SECONDS, CANCEL_SECONDS = 120.0, 10.0
#: How the steps of a test are told from those of runs.
TEST_PREFIX = "test-"
WAITING_SCRIPT = """import time
import pandas as pd

def azureml_main(first=None, second=None):
    print("waiting", flush=True)
    time.sleep(3600)
    return pd.DataFrame()
"""
DATA = "a,b\n" + "".join(f"{row},{row * 0.1}\n" for row in range(1000))

#: What each finding means, where it is good.
FINDING_SENTENCES = {
    "reached": "Reached over TLS, with your own certificate",
    "same versions": "Python and libraries have the same versions",
    "same result": "A step ran and gave the same bits as here",
    "cancelled": "Cancelled a running step",
}


@dataclass(frozen=True)
class TargetFinding:
    """One thing that was tried: what, whether it went well, the seconds it took, and why it did not go well."""

    name: str
    passed: bool
    seconds: float
    message: str = ""


@dataclass(frozen=True)
class TargetCheck:
    """What a test of a target found, and its workers at that time."""

    findings: tuple[TargetFinding, ...]
    description: TargetDescription | None

    @property
    def passed(self) -> bool:
        """Whether steps can run there."""
        return all(finding.passed for finding in self.findings)


async def check_target(executor: DaskExecutor, pool: SandboxPool) -> TargetCheck:
    """Reach the cluster, compare its libraries, run a step there and here, and cancel one."""
    start = time.monotonic()
    try:
        description = await executor.describe()
    except TargetUnavailable as error:
        return TargetCheck((TargetFinding("reached", False, time.monotonic() - start, str(error)),), None)
    findings = [TargetFinding("reached", True, time.monotonic() - start), _compare_versions(description)]
    async with _borrow_sandbox(pool) as sandbox:
        findings.append(await _run_same_step(executor, sandbox))
        if findings[-1].passed:
            findings.append(await _cancel_step(executor, sandbox))
    return TargetCheck(tuple(findings), description)


@asynccontextmanager
async def _borrow_sandbox(pool: SandboxPool) -> AsyncIterator[RunSandbox]:
    sandbox = await pool.acquire(scripts=True)
    try:
        yield sandbox
    finally:
        await pool.release(sandbox)


def _compare_versions(description: TargetDescription) -> TargetFinding:
    """Whether all workers have the libraries of this server. One that has not is left out, and said."""
    unlike = [worker for worker in description.workers if worker.differences]
    if not unlike:
        return TargetFinding("same versions", True, 0.0)
    message = " ".join(f"On {worker.name}, {'; '.join(worker.differences)}." for worker in unlike)
    return TargetFinding("same versions", False, 0.0, message)


async def _run_same_step(executor: DaskExecutor, sandbox: RunSandbox) -> TargetFinding:
    """Run one step here and there, and compare what they wrote bit by bit."""
    hashes, start = [], time.monotonic()
    for place in (LocalExecutor(1), executor):
        start = time.monotonic()
        request = _make_request("enter_data_manually", sandbox, trusted=True, data=DATA)
        outcome = await _run_in_time(place, request, sandbox)
        if not isinstance(outcome, StepSucceeded):
            return TargetFinding("same result", False, time.monotonic() - start, _describe_outcome(outcome))
        hashes.append(await asyncio.to_thread(_hash_outputs, [made.path for made in outcome.outputs]))
    passed = hashes[0] == hashes[1]
    message = "" if passed else "The same step gave other bits there than here."
    return TargetFinding("same result", passed, time.monotonic() - start, message)


async def _cancel_step(executor: DaskExecutor, sandbox: RunSandbox) -> TargetFinding:
    """Start a step that waits, and cancel it."""
    request = _make_request("execute_python_script", sandbox, trusted=False, python_script=WAITING_SCRIPT)
    running = asyncio.Event()

    def report(event: StepEvent) -> None:
        if isinstance(event, LogChunk) and "waiting" in event.text:
            running.set()

    job = StepJob(f"{TEST_PREFIX}{generate_id()}", "", 1, request, {}, sandbox)
    task = asyncio.create_task(executor.run_job(job, report))
    try:
        async with asyncio.timeout(STEP_SECONDS):
            await running.wait()
    except TimeoutError:
        task.cancel()
        return TargetFinding("cancelled", False, STEP_SECONDS, "A script did not start there.")
    start = time.monotonic()
    task.cancel()
    await asyncio.wait([task], timeout=CANCEL_SECONDS)
    seconds = time.monotonic() - start
    passed = task.done()
    return TargetFinding("cancelled", passed, seconds, "" if passed else "A step could not be ended there.")


async def _run_in_time(executor: Executor, request: StepRequest, sandbox: RunSandbox) -> StepOutcome | None:
    job = StepJob(f"{TEST_PREFIX}{generate_id()}", "", 1, request, {}, sandbox)
    try:
        async with asyncio.timeout(STEP_SECONDS):
            return await executor.run_job(job, lambda _: None)
    except TimeoutError:
        return None


def _make_request(module: str, sandbox: RunSandbox, *, trusted: bool, **parameters: object) -> StepRequest:
    step = f"{TEST_PREFIX}{generate_id()}"
    limits = replace(StepLimits(), seconds=STEP_SECONDS)
    return StepRequest(step, module, parameters, {}, sandbox.folder / step, trusted, limits)


def _hash_outputs(paths: list[Path]) -> list[str]:
    return [compute_content_hash(path) for path in paths]


def _describe_outcome(outcome: StepOutcome | None) -> str:
    if outcome is None:
        return f"A step was not done there after {STEP_SECONDS:.0f} seconds."
    return outcome.error.message if isinstance(outcome, StepFailed) else "The process of a step was lost there."
