"""What a step that works on many pieces gets from workers with nothing to do: the same results, and no need of them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from server.runs.executors.dask_bridge.piece_helpers import choose_pieces
from server.runs.executors.dask_executor import DaskExecutor
from server.runs.executors.executor import StepJob
from server.runs.sandbox.inside.sandbox_messages import LogChunk, PiecesOffered, StepEvent, StepSucceeded
from tests.dask_cluster import start_cluster
from tests.server.runs.conftest import STEP_LIMITS, StepBench, read_arrow_rows

pytestmark = pytest.mark.anyio

#: A step with 40 pieces; the first one takes so long that others are asked.
FAN_OUT = """
from modules.kit.fan_out import fan_out_in_order
from modules.kit.shared_pieces import get_step_pieces
import logging, time

def do_piece(number):
    is_helper = get_step_pieces().task is not None
    time.sleep(1 if number == 0 else 0)
    {body}
    return number * 2

return pd.DataFrame({{'doubled': list(fan_out_in_order(do_piece, range(40), unit='pieces'))}})
"""
EXPECTED = [{"doubled": number * 2} for number in range(40)]


@pytest.fixture(scope="module")
async def dask(anyio_backend: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[DaskExecutor]:
    assert anyio_backend == "asyncio"
    cluster = start_cluster(tmp_path_factory.mktemp("cluster"), workers=2)
    executor = DaskExecutor(cluster.make_target())
    while len((await executor.describe()).workers) < 2:
        await asyncio.sleep(0.1)
    yield executor
    await executor.close()
    cluster.stop()


async def run_pieces(
    dask: DaskExecutor, bench: StepBench, name: str, body: str
) -> tuple[list[dict[str, object]], list[StepEvent]]:
    """The rows of a step whose pieces do this, and what it said."""
    request = bench.make_script(FAN_OUT.format(body=body), trusted=True, limits=replace(STEP_LIMITS, seconds=None))
    events: list[StepEvent] = []
    job = StepJob(name, "workspace", 1, request, {}, bench.sandbox)
    outcome = await asyncio.wait_for(dask.run_job(job, events.append), 600)
    assert isinstance(outcome, StepSucceeded), outcome
    return read_arrow_rows(outcome.outputs[0].path), events


async def test_another_worker_does_what_this_one_would_never_end(dask: DaskExecutor, bench: StepBench) -> None:
    body = """
    time.sleep(600 if number == 39 and not is_helper else 0)
    if is_helper:
        logging.getLogger("modules").info("helped")
    """
    rows, events = await run_pieces(dask, bench, "helped", body)
    assert rows == EXPECTED
    assert "helped\n" in [event.text for event in events if isinstance(event, LogChunk)]


async def test_a_worker_that_never_answers_is_not_waited_for_and_is_free_afterwards(
    dask: DaskExecutor, bench: StepBench
) -> None:
    body = "time.sleep(600 if is_helper else 3 if number == 1 else 0)"
    rows, _ = await run_pieces(dask, bench, "alone", body)
    assert rows == EXPECTED
    async with asyncio.timeout(60):
        while any(worker.running for worker in (await dask.describe()).workers):
            await asyncio.sleep(0.1)


@pytest.mark.parametrize(
    ("left", "seconds", "before", "helpers", "expected"),
    [
        (range(4, 20), 5.0, 0.0, 1, (19, 18, 17, 16)),
        (range(4, 20), 0.1, 0.0, 1, (19, 18, 17, 16, 15, 14, 13, 12, 11, 10)),
        (range(4, 20), 5.0, 20.0, 3, (19, 18, 17, 16, 15, 14, 13, 12)),
        (range(4, 20), 0.01, 0.0, 1, ()),
        (range(19, 20), 5.0, 0.0, 1, ()),
    ],
)
def test_helpers_begin_at_the_back_with_what_is_worth_the_way(
    left: range, seconds: float, before: float, helpers: int, expected: tuple[int, ...]
) -> None:
    offer = PiecesOffered(0, left.start, left.stop, seconds, before, "")
    assert choose_pieces(list(left), offer, helpers) == expected
