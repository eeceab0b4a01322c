"""The registered models that steps ask for: found by name before a step, and part of its cache key."""

from modules.kit.external_requests import ExternalRequest
from server.runs.sandbox.inside.sandbox_requests import InputFile
from server.storage.database import Database
from server.storage.files.artifact_store import ArtifactStore
from server.storage.stores import model_store


class ChampionModels:
    """Looks registered models up for steps. All of it is slow: call it in a thread."""

    def __init__(self, database: Database, store: ArtifactStore) -> None:
        self._database = database
        self._store = store

    def fingerprint_model(self, request: ExternalRequest | None) -> str:
        """What stands for the model in a cache key: its hash, empty where no model is asked for or there is none."""
        return self._find_artifact(request) or "" if request is not None and request.kind == "model" else ""

    def load_model(self, request: ExternalRequest) -> InputFile | None:
        """The file of the model, None where there is none yet. Raises CorruptArtifact."""
        artifact = self._find_artifact(request)
        return InputFile(self._store.verify_artifact(artifact), "trained_model") if artifact else None

    def _find_artifact(self, request: ExternalRequest) -> str | None:
        with self._database.read_session() as session:
            return model_store.find_artifact(session, str(request.details["name"]), str(request.details["version"]))
