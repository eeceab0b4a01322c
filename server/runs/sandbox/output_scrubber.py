"""What a step says and leaves behind, on its way out of the sandbox: without the secrets that the step was given."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from server.runs.sandbox.inside.sandbox_messages import (
    LogChunk,
    ProgressUpdate,
    ResultsSoFar,
    StepError,
    StepEvent,
    StepFailed,
    StepOutcome,
    StepSucceeded,
)
from server.runs.sandbox.inside.secret_redaction import SecretRedactor, StreamRedactor


class OutputScrubber:
    """Scrubs one step, or one preview. Without secrets everything is passed on as it is."""

    def __init__(self, emit: Callable[[StepEvent], object], values: Mapping[str, str]) -> None:
        """`emit` gets what may be passed on; `values` are those of the secrets by their names."""
        self._emit = emit
        self._redactor = SecretRedactor(values)
        self._streams: dict[str, tuple[LogChunk, StreamRedactor]] = {}

    def scrub_event(self, event: StepEvent) -> None:
        """Pass on a line, a progress or an output."""
        if not self._redactor:
            self._emit(event)
        elif isinstance(event, LogChunk):
            template, stream = self._streams.setdefault(event.stream, (event, StreamRedactor(self._redactor)))
            self._emit_log(template, stream.feed(event.text))
        elif isinstance(event, ProgressUpdate):
            self._emit(self._redact_progress(event))
        else:
            self._emit(event)

    def close(self) -> None:
        """Nothing more comes: pass on what had to wait."""
        for template, stream in self._streams.values():
            self._emit_log(template, stream.finish())
        self._streams.clear()

    def scrub_outcome(self, outcome: StepOutcome) -> StepOutcome:
        """How the step ended, without secrets in its error; an output with one in it is a failure."""
        if not self._redactor:
            return outcome
        if isinstance(outcome, StepFailed):
            return StepFailed(StepError(**self._redactor.redact_value(asdict(outcome.error))))
        return self._check_outputs(outcome) if isinstance(outcome, StepSucceeded) else outcome

    def scrub_value(self, value: object) -> Any:
        """What is shown of a preview."""
        return self._redactor.redact_value(value) if self._redactor else value

    def has_secret(self, content: bytes) -> bool:
        """Whether a file with these bytes has to stay behind."""
        return self._redactor.find_in_bytes(content) is not None

    def is_file_secret(self, file: Path) -> bool:
        """Whether this file has to stay behind; it is read piece by piece, as it may be large."""
        return self._redactor.find_in_file(file) is not None

    def _check_outputs(self, outcome: StepSucceeded) -> StepOutcome:
        for output in outcome.outputs:
            name = self._redactor.find_in_file(output.path)
            if name is not None:
                message = (
                    f"The output '{output.port}' contains the value of the secret {name}, so it was not stored. "
                    "Remove the value from what the script returns, and from what a model keeps in self."
                )
                return StepFailed(StepError(None, "Secret in a result", message, port=output.port))
        return outcome

    def _redact_progress(self, event: ProgressUpdate) -> ProgressUpdate:
        found = event.results and ResultsSoFar(**self._redactor.redact_value(asdict(event.results)))
        return replace(event, unit=self._redactor.redact_text(event.unit), results=found)

    def _emit_log(self, template: LogChunk, text: str) -> None:
        if text:
            self._emit(replace(template, text=text))
