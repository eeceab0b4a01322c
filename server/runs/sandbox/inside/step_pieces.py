"""Pieces of a step that other machines do, as seen from within the step: where it offers them, or does them.

Runs inside the sandbox only.
"""

import pickle
from collections.abc import Mapping
from pathlib import Path

from modules.kit.shared_pieces import PieceOffer, StepPieces
from server.runs.sandbox.inside.sandbox_messages import (
    PIECES_FOLDER,
    LogChunk,
    MetricsLogged,
    PieceDone,
    PiecesOffered,
    ProgressUpdate,
    SandboxMessage,
)
from server.runs.sandbox.inside.sandbox_requests import StepRequest
from server.runs.sandbox.inside.step_process import EmitMessage


class HelperVoice:
    """What a step says that works for another one: what it logs of the pieces, and that they are done.

    All that comes before them is said by the other one, too.
    """

    def __init__(self, emit: EmitMessage) -> None:
        self._emit = emit
        self._is_working = False

    def begin(self) -> None:
        """It has come as far as the pieces."""
        self._is_working = True

    def __call__(self, message: SandboxMessage) -> None:
        is_repeated = isinstance(message, LogChunk) and not self._is_working
        if not is_repeated and not isinstance(message, ProgressUpdate | MetricsLogged):
            self._emit(message)


def find_pieces(request: StepRequest, emit: EmitMessage) -> StepPieces:
    """What this step has to do with other machines."""
    if isinstance(emit, HelperVoice):
        return StepPieces(None, request.task, emit.begin, _PieceDelivery(request.folder / PIECES_FOLDER, emit))
    return StepPieces(None if request.pieces is None else _PieceFile(request.pieces, emit))


class _PieceDelivery:
    """Writes each result to a file of its own, and says so."""

    def __init__(self, folder: Path, emit: EmitMessage) -> None:
        self._folder = folder
        self._emit = emit

    def __call__(self, number: int, value: object) -> None:
        self._folder.mkdir(exist_ok=True)
        path = self._folder / f"{number}.pickle"
        path.write_bytes(pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL))
        self._emit(PieceDone(number, path))


class _PieceFile:
    """Offers go to the server; what comes of them is in a file, a line for each result: fan-out, number, path."""

    def __init__(self, path: Path, emit: EmitMessage) -> None:
        self._path = path
        self._emit = emit
        self._read = 0

    def offer(self, offer: PieceOffer) -> None:
        """Tell the server what others may do."""
        self._emit(
            PiecesOffered(offer.place, offer.first, offer.total, offer.seconds, offer.seconds_before, offer.digest)
        )

    def read_results(self, place: int) -> Mapping[int, Path]:
        """What has come since the last time for this fan-out."""
        try:
            with self._path.open() as file:
                file.seek(self._read)
                text = file.read()
        except OSError:
            return {}
        whole = text[: text.rfind("\n") + 1]
        self._read += len(whole.encode())
        entries = [line.split(" ", 2) for line in whole.splitlines()]
        return {int(number): Path(path) for found, number, path in entries if int(found) == place}
