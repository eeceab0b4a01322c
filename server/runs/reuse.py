"""Results that are there already, or under way in this process: the same work is not done twice."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from server.graph import plan as planning
from server.graph.plan import PlannedStep
from server.runs.engine import Engine
from server.storage import runs
from server.storage.artifacts import ArtifactStore, Damaged
from server.storage.place import PERSONAL
from server.storage.tables import RunRow

Outputs = Mapping[str, str]


class Computed(NamedTuple):
    """The outputs of a step, and the run that computed them."""

    outputs: Outputs
    design_id: str
    number: int


#: Results under way in this process, by cache key: whoever needs the same result waits for it.
Computing = dict[str, "asyncio.Future[Computed | None]"]


def are_whole(store: ArtifactStore, outputs: Outputs) -> bool:
    """Whether the artifacts of a finished step are still what they were."""
    try:
        for artifact in outputs.values():
            store.verify(artifact)
    except Damaged:
        return False
    return True


class Results:
    """The results that one run can take from others, and gives to them."""

    def __init__(self, engine: Engine, home: str, run: RunRow, computing: Computing) -> None:
        self._engine = engine
        self._home = home
        self._design_id = run.design_id
        self._number = run.number
        self._computing = computing

    def key(self, step: PlannedStep, inputs: Mapping[str, Sequence[str]]) -> str:
        """The cache key of a step. What is outside of the design is asked for, so it is slow."""
        parts = (self._engine.errands.identity(step.errand), self._engine.secrets.identity(step.secrets))
        outside = " ".join(part for part in parts if part)
        # Results are reused within a workspace: whose results there are elsewhere is not to be guessed from haste.
        return planning.cache_key(step, inputs, outside if self._home == PERSONAL else f"{self._home} {outside}")

    async def under_way(self, key: str) -> Computed | None:
        """What another run computes under this key, once it has; None says that from here on this run computes it."""
        while (others := self._computing.get(key)) is not None:
            computed = await asyncio.shield(others)
            if computed is not None:
                return computed
        self._computing[key] = asyncio.get_running_loop().create_future()
        return None

    def stored(self, key: str) -> Computed | None:
        """What an earlier run computed under this key, if all of it is whole."""
        with self._engine.database.reading() as session:
            result = runs.result(session, key)
            if result is None:
                return None
            sizes = {row.id: row.bytes for row in runs.artifacts(session, result.outputs.values()).values()}
            earlier = session.get(RunRow, result.run_id)
        try:
            for artifact in result.outputs.values():
                self._engine.store.verify(artifact, sizes.get(artifact))
        except Damaged:
            return None
        return Computed(result.outputs, earlier.design_id if earlier else "", earlier.number if earlier else 0)

    def give(self, key: str, outputs: Outputs | None, committed: "asyncio.Future[None] | None") -> None:
        """End the wait of the others; who comes later finds the result in the database, once it is there."""
        mine = None if outputs is None else Computed(outputs, self._design_id, self._number)
        self._computing[key].set_result(mine)
        if committed is None:
            del self._computing[key]
        else:
            committed.add_done_callback(lambda _: self._computing.pop(key, None))

    def number_here(self, computed: Computed) -> int | None:
        """The number of the run that computed a result, if it is a run of the same design."""
        return computed.number if computed.design_id == self._design_id else None
