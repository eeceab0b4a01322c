"""Gives pieces of a step that works on many to workers with nothing to do.

The step begins at the front and these at the back, some pieces at a time. A worker that is lost, or ended because a
step waits for it, loses nothing: the step does all that has not come.
"""

import asyncio
import math
import uuid
from contextlib import suppress
from dataclasses import dataclass, field, replace

from modules.kit.shared_pieces import PieceTask
from server.runs.executors.dask_bridge.cluster import Cluster, ClusterUnavailable
from server.runs.executors.dask_bridge.remote_steps import RemoteHelp, RemoteStep
from server.runs.sandbox.inside.sandbox_messages import PiecesOffered

SECONDS_BETWEEN_LOOKS = 0.5
#: What one worker is given takes at least so long, and so many times what it takes to come as far.
LEAST_SECONDS, LEAST_TIMES_BEFORE = 1.0, 2.0


@dataclass
class _HelpedStep:
    """A step with an offer, the pieces that have come, and those that each helper was given."""

    step: RemoteStep
    offer: PiecesOffered
    arrived: set[int] = field(default_factory=set)
    given: dict[str, tuple[int, ...]] = field(default_factory=dict)
    helpers: set[asyncio.Task[None]] = field(default_factory=set)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def list_left(self) -> list[int]:
        """The pieces that nobody works on."""
        taken = self.arrived.union(*self.given.values())
        return [number for number in range(self.offer.first, self.offer.total) if number not in taken]


class PieceHelpers:
    """The steps of one server that are helped. All methods belong to one event loop."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._helped: dict[str, _HelpedStep] = {}
        self._keeping: dict[str, asyncio.Task[None]] = {}

    def note_offer(self, key: str, step: RemoteStep, offer: PiecesOffered) -> None:
        """A step says what others may do, or that it needs nobody any more."""
        helped = self._helped.get(key)
        if helped is None or helped.offer.place != offer.place:
            helped = self._helped[key] = _HelpedStep(step, offer, given=helped.given if helped else {})
        helped.offer = offer
        helped.changed.set()
        if key not in self._keeping:
            self._keeping[key] = asyncio.create_task(self._keep_helping(key))

    def note_piece(self, key: str, place: int, number: int) -> None:
        """A piece of a step has come."""
        helped = self._helped.get(key)
        if helped is not None and helped.offer.place == place:
            helped.arrived.add(number)

    async def end(self, key: str) -> None:
        """Nobody helps this step any more, which is over."""
        keeping = self._keeping.pop(key, None)
        if keeping is not None:
            keeping.cancel()
            await self._end_helpers(self._helped.pop(key))

    async def _keep_helping(self, key: str) -> None:
        while True:
            helped = self._helped[key]
            helped.changed.clear()
            if self._cluster.has_waiting() or not helped.offer.total:
                await self._end_helpers(helped)
            else:
                with suppress(ClusterUnavailable):
                    await self._give_pieces(key, helped)
            with suppress(TimeoutError):
                await asyncio.wait_for(helped.changed.wait(), SECONDS_BETWEEN_LOOKS)

    async def _give_pieces(self, key: str, helped: _HelpedStep) -> None:
        free = await self._cluster.list_free_workers(key)
        for worker in free:
            numbers = choose_pieces(helped.list_left(), helped.offer, len(helped.given) + len(free))
            if not numbers:
                return
            task = asyncio.create_task(self._help(key, helped, worker, numbers))
            helped.helpers.add(task)
            task.add_done_callback(helped.helpers.discard)

    async def _help(self, key: str, helped: _HelpedStep, worker: str, numbers: tuple[int, ...]) -> None:
        """Have a worker do these pieces."""
        step, offer = helped.step, helped.offer
        name = f"{step.step}.helper-{uuid.uuid4().hex[:8]}"
        task = PieceTask(offer.place, offer.digest, numbers)
        help_key = f"{step.run}/{name}/{step.key.rpartition('/')[2]}"
        helper = replace(step, key=help_key, step=name, help=RemoteHelp(self._cluster.find_key_there(key), task))
        helped.given[help_key] = numbers
        try:
            await self._cluster.run_helper(helper, worker)
        finally:
            del helped.given[help_key]
            helped.changed.set()

    async def _end_helpers(self, helped: _HelpedStep) -> None:
        await asyncio.gather(*map(self._cluster.cancel_helper, list(helped.given)))


def choose_pieces(left: list[int], offer: PiecesOffered, helpers: int) -> tuple[int, ...]:
    """What the next helper of so many does: from the back, and less the fewer are left, so that all end together."""
    seconds = max(LEAST_SECONDS, LEAST_TIMES_BEFORE * offer.seconds_before)
    size = max(math.ceil(seconds / max(offer.seconds, 1e-3)), math.ceil(len(left) / (2 * (helpers + 1))))
    return tuple(reversed(left[-size:])) if size < len(left) else ()
