"""The zygote: a process without threads, inside the boundary, that forks the children in which steps run.

It has imported the libraries and the catalog, so that a fork is a process ready to work. It never runs a user's code,
nor any module: it hands requests to children, passes on what they say, and buries them.
"""

import gc
import json
import os
import selectors
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, cast

from server.runs import attributes
from server.runs.confinement import confine
from server.runs.flood import Log
from server.runs.forked import MOST_EVENTS, Child, Lane, forked
from server.runs.keeper import Plan, adopt_orphans, children, die_with_parent, plan_of, readable, sweep, writable
from server.runs.processes import kill_tree
from server.runs.seccomp import install_for_zygote
from server.runs.steps import FINAL_KINDS, identity

CHUNK = 65_536
SECONDS_BETWEEN_PROGRESS = 0.05
#: How often processes without a parent are looked for: while a step is to be over, and while one is under way.
SECONDS_BETWEEN_SWEEPS, SECONDS_BETWEEN_LOOKS = 0.05, 0.25
LONGEST_LINE = 4 * 1024**2
#: After so many processes that lost their parent the zygote ends as soon as it is idle, and the server starts another.
MOST_LEFT_BEHIND = 16


class Zygote:
    """Takes requests from the server, and keeps the children."""

    def __init__(self, control: socket.socket, plan: Plan) -> None:
        self.control = control
        self.plan = plan
        self.children: dict[int, Child] = {}
        self.waiting: list[tuple[str, dict[str, Any]]] = []
        self.views: deque[dict[str, Any]] = deque()
        self.begun = b""
        self.left_behind = 0
        self.selector = selectors.DefaultSelector()
        self.wake, self.woken = os.pipe()
        os.set_blocking(self.woken, False)
        os.set_blocking(self.wake, False)

    def serve(self) -> None:
        """Work until the server hangs up or dies."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.woken, warn_on_full_buffer=False)
        self.selector.register(self.control, selectors.EVENT_READ, self._hear)
        self.selector.register(self.wake, selectors.EVENT_READ, self._bury)
        self._keep_spare("warm")
        if self.plan.scripts:
            self._keep_spare("fork")
        self._say("", {"kind": "ready", "pid": os.getpid()})
        while self.left_behind <= MOST_LEFT_BEHIND or self._busy():
            for key, _ in self.selector.select(timeout=self._patience()):
                if self.selector.get_map().get(key.fileobj) is not key:  # closed by what came before it
                    continue
                if cast(Callable[[], bool | None], key.data)() is False:
                    return
            self._tell_outcomes()
        self._say("", {"kind": "leaving"})  # what the server asks from now on, it asks the next zygote again

    def _patience(self) -> float | None:
        """How long to wait for something to happen: a process may lose its parent without anybody being told."""
        if self.waiting:
            return SECONDS_BETWEEN_SWEEPS
        return SECONDS_BETWEEN_LOOKS if self._busy() else None

    def _busy(self) -> bool:
        return bool(self.waiting or self.views) or any(child.step for child in self.children.values())

    def _hear(self) -> bool:
        """Read requests; False when the server has hung up."""
        data = self.control.recv(CHUNK)
        *lines, self.begun = (self.begun + data).split(b"\n")
        for line in lines:
            self._obey(json.loads(line))
        return bool(data)

    def _obey(self, request: dict[str, Any]) -> None:
        if request["kind"] == "cancel":
            self._cancel(request)
        elif request["kind"] == "view" and request["trusted"]:
            self.views.append(request)
            self._next_view()
        elif request["kind"] == "sample" and request.get("trusted"):
            self._start(request, "sample")
        else:
            self._start(request, "warm" if request.get("trusted") else "fork")

    def _start(self, request: dict[str, Any], lane: Lane) -> None:
        try:
            child = self._idle(lane, request) or self._fork(lane)
            child.step, child.events_left = request["step"], MOST_EVENTS
            child.folder = Path(request["folder"] if "folder" in request else request["view_path"]).resolve()
            with suppress(BrokenPipeError):  # the child is dead and will be buried: its step is lost
                _write_all(child.requests, json.dumps(request).encode() + b"\n")
            # Before anything else: a script may keep this process from its work as soon as it runs.
            self._say(request["step"], {"kind": "begun", "pid": child.pid, "workers": list(self.children)})
            if lane == "fork" and self.plan.scripts:
                self._keep_spare(lane)
        except OSError:  # no process or no pipe is to be had, as while a script forks without end
            self.left_behind = MOST_LEFT_BEHIND + 1
            self._say(request["step"], {"kind": "lost", "reason": "worker lost"})

    def _idle(self, lane: Lane, request: dict[str, Any]) -> Child | None:
        """The free child of a lane; of several, the one that holds most of the inputs in memory."""
        free = [child for child in self.children.values() if child.lane == lane and child.free]
        wanted = {identity(Path(file["path"])) for files in request.get("inputs", {}).values() for file in files}
        return max(free, key=lambda child: len(child.recent & wanted), default=None)

    def _keep_spare(self, lane: Lane) -> None:
        """Fork the next child of a lane ahead, so that its step need not wait for that."""
        if self.plan.preload and not any(child.lane == lane and child.free for child in self.children.values()):
            with suppress(OSError):
                self._fork(lane)

    def _next_view(self) -> None:
        busy = any(child.lane == "view" and child.step for child in self.children.values())
        if self.views and not busy:
            self._start(self.views.popleft(), "view")

    def _cancel(self, request: dict[str, Any]) -> None:
        reason = request["reason"]
        outcome = {"kind": "cancelled"} if reason == "cancelled" else {"kind": "lost", "reason": reason}
        for child in self.children.values():
            if child.step == request["step"] and child.outcome is None:
                child.killed_for = child.killed_for or outcome
                kill_tree([child.pid])

    def _fork(self, lane: Lane) -> Child:
        child = forked(lane, self.plan)
        self.children[child.pid] = child
        self.selector.register(child.messages, selectors.EVENT_READ, partial(self._listen, child))
        self.selector.register(child.attributes, selectors.EVENT_READ, partial(self._change_attributes, child))
        for ours in child.outputs:
            self.selector.register(ours, selectors.EVENT_READ, partial(self._copy, child, ours))
        return child

    def _change_attributes(self, child: Child) -> None:
        if not attributes.answer(child.attributes, child.folder if child.step else None):
            self.selector.unregister(child.attributes)

    def _copy(self, child: Child, descriptor: int) -> None:
        """Pass on what a child has written to one of its output streams."""
        data = _read(descriptor)
        if data == b"":
            self.selector.unregister(descriptor)
        elif data:
            self._log(child, child.outputs[descriptor], child.outputs[descriptor].read(data))

    def _log(self, child: Child, log: Log, text: str) -> None:
        if log.stream == "stderr":
            child.last_words = (child.last_words + text)[-1000:]
        if text and child.step:
            self._say(child.step, {"kind": "log", "stream": log.stream, "text": text})

    def _drain(self, child: Child) -> None:
        """Pass on all that a child has written so far, to the last unfinished line."""
        for descriptor, log in child.outputs.items():
            while data := _read(descriptor):
                self._log(child, log, log.read(data))
            self._log(child, log, log.end())
        self._log(child, child.told, child.told.end())

    def _listen(self, child: Child) -> None:
        """Pass on the messages of a child; the one that ends its step comes after all its output."""
        data = _read(child.messages)
        if data == b"":
            self.selector.unregister(child.messages)
        *lines, child.begun = (child.begun + (data or b"")).split(b"\n")
        if len(child.begun) > LONGEST_LINE:
            child.kill({"kind": "lost", "reason": "worker lost"})
            return
        for line in lines:
            self._pass_on(child, line)

    def _pass_on(self, child: Child, line: bytes) -> None:
        try:
            message = json.loads(line)
            final = message["kind"] in FINAL_KINDS
        except (ValueError, TypeError, KeyError, RecursionError):  # a script wrote into the line
            child.kill({"kind": "lost", "reason": "worker lost"})
            return
        if child.step is None or child.outcome is not None or child.killed_for is not None:
            return
        if not final:
            self._pass_on_event(child, message)
        elif child.lane == "fork":
            child.outcome = message
            child.kill()
        else:
            self._drain(child)
            step, child.step = child.step, None
            child.recent |= {identity(Path(produced["path"])) for produced in message.get("outputs", ())}
            self._say(step, message)
            self._next_view()

    def _pass_on_event(self, child: Child, message: dict[str, Any]) -> None:
        """Pass on an event, but no flood of them: a script can write into its line what it likes."""
        if message["kind"] == "log":
            self._log(child, child.told, child.told.add(str(message.get("text"))))
        elif message["kind"] == "progress":
            moment = time.monotonic()
            if moment - child.progress_at >= SECONDS_BETWEEN_PROGRESS or message.get("done") == message.get("total"):
                child.progress_at = moment
                self._say(str(child.step), message)
        elif message["kind"] != "produced":  # how a step ended is not for a script to say
            child.kill({"kind": "lost", "reason": "worker lost"})
        elif child.events_left > 0:
            child.events_left -= 1
            self._say(str(child.step), message)

    def _bury(self) -> None:
        """Reap dead children, and say what became of their steps."""
        while _read(self.wake):
            pass
        for pid in _dead():
            child = self.children.pop(pid, None)
            if child is None:
                self.left_behind += 1
            else:
                self._close(child)
        self._next_view()

    def _close(self, child: Child) -> None:
        self._listen_to_the_end(child)
        self._drain(child)
        for descriptor in (child.messages, *child.outputs, child.attributes.fileno()):
            with suppress(KeyError):
                self.selector.unregister(descriptor)
        for descriptor in (child.messages, *child.outputs):
            os.close(descriptor)
        child.attributes.close()
        os.close(child.requests)
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        if child.step:
            outcome = child.killed_for or child.outcome or {"kind": "lost", "reason": child.reason}
            self.waiting.append((child.step, outcome))

    def _listen_to_the_end(self, child: Child) -> None:
        with suppress(KeyError):
            while self.selector.get_key(child.messages):
                before = len(child.begun)
                self._listen(child)
                if len(child.begun) == before:
                    return

    def _tell_outcomes(self) -> None:
        """Say what became of ended children's steps, once nobody whom they left behind can touch their files."""
        orphans = [pid for pid in children() if pid not in self.children]
        if orphans:
            kill_tree(orphans)
        else:
            for step, outcome in self.waiting:
                self._say(step, outcome)
            self.waiting.clear()

    def _say(self, step: str, message: dict[str, Any]) -> None:
        try:
            told = json.dumps(message, ensure_ascii=False).encode("utf-8", "replace")
            self.control.sendall(json.dumps(step).encode() + b"\t" + told + b"\n")
        except OSError:  # the server is gone
            sys.exit(0)


def _dead() -> Iterator[int]:
    with suppress(ChildProcessError):
        while True:
            pid, _ = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            yield pid


def _read(descriptor: int) -> bytes | None:
    """What there is to read; b"" at the end, None when there is nothing yet."""
    try:
        return os.read(descriptor, CHUNK)
    except BlockingIOError:
        return None


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def preload() -> None:
    """Import all that steps are likely to need, so that children find it in memory."""
    gc.disable()  # nothing of it is garbage, and looking for some takes a fifth of the time
    from server.runs import worker

    worker.preload()
    gc.enable()
    gc.collect()
    gc.freeze()  # what is here stays shared: the collector of a child does not touch it


def main() -> None:
    plan, control = settled()
    serve(plan, control)


def settled() -> tuple[Plan, socket.socket]:
    """The first things inside a boundary: the plan and the line to the server are taken, the libraries imported."""
    plan = plan_of(sys.argv[2])
    control = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    adopt_orphans()
    die_with_parent()
    install_for_zygote(namespaces=plan.by == "bubblewrap")
    if plan.by != "process":
        confine(readable(plan), writable(plan))
    if plan.preload:
        preload()
    return plan, control


def serve(plan: Plan, control: socket.socket) -> int:
    """Be the zygote of one run until the server hangs up; returns how many processes lost their parent on the way."""
    Path(plan.folder, "tmp").mkdir(exist_ok=True)
    zygote = Zygote(control, plan)
    try:
        zygote.serve()
    finally:
        sweep()
    return zygote.left_behind
