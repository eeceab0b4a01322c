"""What a workspace may take: storage is reserved before it is written, and steps over its number wait for a place."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from threading import Lock

from sqlmodel import Session

from server.storage.database import Database
from server.storage.stores import quota_store
from server.storage.transactions.workspace_context import use_workspace

BYTE_UNITS = ("B", "KB", "MB", "GB", "TB")


class OverQuota(Exception):
    """A workspace may not hold more; the message says how much it holds and may, and what to do."""


class TooManyRuns(Exception):
    """A workspace has as many runs under way as it may; the message says what to do."""


@dataclass(frozen=True)
class WorkspaceLimits:
    """What a workspace may hold in bytes, and how many steps and runs of it there may be; 0 is no limit."""

    storage: int = 0
    steps: int = 0
    runs: int = 0


def format_bytes(size: float) -> str:
    """A number of bytes as the app writes it: 3.2 GB."""
    unit = 0
    while size >= 1_000 and unit < len(BYTE_UNITS) - 1:
        size, unit = size / 1_000, unit + 1
    return f"{size:.0f} {BYTE_UNITS[unit]}" if size >= 10 or unit == 0 else f"{size:.1f} {BYTE_UNITS[unit]}"


class Reservation:
    """Room that somebody is about to fill. It counts as used until it is released."""

    def __init__(self, owner: "WorkspaceQuotas", workspace: str) -> None:
        self._quotas, self._workspace = owner, workspace
        self.size = 0

    def grow(self, size: int) -> None:
        """Have room for so many bytes in all; raises OverQuota, and then has none.

        So of several who grow at once and are too much together, the last finds the room that the others gave up.
        """
        if size > self.size:
            held, self.size = self.size, 0
            self._quotas.exchange(self._workspace, held, size)
            self.size = size

    @contextmanager
    def hold(self) -> Iterator["Reservation"]:
        """Kept for the length of a block."""
        try:
            yield self
        finally:
            self.release()

    def release(self) -> None:
        self._quotas.release(self._workspace, self.size)
        self.size = 0


class WorkspaceQuotas:
    """The limits of all workspaces. One server works on a database, so what is reserved is known here."""

    def __init__(self, database: Database, defaults: WorkspaceLimits, *, team: bool = True) -> None:
        self._database, self.defaults, self._team = database, defaults, team
        self._limits: dict[str, WorkspaceLimits] = {}
        self._reserved: dict[str, int] = defaultdict(int)
        self._lock = Lock()
        self.step_slots = WorkspaceStepSlots()

    def open(self) -> None:
        """Count what is held: a restore may have come before."""
        with use_workspace(None), self._database.session() as session:
            quota_store.recount_usage(session)

    def get_limits(self, workspace: str) -> WorkspaceLimits:
        """What a workspace may take."""
        known = self._limits.get(workspace)
        if known is None:
            with use_workspace(None), self._database.read_session() as session:
                row = quota_store.get_quota(session, workspace)
            own = (row.storage, row.steps, row.runs)
            default = (self.defaults.storage, self.defaults.steps, self.defaults.runs)
            known = WorkspaceLimits(*(usual if one is None else one for one, usual in zip(own, default, strict=True)))
            self._limits[workspace] = known
        return known

    def reload_limits(self, workspace: str) -> None:
        """Its limits were changed; called in the event loop's thread."""
        self._limits.pop(workspace, None)
        self.step_slots.admit_waiting(workspace, self.get_limits(workspace).steps)

    def reserve(self, workspace: str, size: int) -> Reservation:
        """Room until it is released; raises OverQuota."""
        made = Reservation(self, workspace)
        made.grow(size)
        return made

    def exchange(self, workspace: str, held: int, wanted: int) -> None:
        """Give up the room that was held and take what is wanted instead; raises OverQuota if there is too little."""
        limit = self.get_limits(workspace).storage
        with self._lock:
            self._reserved[workspace] -= held
            if limit and (used := self._read_used(workspace) + self._reserved[workspace]) + wanted > limit:
                raise OverQuota(self._describe_full(used, limit, wanted))
            self._reserved[workspace] += wanted

    def release(self, workspace: str, size: int) -> None:
        with self._lock:
            self._reserved[workspace] -= size

    def _read_used(self, workspace: str) -> int:
        with use_workspace(None), self._database.read_session() as session:
            return quota_store.get_quota(session, workspace).used

    def step_slot(self, workspace: str, on_waiting: Callable[[str], object]) -> AbstractAsyncContextManager[None]:
        """A place among the steps of a workspace that run at once; `on_waiting` gets the reason if there is none."""
        limit = self.get_limits(workspace).steps
        reason = f"Waiting in the queue: this workspace runs {limit} {'step' if limit == 1 else 'steps'} at once."
        return self.step_slots.hold(workspace, limit, lambda: on_waiting(reason))

    def check_new_run(self, session: Session, workspace: str) -> None:
        """Raise OverQuota or TooManyRuns where a workspace may start no run."""
        limits = self.get_limits(workspace)
        if limits.storage and (used := quota_store.get_quota(session, workspace).used) >= limits.storage:
            raise OverQuota(self._describe_full(used, limits.storage, 0))
        if limits.runs and (there := quota_store.count_unfinished_runs(session, workspace)) >= limits.runs:
            raise TooManyRuns(
                f"This workspace has {there} {'run' if there == 1 else 'runs'} in progress or waiting, which is its "
                f"limit. Wait for one to finish, or cancel one. {self._explain_who_raises('DESIGNERY_WORKSPACE_RUNS')}"
            )

    def _describe_full(self, used: int, limit: int, more: int) -> str:
        addition = f" This would add {format_bytes(more)}." if more else ""
        return (
            f"This workspace uses {format_bytes(used)} of its {format_bytes(limit)}.{addition} Delete runs and "
            f"datasets that you no longer need. {self._explain_who_raises('DESIGNERY_WORKSPACE_STORAGE')}"
        )

    def _explain_who_raises(self, setting: str) -> str:
        """Who can change a limit."""
        if self._team:
            return "Owners of this server can raise the limit under People, Workspaces."
        return f"{setting} sets the limit."


class WorkspaceStepSlots:
    """How many steps of each workspace run, and those that wait, in their order. Used in the event loop only."""

    def __init__(self) -> None:
        self._running: dict[str, int] = defaultdict(int)
        self._waiting: dict[str, deque[asyncio.Future[None]]] = defaultdict(deque)
        self._limits: dict[str, int] = {}

    @asynccontextmanager
    async def hold(self, workspace: str, limit: int, on_waiting: Callable[[], object]) -> AsyncIterator[None]:
        """For the length of the block a step of the workspace runs; calls `on_waiting` where there is no place yet."""
        self._limits[workspace] = limit
        if not limit or self._running[workspace] < limit:
            self._running[workspace] += 1
        else:
            on_waiting()
            await self._wait_for_slot(workspace)
        try:
            yield
        finally:
            self._release_slot(workspace)

    async def _wait_for_slot(self, workspace: str) -> None:
        """Wait for a place, which whoever leaves one hands over."""
        turn = asyncio.get_running_loop().create_future()
        self._waiting[workspace].append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._release_slot(workspace)
            else:
                with suppress(ValueError):  # it was passed over already
                    self._waiting[workspace].remove(turn)
            raise

    def _release_slot(self, workspace: str) -> None:
        self._running[workspace] -= 1
        self.admit_waiting(workspace, self._limits[workspace])

    def admit_waiting(self, workspace: str, limit: int) -> None:
        """Let those in for whom there is a place, by the limit from now on."""
        self._limits[workspace] = limit
        queue = self._waiting[workspace]
        while queue and (not limit or self._running[workspace] < limit):
            turn = queue.popleft()
            if not turn.done():
                self._running[workspace] += 1
                turn.set_result(None)
