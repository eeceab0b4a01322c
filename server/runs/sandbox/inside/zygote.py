"""The zygote: a process without threads, inside the boundary, that forks the children in which steps run.

It has imported the libraries and the catalog, so that a fork is a process ready to work. It never runs a user's code,
nor any module: it hands requests to children, passes on what they say, and reaps them.
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

from server.runs.sandbox.inside import file_attributes
from server.runs.sandbox.inside.child_process import (
    MAX_EVENTS,
    MAX_METRIC_MESSAGES,
    ChildProcess,
    WorkerKind,
    describe_exit,
    fork_child,
)
from server.runs.sandbox.inside.file_identity import identify_file
from server.runs.sandbox.inside.landlock import restrict_to_paths
from server.runs.sandbox.inside.log_limiter import LogLimiter
from server.runs.sandbox.inside.process_tree import kill_tree
from server.runs.sandbox.inside.sandbox_launcher import (
    SandboxSpec,
    adopt_orphans,
    die_with_parent,
    kill_all_children,
    list_own_children,
    list_readable,
    list_writable,
)
from server.runs.sandbox.inside.sandbox_messages import FINAL_KINDS
from server.runs.sandbox.inside.seccomp import install_for_zygote

PIPE_CHUNK_BYTES = 65_536
SECONDS_BETWEEN_PROGRESS = 0.05
#: How often processes without a parent are looked for: while a step is to be over, and while one is under way.
SECONDS_BETWEEN_SWEEPS, SECONDS_BETWEEN_LOOKS = 0.05, 0.25
MAX_MESSAGE_BYTES = 4 * 1024**2
#: Messages of which a step may send many.
NUMEROUS_KINDS = ("metrics", "chunk", "offered", "piece")
EVENT_KINDS = ("produced", "workers", *NUMEROUS_KINDS)
#: After so many processes that lost their parent the zygote ends as soon as it is idle, and the server starts another.
MAX_ZYGOTE_ORPHANS = 16


class Zygote:
    """Takes requests from the server, and keeps the children."""

    def __init__(self, control: socket.socket, spec: SandboxSpec) -> None:
        self.control = control
        self.spec = spec
        self.children: dict[int, ChildProcess] = {}
        self.pending_outcomes: list[tuple[str, dict[str, object]]] = []
        self.pending_views: deque[dict[str, object]] = deque()
        self.unfinished_line = b""
        self.orphan_count = 0
        self.selector = selectors.DefaultSelector()
        self.wake_reader, self.wake_writer = os.pipe()
        os.set_blocking(self.wake_writer, False)
        os.set_blocking(self.wake_reader, False)

    def serve(self) -> None:
        """Work until the server hangs up or dies."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.wake_writer, warn_on_full_buffer=False)
        self.selector.register(self.control, selectors.EVENT_READ, self._read_requests)
        self.selector.register(self.wake_reader, selectors.EVENT_READ, self._reap_children)
        self._fork_spare("warm")
        if self.spec.runs_scripts:
            self._fork_spare("fork")
        self._emit("", {"kind": "ready", "pid": os.getpid()})
        while self.orphan_count <= MAX_ZYGOTE_ORPHANS or self._is_busy():
            for key, _ in self.selector.select(timeout=self._choose_timeout()):
                if self.selector.get_map().get(key.fileobj) is not key:  # closed by what came before it
                    continue
                if cast(Callable[[], bool | None], key.data)() is False:
                    return
            self._emit_outcomes()
        self._emit("", {"kind": "leaving"})  # what the server asks from now on, it asks the next zygote again

    def _choose_timeout(self) -> float | None:
        """How long to wait for something to happen: a process may lose its parent without anybody noticing."""
        if self.pending_outcomes:
            return SECONDS_BETWEEN_SWEEPS
        return SECONDS_BETWEEN_LOOKS if self._is_busy() else None

    def _is_busy(self) -> bool:
        return bool(self.pending_outcomes or self.pending_views) or any(child.step for child in self.children.values())

    def _read_requests(self) -> bool:
        """Read requests; False when the server has hung up."""
        data = self.control.recv(PIPE_CHUNK_BYTES)
        *lines, self.unfinished_line = (self.unfinished_line + data).split(b"\n")
        for line in lines:
            self._handle_request(json.loads(line))
        return bool(data)

    def _handle_request(self, request: dict[str, object]) -> None:
        if request["kind"] == "cancel":
            self._cancel_request(request)
        elif request["kind"] == "view" and request["trusted"]:
            self.pending_views.append(request)
            self._start_next_view()
        elif request["kind"] == "sample" and request.get("trusted"):
            self._start_request(request, "sample")
        else:
            self._start_request(request, "warm" if request.get("trusted") else "fork")

    def _start_request(self, request: dict[str, Any], worker_kind: WorkerKind) -> None:
        try:
            child = self._find_idle_child(worker_kind, request) or self._fork_child(worker_kind)
            child.step, child.events_left, child.metrics_left = request["step"], MAX_EVENTS, MAX_METRIC_MESSAGES
            child.folder = Path(request["folder"] if "folder" in request else request["view_path"]).resolve()
            with suppress(BrokenPipeError):  # the child is dead and will be reaped: its step is lost
                _write_all(child.requests_fd, json.dumps(request).encode() + b"\n")
            # Before anything else: a script may keep this process from its work as soon as it runs.
            self._emit(request["step"], {"kind": "begun", "pid": child.pid, "workers": list(self.children)})
            if worker_kind == "fork" and self.spec.runs_scripts:
                self._fork_spare(worker_kind)
        except OSError:  # no process or no pipe is to be had, as while a script forks without end
            self.orphan_count = MAX_ZYGOTE_ORPHANS + 1
            self._emit(request["step"], {"kind": "lost", "reason": "worker lost", "detail": "no process could start"})

    def _find_idle_child(self, worker_kind: WorkerKind, request: dict[str, Any]) -> ChildProcess | None:
        """The free child of a lane; of several, the one that holds most of the inputs in memory."""
        free = [child for child in self.children.values() if child.worker_kind == worker_kind and child.is_free]
        input_files = {
            identify_file(Path(file["path"])) for files in request.get("inputs", {}).values() for file in files
        }
        return max(free, key=lambda child: len(child.recent_outputs & input_files), default=None)

    def _fork_spare(self, worker_kind: WorkerKind) -> None:
        """Fork the next child of a lane ahead, so that its step need not wait for that."""
        if self.spec.preload and not any(
            child.worker_kind == worker_kind and child.is_free for child in self.children.values()
        ):
            with suppress(OSError):
                self._fork_child(worker_kind)

    def _start_next_view(self) -> None:
        busy = any(child.worker_kind == "view" and child.step for child in self.children.values())
        if self.pending_views and not busy:
            self._start_request(self.pending_views.popleft(), "view")

    def _cancel_request(self, request: dict[str, object]) -> None:
        reason = request["reason"]
        outcome = {"kind": "cancelled"} if reason == "cancelled" else {"kind": "lost", "reason": reason}
        for child in self.children.values():
            if child.step == request["step"] and child.outcome is None:
                child.kill_outcome = child.kill_outcome or outcome
                kill_tree([child.pid])

    def _fork_child(self, worker_kind: WorkerKind) -> ChildProcess:
        child = fork_child(worker_kind, self.spec)
        self.children[child.pid] = child
        self.selector.register(child.messages_fd, selectors.EVENT_READ, partial(self._read_messages, child))
        self.selector.register(child.attribute_channel, selectors.EVENT_READ, partial(self._handle_attributes, child))
        for ours in child.output_logs:
            self.selector.register(ours, selectors.EVENT_READ, partial(self._copy_output, child, ours))
        return child

    def _handle_attributes(self, child: ChildProcess) -> None:
        if not file_attributes.handle_attribute_request(child.attribute_channel, child.folder if child.step else None):
            self.selector.unregister(child.attribute_channel)

    def _copy_output(self, child: ChildProcess, descriptor: int) -> None:
        """Pass on what a child has written to one of its output streams."""
        data = _read_available(descriptor)
        if data == b"":
            self.selector.unregister(descriptor)
        elif data:
            self._emit_log(child, child.output_logs[descriptor], child.output_logs[descriptor].feed(data))

    def _emit_log(self, child: ChildProcess, log: LogLimiter, text: str) -> None:
        if log.stream == "stderr":
            child.stderr_tail = (child.stderr_tail + text)[-1000:]
        if text and child.step:
            self._emit(child.step, {"kind": "log", "stream": log.stream, "text": text})

    def _drain_output(self, child: ChildProcess) -> None:
        """Pass on all that a child has written so far, to the last unfinished line."""
        for descriptor, log in child.output_logs.items():
            while data := _read_available(descriptor):
                self._emit_log(child, log, log.feed(data))
            self._emit_log(child, log, log.finish())
        self._emit_log(child, child.message_log, child.message_log.finish())

    def _read_messages(self, child: ChildProcess) -> None:
        """Pass on the messages of a child; the one that ends its step comes after all its output."""
        data = _read_available(child.messages_fd)
        if data == b"":
            self.selector.unregister(child.messages_fd)
        *lines, child.unfinished_line = (child.unfinished_line + (data or b"")).split(b"\n")
        if len(child.unfinished_line) > MAX_MESSAGE_BYTES:
            child.kill({"kind": "lost", "reason": "worker lost", "detail": "its message was too long"})
            return
        for line in lines:
            self._forward_message(child, line)

    def _forward_message(self, child: ChildProcess, line: bytes) -> None:
        try:
            message = json.loads(line)
            final = message["kind"] in FINAL_KINDS
        except (ValueError, TypeError, KeyError, RecursionError):  # a script wrote into the line
            child.kill({"kind": "lost", "reason": "worker lost", "detail": "its message was no message"})
            return
        if child.step is None or child.outcome is not None or child.kill_outcome is not None:
            return
        if not final:
            self._forward_event(child, message)
        elif child.worker_kind == "fork":
            child.outcome = message
            child.kill()
        else:
            self._drain_output(child)
            step, child.step = child.step, None
            child.recent_outputs |= {identify_file(Path(produced["path"])) for produced in message.get("outputs", ())}
            self._emit(step, message)
            self._start_next_view()

    def _forward_event(self, child: ChildProcess, message: dict[str, object]) -> None:
        """Pass on an event, but no flood of them: a script can write into its line what it likes."""
        if message["kind"] == "log":
            self._emit_log(child, child.message_log, child.message_log.add(str(message.get("text"))))
        elif message["kind"] == "progress":
            moment = time.monotonic()
            if moment - child.last_progress_at >= SECONDS_BETWEEN_PROGRESS or message.get("done") == message.get(
                "total"
            ):
                child.last_progress_at = moment
                self._emit(str(child.step), message)
        elif message["kind"] in NUMEROUS_KINDS and child.metrics_left > 0:
            child.metrics_left -= 1
            self._emit(str(child.step), message)
        elif message["kind"] not in EVENT_KINDS:  # how a step ended is not for a script to say
            child.kill({"kind": "lost", "reason": "worker lost", "detail": "it claimed an end of its own"})
        elif message["kind"] not in NUMEROUS_KINDS and child.events_left > 0:
            child.events_left -= 1
            self._emit(str(child.step), message)

    def _reap_children(self) -> None:
        """Reap dead children, and say what became of their steps."""
        while _read_available(self.wake_reader):
            pass
        for pid, status in _reap_ended():
            child = self.children.pop(pid, None)
            if child is None:
                self.orphan_count += 1
            else:
                self._close_child(child, status)
        self._start_next_view()

    def _close_child(self, child: ChildProcess, status: int) -> None:
        self._read_remaining_messages(child)
        self._drain_output(child)
        for descriptor in (child.messages_fd, *child.output_logs, child.attribute_channel.fileno()):
            with suppress(KeyError):
                self.selector.unregister(descriptor)
        for descriptor in (child.messages_fd, *child.output_logs):
            os.close(descriptor)
        child.attribute_channel.close()
        os.close(child.requests_fd)
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        if child.step:
            lost: dict[str, object] = {"kind": "lost", "reason": child.crash_reason, "detail": describe_exit(status)}
            outcome = child.kill_outcome or child.outcome or lost
            self.pending_outcomes.append((child.step, outcome))

    def _read_remaining_messages(self, child: ChildProcess) -> None:
        with suppress(KeyError):
            while self.selector.get_key(child.messages_fd):
                before = len(child.unfinished_line)
                self._read_messages(child)
                if len(child.unfinished_line) == before:
                    return

    def _emit_outcomes(self) -> None:
        """Say what became of ended children's steps, once nobody whom they left behind can touch their files."""
        orphans = [pid for pid in list_own_children() if pid not in self.children]
        if orphans:
            kill_tree(orphans)
        else:
            for step, outcome in self.pending_outcomes:
                self._emit(step, outcome)
            self.pending_outcomes.clear()

    def _emit(self, step: str, message: dict[str, object]) -> None:
        try:
            content = json.dumps(message, ensure_ascii=False).encode("utf-8", "replace")
            self.control.sendall(json.dumps(step).encode() + b"\t" + content + b"\n")
        except OSError:  # the server is gone
            sys.exit(0)


def _reap_ended() -> Iterator[tuple[int, int]]:
    """The children that ended, each with the status that the kernel gives of its end."""
    with suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            yield pid, status


def _read_available(descriptor: int) -> bytes | None:
    """What there is to read; b"" at the end, None when there is nothing yet."""
    try:
        return os.read(descriptor, PIPE_CHUNK_BYTES)
    except BlockingIOError:
        return None


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def preload_libraries() -> None:
    """Import all that steps are likely to need, so that children find it in memory."""
    gc.disable()  # nothing of it is garbage, and looking for some takes a fifth of the time
    from server.runs.sandbox.inside import step_worker

    step_worker.import_libraries()
    gc.freeze()  # what is here stays shared: the collector of a child does not touch it
    gc.enable()


def confine_process(spec: SandboxSpec) -> None:
    """The first thing inside a boundary: this process closes what namespaces leave open, for good."""
    adopt_orphans()
    die_with_parent()
    install_for_zygote(namespaces=spec.mechanism == "bubblewrap")
    if spec.mechanism != "process":
        restrict_to_paths(list_readable(spec), list_writable(spec))


def run_zygote(spec: SandboxSpec, control: socket.socket) -> int:
    """Be the zygote of one run until the server hangs up; returns how many processes lost their parent on the way."""
    Path(spec.folder, "tmp").mkdir(exist_ok=True)
    zygote = Zygote(control, spec)
    try:
        zygote.serve()
    finally:
        kill_all_children()
    return zygote.orphan_count
