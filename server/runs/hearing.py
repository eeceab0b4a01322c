"""What a step says and leaves behind, as the journal gets it: without the secrets that the step was given."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from server.runs import plots
from server.runs.journal import Journal
from server.runs.redaction import Redactor, Stream
from server.runs.steps import Event, Failed, LogText, Outcome, ProgressMade, StepError, Succeeded
from server.storage.artifacts import ArtifactStore


class Hearing:
    """Hears one step. Without secrets everything is passed on as it is."""

    def __init__(self, journal: Journal, node: str, values: Mapping[str, str]) -> None:
        self._journal = journal
        self._node = node
        self._redactor = Redactor(values)
        self._streams: dict[str, Stream] = {}

    def hear(self, event: Event) -> None:
        """Pass on a line or a progress."""
        if isinstance(event, LogText):
            self._log(event.stream, self._stream(event.stream).read(event.text) if self._redactor else event.text)
        elif isinstance(event, ProgressMade):
            self._journal.progress(self._node, event.done, event.total, self._redactor.text(event.unit))

    def close(self) -> None:
        """Nothing more comes: pass on what had to wait."""
        for name, stream in self._streams.items():
            self._log(name, stream.end())
        self._streams.clear()

    def checked(self, outcome: Outcome) -> Outcome:
        """How the step ended, without secrets in its error; an output with one in it is a failure."""
        if not self._redactor:
            return outcome
        if isinstance(outcome, Failed):
            return Failed(StepError(**self._redactor.told(asdict(outcome.error))))
        return self._kept(outcome) if isinstance(outcome, Succeeded) else outcome

    def keep_figures(self, folder: Path, store: ArtifactStore, run_id: str) -> None:
        """Keep the figures that the step left in its folder, and that hold no secret in their bytes."""
        plots.keep(folder / "plots", plots.folder_of(store, run_id, self._node), self._redactor.found_among)

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

    def _stream(self, name: str) -> Stream:
        return self._streams.setdefault(name, Stream(self._redactor))

    def _log(self, stream: str, text: str) -> None:
        if text:
            self._journal.log(self._node, stream, text)
