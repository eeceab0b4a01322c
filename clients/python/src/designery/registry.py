"""The registry: models under a name, with versions and aliases."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from designery.connection import get_connection, require_one
from designery.errors import NotFound
from designery.records import Record, RecordList
from designery.runs import Run

ModelForm = Literal["pickle", "mlflow", "skops", "onnx", "script"]


class ModelVersion(Record):
    """One version of a registered model."""

    shown = ("name", "version", "learner", "metrics", "aliases")

    def card(self) -> str:
        """The version in words, as Markdown."""
        return self._connection.download("models", self.model_id, "versions", str(self.version), "card").decode()

    def download(self, path: str | Path, form: ModelForm | None = None) -> Path:
        """Store the model as a file: `pickle`, `mlflow`, `skops` and `onnx` are zips that work without Designery.

        `script` is the Python code that trains it. Without a form it is the pickle that the server keeps. Load pickles
        only where you trust who trained the model.
        """
        place = ("models", self.model_id, "versions", str(self.version))
        if form in (None, "script"):
            content = self._connection.download(*place, "script" if form else "download")
        else:
            content = self._connection.fetch_file(*place, "export", body={"format": form})
        target = Path(path)
        target.write_bytes(content)
        return target

    def set_alias(self, alias: str) -> None:
        """Let an alias, such as champion, point to this version."""
        self._connection.put("models", self.model_id, "aliases", alias, body={"version": self.version})

    def deploy(self, name: str, *, share: int = 100, note: str = "") -> Any:
        """Answer predictions with it: a new endpoint, or a further deployment of the one of that name."""
        from designery.endpoints import deploy

        return deploy(self, name, share=share, note=note)


class Model(Record):
    """A name under which versions of a trained model are kept."""

    shown = ("id", "name", "kind", "metric", "label", "aliases")

    def version(self, number: int | None = None, *, alias: str | None = None) -> ModelVersion:
        """A version by its number or an alias; without either the newest."""
        if alias is not None and alias not in self.aliases:
            raise NotFound(f"'{self.name}' has no alias '{alias}'. It has {', '.join(self.aliases) or 'none'}.", 404)
        wanted = self.aliases[alias] if alias is not None else number or self.versions[0]["version"]
        return ModelVersion(self._connection, self._connection.get("models", self.id, "versions", str(wanted)))

    def delete(self) -> None:
        """Delete it with all its versions."""
        self._connection.delete("models", self.id)


def register(
    run: Run,
    node: str,
    name: str,
    *,
    port: str | None = None,
    note: str = "",
    tags: Sequence[str] = (),
    aliases: Sequence[str] = (),
) -> ModelVersion:
    """Keep a model that a node of a run gave, as the next version under a name."""
    body = {"name": name, "run": run.id, "node": node, "note": note, "tags": list(tags), "aliases": list(aliases)}
    made = run.connection.post("models", body={**body, **({} if port is None else {"port": port})})
    return ModelVersion(run.connection, made)


def list_models() -> RecordList[Model]:
    """The registered models."""
    connection = get_connection()
    return RecordList([Model(connection, one) for one in connection.get("models")])


def open_model(name: str) -> Model:
    """A registered model by its name or id."""
    connection = get_connection()
    found = [one for one in connection.get("models") if name in (one["id"], one["name"])]
    return Model(connection, connection.get("models", require_one(found, "model", name)["id"]))
