"""Links that open a design without an account."""

from __future__ import annotations

from typing import Any

from designery.connection import Connection
from designery.errors import DesigneryError
from designery.records import Record

SCOPES = ("view", "fork", "edit", "run")
SHOWS = ("graph", "metrics", "statistics", "rows")


class Share(Record):
    """A link to a design."""

    shown = ("name", "scope", "shows", "opened", "expires_at")

    @property
    def link(self) -> str:
        """The address to give to others. It is known only to the program that made it."""
        if "token" not in self._fields:
            raise DesigneryError(f"The link '{self.name}' was shown when it was made. Make another one.")
        address = self._connection.address
        # Embedded, there is no address yet: whoever serves the folder adds theirs.
        base = address if address.startswith("http") else ""
        return f"{base}/s/{self.id}#{self.token}"

    def revoke(self) -> None:
        """End it: whoever opens it sees nothing any more."""
        self._connection.delete("shares", self.id)


def create_share(connection: Connection, design_id: str, name: str, **settings: Any) -> Share:
    """A new link; `settings` are those of the dialog of the browser. One for editing shows the newest version."""
    body = {"name": name, "pinned": settings.get("scope") != "edit", **settings}
    return Share(connection, connection.post("designs", design_id, "shares", body=body))
