"""What became of a design: its versions, and its runs by what they reached."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from designery.leaderboards import build_frame, get_first_metrics, rank_rows
from designery.records import Record, RecordList
from designery.runs import Run, open_run

if TYPE_CHECKING:
    import pandas as pd

    from designery.connection import Connection
    from designery.designs import Design


class DesignVersion(Record):
    """A state of a design that is kept: named by a person, or saved by itself before something risky."""

    shown = ("id", "revision", "name", "reason", "created_at", "person_name")


class StoredHistory:
    """What a stored design remembers."""

    if TYPE_CHECKING:
        document: dict[str, Any]

        @property
        def connection(self) -> Connection:
            """Where it is stored."""

        def save(self) -> Design:
            """Store it."""

        def _require_id(self) -> str: ...

    def refresh(self) -> bool:
        """Take over what was changed in the browser; says whether anything was."""
        stored = self.connection.get("designs", self._require_id())["document"]
        is_changed: bool = stored != self.document
        self.document = stored
        return is_changed

    def runs(self, limit: int = 20) -> list[Run]:
        """Its newest runs."""
        listed = self.connection.iterate_pages("designs", self._require_id(), "runs", limit=limit)
        return [open_run(one["id"], self.connection) for one in listed]

    def versions(self) -> RecordList[DesignVersion]:
        """Its versions, the newest first."""
        found = self.connection.iterate_pages("designs", self._require_id(), "versions")
        return RecordList([DesignVersion(self.connection, one) for one in found])

    def save_version(self, name: str, note: str = "") -> DesignVersion:
        """Store it, and keep this state under a name."""
        key = self.save()._require_id()
        made = self.connection.post("designs", key, "versions", body={"name": name, "note": note})
        return DesignVersion(self.connection, made)

    def restore_version(self, version: DesignVersion | str) -> None:
        """Make it what a version was, by one undoable change. The present state is kept as a version."""
        key = self._require_id()
        wanted = version if isinstance(version, str) else version.id
        edits = self.connection.post("designs", key, "restorations", to=f"version:{wanted}")["edits"]
        if edits:
            body = {"client": "python", "id": uuid.uuid4().hex, "label": "Restored a version", "edits": edits}
            self.connection.post("designs", key, "edits", body=body)
        self.refresh()

    def rank_runs(self, metric: str | None = None, limit: int = 100) -> list[dict[str, Any]]:
        """Its newest runs with their metrics, the best first. Without a metric: the first there is."""
        listed = self.connection.iterate_pages("designs", self._require_id(), "runs", limit=limit)
        rows = [
            (
                {"run": one["number"], "id": one["id"], "state": one["state"], "tags": ", ".join(one["tags"])},
                get_first_metrics(one["evaluations"]),
            )
            for one in listed
        ]
        return rank_rows(self.connection, rows, metric)

    def leaderboard(self, metric: str | None = None, limit: int = 100) -> pd.DataFrame:
        """The same as a DataFrame."""
        return build_frame(self.rank_runs(metric, limit))
