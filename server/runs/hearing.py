"""What a step says and leaves behind, on its way out of the sandbox: without the secrets that the step was given."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import Any

from server.runs.redaction import Redactor, Stream
from server.runs.steps import Event, Failed, LogText, Outcome, ProgressMade, StepError, Succeeded


class Hearing:
    """Hears one step, or one sample. Without secrets everything is passed on as it is."""

    def __init__(self, say: Callable[[Event], object], values: Mapping[str, str]) -> None:
        """`say` gets what may be said; `values` are those of the secrets by their names."""
        self._say = say
        self._redactor = Redactor(values)
        self._streams: dict[str, tuple[LogText, Stream]] = {}

    def hear(self, event: Event) -> None:
        """Pass on a line, a progress or an output."""
        if not self._redactor:
            self._say(event)
        elif isinstance(event, LogText):
            like, stream = self._streams.setdefault(event.stream, (event, Stream(self._redactor)))
            self._log(like, stream.read(event.text))
        elif isinstance(event, ProgressMade):
            self._say(replace(event, unit=self._redactor.text(event.unit)))
        else:
            self._say(event)

    def close(self) -> None:
        """Nothing more comes: pass on what had to wait."""
        for like, stream in self._streams.values():
            self._log(like, stream.end())
        self._streams.clear()

    def checked(self, outcome: Outcome) -> Outcome:
        """How the step ended, without secrets in its error; an output with one in it is a failure."""
        if not self._redactor:
            return outcome
        if isinstance(outcome, Failed):
            return Failed(StepError(**self._redactor.told(asdict(outcome.error))))
        return self._kept(outcome) if isinstance(outcome, Succeeded) else outcome

    def told(self, value: Any) -> Any:
        """What is told of a sample."""
        return self._redactor.told(value) if self._redactor else value

    def hides(self, content: bytes) -> bool:
        """Whether a file with these bytes has to stay behind."""
        return self._redactor.found_among(content) is not None

    def _kept(self, outcome: Succeeded) -> Outcome:
        for output in outcome.outputs:
            name = self._redactor.found_in(output.path)
            if name is not None:
                message = (
                    f"The output '{output.port}' has the value of the secret {name} in it, so it is not kept. "
                    "Leave the value out of what the script returns, and of what a model keeps in self."
                )
                return Failed(StepError(None, "Secret in a result", message, port=output.port))
        return outcome

    def _log(self, like: LogText, text: str) -> None:
        if text:
            self._say(replace(like, text=text))
