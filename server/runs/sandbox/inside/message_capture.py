"""What a step logs and warns of, on its way to the server. Runs inside the sandbox only."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from server.runs.sandbox.inside.sandbox_messages import LogChunk
from server.runs.sandbox.inside.step_process import EmitMessage


@contextmanager
def capture_messages(emit_message: EmitMessage) -> Iterator[None]:
    """Within this block, what is logged and warned of is passed on."""
    handler = _MessageHandler(emit_message)
    root, ours = logging.getLogger(), logging.getLogger("modules")
    before = ours.level
    ours.setLevel(logging.INFO)
    root.addHandler(handler)
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        warnings.showwarning = lambda message, category, *_: handler.emit_warning(message, category)
        try:
            yield
        finally:
            root.removeHandler(handler)
            ours.setLevel(before)


class _MessageHandler(logging.Handler):
    def __init__(self, emit_message: EmitMessage) -> None:
        super().__init__()
        self.emit_message = emit_message

    def emit(self, record: logging.LogRecord) -> None:
        prefix = f"{record.levelname.capitalize()}: " if record.levelno >= logging.WARNING else ""
        self.emit_message(LogChunk("log", f"{prefix}{record.getMessage()}\n"))

    def emit_warning(self, message: Warning | str, category: type[Warning]) -> None:
        self.emit_message(LogChunk("log", f"{category.__name__}: {message}\n"))
