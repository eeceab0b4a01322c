"""The live preview: after each edit the design is run on some 500 rows beside everything else, and never in its way.

Each workspace has processes of its own, which remember what they computed; so nothing of another workspace is in their
memory. A newer edit ends the preview of an older one; while a run of a canvas is under way there is none. What takes
too long for a preview is remembered and left to full runs.
"""

import asyncio
import logging
import stat
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from modules.kit import Module
from modules.kit.custom_module_parser import parse_custom_module
from modules.kit.script_execution import PLOTS_FOLDER
from modules.kit.strict_json import InvalidJson, parse_json
from server.auth import audit_log
from server.folder_removal import remove_folder
from server.graph.analyzed_design import has_user_code
from server.graph.planning.run_plan import PlannedStep, RunPlan
from server.runs.preview.preview_steps import build_preview_step
from server.runs.run_services import RunServices
from server.runs.sandbox import script_figures
from server.runs.sandbox.inside.sandbox_messages import PreviewDone, StepCancelled, StepCrashed
from server.runs.sandbox.inside.sandbox_requests import MIB, PreviewRequest, PreviewStep, StepLimits
from server.runs.sandbox.inside.secret_pipe import provide_secrets
from server.runs.sandbox.output_scrubber import OutputScrubber
from server.runs.sandbox.pending_request import OnEvent
from server.runs.sandbox.run_sandbox import RunSandbox
from server.runs.sandbox.zygote_channel import SandboxFailed
from server.runs.step_secrets import SecretUnavailable
from server.storage.transactions.workspace_context import get_default_workspace

PREVIEW_ROWS = 500
PREVIEW_LIMITS = StepLimits(memory_bytes=1024 * MIB, seconds=5.0, output_bytes=64 * MIB, processes=32)
#: A preview under way gets so long to end by itself, for its results are of use to the next one.
PREVIEW_GRACE_SECONDS = 0.3
#: After so long without an edit the process is ended.
IDLE_SECONDS = 600.0
#: So many workspaces have processes for previews at once, and so many previews are made at once.
MAX_SESSIONS, MAX_CONCURRENT_PREVIEWS = 8, 2
MAX_RESULTS_BYTES = 16 * MIB
#: So long a step that took too long is left out; then it is tried again, for the machine may have been busy.
SLOW_SECONDS = 300.0
NO_ENVIRONMENT_MESSAGE = "Runs in an environment, so it is not in the live preview. It runs in full runs only."
TOO_SLOW_MESSAGE = "Takes too long for the live preview. It runs in full runs only."

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Preview:
    """What each node gave on the sample: {node: {"ports": ...} or {"error": ...} or {"skipped": ...}}."""

    nodes: Mapping[str, dict[str, Any]]
    seconds: float
    computed_count: int


@dataclass(frozen=True)
class PreviewRun:
    """How steps ended: what each node gave, the one under way in the end, and the figures of the one logged."""

    outcome: PreviewDone | StepCrashed | StepCancelled | None
    nodes: Mapping[str, dict[str, Any]]
    unfinished_node: str | None
    figures: Sequence[bytes]


class PreviewSuperseded(Exception):
    """A newer edit of the design wants the preview for itself, or a run has begun."""


#: A state of a design as far as a preview shows it: whether code may run, what is left out, and what each step is.
PreviewState = tuple[str, bool, tuple[str, ...], tuple[str, ...]]


@dataclass(eq=False)
class PreviewSession:
    """Where the previews of one workspace are made, one at a time."""

    #: {whether scripts run in it: the sandbox}
    sandboxes: dict[bool, asyncio.Task[RunSandbox]] = field(default_factory=dict)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    #: How many previews and draft runs are under way in its sandboxes.
    active_count: int = 0
    running: asyncio.Task[Preview] | None = None
    #: The design and the person that the running preview is for.
    owner: tuple[str, str] = ("", "")
    idle_timer: asyncio.TimerHandle | None = None

    @property
    def is_busy(self) -> bool:
        return self.lock.locked() or self.active_count > 0


class PreviewScheduler:
    """Runs previews of designs, one at a time in each workspace."""

    def __init__(self, services: RunServices) -> None:
        self._services = services
        #: {workspace: its session}, the one used last at the end
        self._sessions: OrderedDict[str, PreviewSession] = OrderedDict()
        self._slots = asyncio.Semaphore(MAX_CONCURRENT_PREVIEWS)
        self._newest_requests: dict[str, int] = {}
        self._pending: dict[PreviewState, asyncio.Task[Preview]] = {}
        #: {lineage hash: until when it is left out}
        self._slow_until: dict[str, float] = {}
        self._count = 0
        self._closing: set[asyncio.Task[None]] = set()

    async def preview(
        self, design_id: str, plan: RunPlan, bound_artifacts: Mapping[str, str], *, trusted: bool
    ) -> Preview:
        """The plan on a sample of its data. Raises PreviewSuperseded when a newer request for the design comes.

        It comes without being asked for, so in a design that is not `trusted` no script and no query takes part.
        Several who look at the same state of a design get the same preview.
        """
        state = (design_id, trusted, tuple(plan.omissions), tuple(step.lineage_hash for step in plan.steps))
        pending_preview = self._pending.get(state)
        if pending_preview is None:
            pending_preview = asyncio.create_task(
                self._preview_newest(design_id, plan, bound_artifacts, trusted), name="wish for a sample"
            )
            self._pending[state] = pending_preview
            pending_preview.add_done_callback(lambda task: self._forget_pending(state, task))
        try:
            return await asyncio.shield(pending_preview)
        except asyncio.CancelledError:
            if pending_preview.cancelled():
                raise PreviewSuperseded from None
            raise

    def _forget_pending(self, state: PreviewState, task: asyncio.Task[Preview]) -> None:
        del self._pending[state]
        if not task.cancelled():
            task.exception()  # nobody may be waiting for it any more

    async def _preview_newest(
        self, design_id: str, plan: RunPlan, bound_artifacts: Mapping[str, str], trusted: bool
    ) -> Preview:
        self._count += 1
        request_number = self._count
        self._newest_requests[design_id] = request_number
        session, owner = self._get_session(), (design_id, _get_actor_id())
        self._cancel_outdated(session, owner)
        async with session.lock, self._slots:
            if self._newest_requests.get(design_id) != request_number:
                raise PreviewSuperseded
            session.owner = owner
            session.running = asyncio.create_task(
                self._compute_preview(plan, bound_artifacts, request_number, trusted), name="sample"
            )
            try:
                return await session.running
            except asyncio.CancelledError:
                raise PreviewSuperseded from None
            finally:
                session.running = None
                if self._newest_requests.get(design_id) == request_number:
                    del self._newest_requests[design_id]

    def stop(self) -> None:
        """End the previews under way: a run needs the processors."""
        self._newest_requests.clear()
        for session in self._sessions.values():
            if session.running is not None:
                session.running.cancel()

    async def close(self) -> None:
        """End the processes."""
        self.stop()
        for workspace_id in list(self._sessions):
            self._close_session(workspace_id)
        await asyncio.gather(*self._closing)

    def _get_session(self) -> PreviewSession:
        """The session of this workspace; where there are too many, those that nobody used for longest are left."""
        workspace_id = get_default_workspace()
        session = self._sessions.setdefault(workspace_id, PreviewSession())
        self._sessions.move_to_end(workspace_id)
        unused = [one for one, other in self._sessions.items() if one != workspace_id and not other.is_busy]
        for one in unused[: max(0, len(self._sessions) - MAX_SESSIONS)]:
            self._close_session(one)
        return session

    def _cancel_outdated(self, session: PreviewSession, owner: tuple[str, str]) -> None:
        """End the preview under way soon if its design was edited, or if its person went on to another design."""
        if session.running is not None and (owner[0] == session.owner[0] or owner[1] == session.owner[1]):
            asyncio.get_running_loop().call_later(PREVIEW_GRACE_SECONDS, session.running.cancel)

    async def _compute_preview(
        self, plan: RunPlan, bound_artifacts: Mapping[str, str], number: int, trusted: bool
    ) -> Preview:
        trusted_only = all(step.trusted for step in plan.steps)
        steps, left_out = self.select_steps(plan, bound_artifacts, trusted=trusted)
        if not steps:
            await self.open_sandbox(scripts=not trusted_only)
            return Preview(left_out, 0.0, 0)
        preview_run = await self.run_steps(f"sample-{number}", steps, PREVIEW_LIMITS, trusted_only=trusted_only)
        nodes = dict(preview_run.nodes)
        if preview_run.unfinished_node is not None:
            self._remember_slow(next(step.lineage_hash for step in steps if step.node == preview_run.unfinished_node))
            nodes[preview_run.unfinished_node] = {"slow": TOO_SLOW_MESSAGE}
        nodes |= {step.node: {"skipped": True} for step in steps if step.node not in nodes}
        done = (
            preview_run.outcome
            if isinstance(preview_run.outcome, PreviewDone)
            else PreviewDone(len(nodes), PREVIEW_LIMITS.seconds or 0.0)
        )
        return Preview({**left_out, **nodes}, done.seconds, done.computed_count)

    async def run_steps(
        self,
        name: str,
        steps: Sequence[PreviewStep],
        limits: StepLimits,
        *,
        trusted_only: bool,
        logged_node: str = "",
        on_event: OnEvent | None = None,
    ) -> PreviewRun:
        """Run these steps in a folder of this name, which is gone afterwards."""
        session = self._get_session()
        session.active_count += 1
        try:
            sandbox = await self.open_sandbox(scripts=not trusted_only)
            return await self._run_in_sandbox(
                sandbox, name, steps, limits, trusted_only=trusted_only, logged_node=logged_node, on_event=on_event
            )
        finally:
            session.active_count -= 1

    async def _run_in_sandbox(
        self,
        sandbox: RunSandbox,
        name: str,
        steps: Sequence[PreviewStep],
        limits: StepLimits,
        *,
        trusted_only: bool,
        logged_node: str,
        on_event: OnEvent | None,
    ) -> PreviewRun:
        folder = sandbox.folder / name
        results = folder / "results.jsonl"
        request = PreviewRequest(name, tuple(steps), PREVIEW_ROWS, folder, results, trusted_only, limits, logged_node)
        secrets = await asyncio.to_thread(self._read_secrets, steps)
        scrubber = OutputScrubber(on_event or _ignore_event, secrets)
        try:
            with provide_secrets(folder, secrets) as pipe:
                outcome = await sandbox.run_preview(replace(request, secrets=pipe), scrubber.scrub_event)
            scrubber.close()
            nodes = scrubber.scrub_value(await asyncio.to_thread(read_preview_results, results))
            figures = (
                await asyncio.to_thread(script_figures.read_figures, folder / PLOTS_FOLDER, scrubber.has_secret)
                if logged_node
                else []
            )
        finally:
            await asyncio.to_thread(remove_folder, folder)
        return PreviewRun(
            outcome, nodes, next((node for node, result in nodes.items() if result.get("begun")), None), figures
        )

    def _read_secrets(self, steps: Sequence[PreviewStep]) -> dict[str, str]:
        """The values that scripts in these steps ask for; those that cannot be had are said to be missing by them."""
        try:
            return self._services.secrets.decrypt_values(sorted({name for step in steps for name in step.secrets}))
        except SecretUnavailable:
            return {}

    def select_steps(
        self, plan: RunPlan, bound_artifacts: Mapping[str, str], *, trusted: bool
    ) -> tuple[list[PreviewStep], dict[str, dict[str, object]]]:
        """What takes part, and why the rest does not."""
        steps: list[PreviewStep] = []
        left_out: dict[str, dict[str, object]] = {name: {"skipped": True} for name in plan.omissions}
        for step in plan.steps:
            if step.environments:
                left_out[step.node] = {"slow": NO_ENVIRONMENT_MESSAGE}
            elif self._slow_until.get(step.lineage_hash, 0.0) > time.monotonic():
                left_out[step.node] = {"slow": TOO_SLOW_MESSAGE}
            elif step.dependencies & left_out.keys() or (not trusted and self._runs_user_code(step)):
                left_out[step.node] = {"skipped": True}
            else:
                steps.append(build_preview_step(step, self._find_module(step), self._services.store, bound_artifacts))
        return steps, left_out

    def _runs_user_code(self, step: PlannedStep) -> bool:
        """Whether it does by itself, or repeats what does."""
        return has_user_code(self._find_module(step)) or (step.repeats and not step.trusted)

    def _find_module(self, step: PlannedStep) -> Module:
        """The module of a step; a user's own one is read from its source and never run here."""
        return self._services.catalog[step.module] if step.code is None else parse_custom_module(step.module, step.code)

    def _remember_slow(self, lineage_hash: str) -> None:
        moment = time.monotonic()
        self._slow_until = {known: until for known, until in self._slow_until.items() if until > moment}
        self._slow_until[lineage_hash] = moment + SLOW_SECONDS

    async def open_sandbox(self, *, scripts: bool) -> RunSandbox:
        """The sandbox of this workspace's previews, which stays open for a while. Raises SandboxFailed."""
        session = self._get_session()
        if session.idle_timer is not None:
            session.idle_timer.cancel()
        session.idle_timer = asyncio.get_running_loop().call_later(
            IDLE_SECONDS, self._close_session, get_default_workspace()
        )
        if scripts not in session.sandboxes:
            acquiring = self._services.pool.acquire(scripts=scripts)
            session.sandboxes[scripts] = asyncio.create_task(acquiring, name="sandbox for samples")
        try:
            return await asyncio.shield(session.sandboxes[scripts])
        except SandboxFailed:
            session.sandboxes.pop(scripts, None)
            raise

    def _close_session(self, workspace_id: str) -> None:
        """End the processes of a workspace."""
        session = self._sessions.pop(workspace_id)
        if session.idle_timer is not None:
            session.idle_timer.cancel()
        for warming in session.sandboxes.values():
            task = asyncio.create_task(self._release_sandbox(warming))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    async def _release_sandbox(self, warming: asyncio.Task[RunSandbox]) -> None:
        with suppress(SandboxFailed):
            await self._services.pool.release(await warming)


def _get_actor_id() -> str:
    actor = audit_log.get_current_actor()
    return actor.person.id if actor is not None else ""


def _ignore_event(_event: object) -> None:
    """What a preview logs is of no interest."""


def read_preview_results(path: Path) -> dict[str, dict[str, Any]]:
    """What each node gave; the one that was under way when its process ended is only begun.

    A script may have written into the file what it likes, so whatever is no result is left out.
    """
    found: dict[str, dict[str, object]] = {}
    try:
        about = path.lstat()
        if not stat.S_ISREG(about.st_mode) or about.st_size > MAX_RESULTS_BYTES:
            return found
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return found
    for line in lines:
        with suppress(InvalidJson):
            result = parse_json(line)
            if isinstance(result, dict) and isinstance(node := result.pop("node", None), str):
                found[node] = result
    return found
