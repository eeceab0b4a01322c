"""The steps that a cluster has of this server, as they are shown: of which run, and for how long."""

import time
from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import BaseModel
from sqlmodel import Session, col, select

from modules.kit import Module
from server.graph.document import get_node_title, parse_design
from server.runs.executors.dask_bridge.bridge_messages import WorkerDescription
from server.runs.executors.dask_executor import JobState
from server.runs.target_check import TEST_PREFIX
from server.storage.orm.core_tables import DesignRow, RunRow


class TargetStepRead(BaseModel):
    """A step on a cluster. `worker` has it since so many seconds; without one it has waited for them.

    Of a step in another workspace nothing is said but that it is there.
    """

    kind: Literal["step", "test", "hidden"]
    title: str
    design_id: str | None
    design: str
    run_number: int | None
    worker: str | None
    seconds: float


def list_target_steps(
    session: Session, jobs: Sequence[JobState], workers: Sequence[WorkerDescription], catalog: Mapping[str, Module]
) -> list[TargetStepRead]:
    """The steps in the order of their times; the session sees what its caller may."""
    titles = {name: module.title for name, module in catalog.items()}
    names = {worker.address: worker.name for worker in workers}
    query = select(RunRow, DesignRow.name).join(DesignRow, col(DesignRow.id) == col(RunRow.design_id))
    runs = {
        run.id: (run, name)
        for run, name in session.exec(query.where(col(RunRow.id).in_({job.run for job in jobs}))).all()
    }
    found = []
    for job in jobs:
        run, design = runs.get(job.run, (None, ""))
        is_test = job.run.startswith(TEST_PREFIX)
        found.append(
            TargetStepRead(
                kind="step" if run else "test" if is_test else "hidden",
                title=_find_title(run, job.step, titles) if run else "",
                design_id=run.design_id if run else None,
                design=design,
                run_number=run.number if run else None,
                worker=names.get(job.worker, job.worker) if job.worker else None,
                seconds=max(0.0, time.monotonic() - job.since),
            )
        )
    return found


def _find_title(run: RunRow, node: str, titles: Mapping[str, str]) -> str:
    placed = parse_design(run.document).nodes.get(node)
    return node if placed is None else get_node_title(placed, titles)
