"""Secrets for steps: what stands for them in a cache key, and their values for the moment in which a step starts."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.storage import secrets
from server.storage.database import Database
from server.storage.sealing import Seal, Unsealable


class Unavailable(Exception):
    """A secret cannot be had; the message says which and why."""


@dataclass(frozen=True)
class Secrets:
    """The secrets of the workspace that is worked in."""

    database: Database
    seal: Seal

    def identity(self, names: Sequence[str]) -> str:
        """What stands for secrets in a cache key: which ones, and how often they were replaced. Never their values."""
        if not names:
            return ""
        with self.database.reading() as session:
            rows = secrets.named(session, names)
        return " ".join(f"{row.id}.{row.revision}" for _, row in sorted(rows.items()))

    def opened(self, names: Sequence[str]) -> dict[str, str]:
        """Their values by name, to be handed to the process of a step and nowhere else. Raises Unavailable."""
        if not names:
            return {}
        with self.database.session(*sorted(names)) as session:
            rows = secrets.named(session, names)
            missing = next((name for name in names if name not in rows), None)
            if missing is not None:
                raise Unavailable(f"There is no secret called '{missing}' any more. Add it, or take it off the node.")
            try:
                values = {name: secrets.opened(self.seal, row) for name, row in rows.items()}
            except Unsealable as error:
                raise Unavailable(str(error)) from None
            secrets.note_use(session, rows.values())
        return values
