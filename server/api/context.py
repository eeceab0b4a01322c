"""What every endpoint may ask for: the parts that `create_app` made, and a database session."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from prometheus_client import CollectorRegistry
from sqlmodel import Session

from modules.kit import Module
from server.api.feed import Feed
from server.people.presence import Presence
from server.people.streams import Streams
from server.runs.broadcast import Broadcast
from server.runs.deliveries import Deliveries
from server.runs.executors.local import LocalExecutor
from server.runs.experiments import Experiments
from server.runs.pool import SandboxPool
from server.runs.runner import Runner
from server.runs.sampler import Sampler
from server.runs.starting import Analyst
from server.runs.told import Isolation
from server.runs.trials import Trials
from server.samples.data import SampleShelf
from server.settings import Settings
from server.storage.artifacts import ArtifactStore
from server.storage.database import Database


@dataclass(frozen=True)
class Context:
    """The running program."""

    settings: Settings
    database: Database
    store: ArtifactStore
    catalog: Mapping[str, Module]
    analyst: Analyst
    runner: Runner
    sampler: Sampler
    trials: Trials
    experiments: Experiments
    executor: LocalExecutor
    pool: SandboxPool
    registry: CollectorRegistry
    broadcast: Broadcast
    feed: Feed
    presence: Presence
    isolation: Isolation
    shelf: SampleShelf
    cookie: str
    loop: asyncio.AbstractEventLoop
    streams: Streams
    deliveries: Deliveries

    def soon(self, call: Callable[..., object], *arguments: object) -> None:
        """Have something done in the event loop; called from an endpoint's thread, after its transaction."""
        self.loop.call_soon_threadsafe(call, *arguments)

    def over(self, *keys: str) -> None:
        """End the open streams of sessions or accounts, by their ids."""
        self.soon(self.streams.end, *keys)


def _context(request: Request) -> Context:
    context: Context = request.app.state.context
    return context


Running = Annotated[Context, Depends(_context)]


def _writing(context: Running, request: Request) -> Iterator[Session]:
    # What names a design writes to that one, and everything else to whatever it likes.
    design = request.path_params.get("design_id")
    with context.database.session(*([design] if design is not None else [])) as session:
        yield session


def _reading(context: Running) -> Iterator[Session]:
    with context.database.reading() as session:
        yield session


#: A transaction that is committed before the answer goes out.
Writing = Annotated[Session, Depends(_writing, scope="function")]
Reading = Annotated[Session, Depends(_reading, scope="function")]
