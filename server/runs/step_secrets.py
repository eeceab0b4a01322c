"""Secrets for steps: what stands for them in a cache key, and their values for the moment in which a step starts."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.storage.database import Database
from server.storage.encryption import Cipher, DecryptionError
from server.storage.stores import secret_store


class SecretUnavailable(Exception):
    """A secret cannot be had; the message says which and why."""


@dataclass(frozen=True)
class StepSecrets:
    """The secrets of the workspace that is worked in."""

    database: Database
    seal: Cipher

    def fingerprint_secrets(self, names: Sequence[str]) -> str:
        """What stands for secrets in a cache key: which ones, and how often they were replaced. Never their values."""
        if not names:
            return ""
        with self.database.read_session() as session:
            rows = secret_store.find_secrets(session, names)
        return " ".join(f"{row.id}.{row.revision}" for _, row in sorted(rows.items()))

    def decrypt_values(self, names: Sequence[str]) -> dict[str, str]:
        """Their values by name, to be handed to the process of a step and nowhere else. Raises SecretUnavailable."""
        if not names:
            return {}
        with self.database.session(*sorted(names)) as session:
            rows = secret_store.find_secrets(session, names)
            missing = next((name for name in names if name not in rows), None)
            if missing is not None:
                raise SecretUnavailable(
                    f"The secret '{missing}' no longer exists. Add it, or remove it from the module."
                )
            try:
                values = {name: secret_store.decrypt_secret(self.seal, row) for name, row in rows.items()}
            except DecryptionError as error:
                raise SecretUnavailable(str(error)) from None
            secret_store.record_secret_use(session, rows.values())
        return values
