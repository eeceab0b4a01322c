"""Compute targets: clusters that steps can run on, and this machine."""

from __future__ import annotations

from typing import Any

from designery.connection import Connection, get_connection, require_one
from designery.records import Record, RecordList

LOCAL = "local"


class Target(Record):
    """A cluster that steps can run on."""

    shown = ("id", "name", "address", "exchange", "created_at")

    def test(self) -> dict[str, Any]:
        """Reach it, compare its libraries, run a step there and here, and cancel one; what was found."""
        return self._connection.post("targets", self.id, "test")  # type: ignore[no-any-return]

    def delete(self) -> None:
        """Remove it; designs that name it say so when they run."""
        self._connection.delete("targets", self.id)


def list_targets() -> RecordList[Target]:
    """The clusters that there are. This machine is always there, as "local"."""
    connection = get_connection()
    return RecordList([Target(connection, one) for one in connection.get("targets")["targets"]])


def find_target_name(name: str, connection: Connection) -> str:
    """The name of a target by its name or id, as runs name it; `local` is this machine."""
    if name == LOCAL:
        return LOCAL
    found = [one for one in connection.get("targets")["targets"] if name in (one["id"], one["name"])]
    return str(require_one(found, "target", name)["name"])
