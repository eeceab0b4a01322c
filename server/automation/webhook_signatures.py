"""Requests to the address of a web hook: signed as the Standard Webhooks have it, fresh, and each accepted once."""

import hmac
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from server.collaboration.webhook_store import generate_signing_secret, sign_payload
from server.storage.encryption import Cipher
from server.storage.orm.pipeline_tables import TriggerRow

#: How far the time of a request may be from ours.
MAX_AGE_SECONDS = 300
MAX_ID_LENGTH = 100
#: So long the secret before the present one is taken too, so that a sender can be changed without a gap.
FORMER_SECRET_LIFETIME = timedelta(days=1)


#: The same for a web hook that is not there and for a wrong signature: nobody learns which ids exist.
NO_MATCH = "The signature does not match. Check the address, the secret, and that id, timestamp and body are signed."


class InvalidSignature(Exception):
    """A request to a web hook that is not taken; the message says why to whoever sends it."""


class SignedHeaders(NamedTuple):
    """What a request says of itself: its id, its time in seconds since 1970, and its signatures."""

    id: str
    timestamp: str
    signature: str


def verify_signature(secrets: Sequence[str], headers: SignedHeaders, body: str, current: datetime) -> None:
    """The request comes from somebody who knows one of the secrets, and was made just now; raises InvalidSignature."""
    if not headers.id or not headers.timestamp or not headers.signature:
        raise InvalidSignature("Send the headers webhook-id, webhook-timestamp and webhook-signature.")
    if len(headers.id) > MAX_ID_LENGTH:
        raise InvalidSignature(f"webhook-id must have at most {MAX_ID_LENGTH} characters.")
    if not headers.timestamp.isascii() or not headers.timestamp.isdigit() or len(headers.timestamp) > 12:
        raise InvalidSignature("webhook-timestamp must be the time in seconds since 1970.")
    moment = int(headers.timestamp)
    expected = [sign_payload(secret, headers.id, moment, body) for secret in secrets]
    given = [one for one in headers.signature.split() if one.isascii()]
    if not any(hmac.compare_digest(one, other) for one in given for other in expected):
        raise InvalidSignature(NO_MATCH)
    if abs(current.timestamp() - moment) > MAX_AGE_SECONDS:
        raise InvalidSignature("The request is older than five minutes, or the clock of the sender is wrong.")


def create_hook_secret(cipher: Cipher, row: TriggerRow, current: datetime) -> str:
    """Give a trigger a new secret, which is told once. The one before it is taken for another day."""
    secret = generate_signing_secret()
    former = _load_secrets(cipher, row)[:1] if row.ciphertext else []
    until = (current + FORMER_SECRET_LIFETIME).isoformat()
    row.ciphertext = cipher.encrypt(json.dumps({"secrets": [secret, *former], "former_until": until}))
    return secret


def list_valid_secrets(cipher: Cipher, row: TriggerRow, current: datetime) -> list[str]:
    """The secrets that requests may be signed with now; raises DecryptionError."""
    secrets = _load_secrets(cipher, row)
    if len(secrets) > 1 and datetime.fromisoformat(_load(cipher, row)["former_until"]) < current:
        return secrets[:1]
    return secrets


def _load_secrets(cipher: Cipher, row: TriggerRow) -> list[str]:
    found: list[str] = _load(cipher, row)["secrets"]
    return found


def _load(cipher: Cipher, row: TriggerRow) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(cipher.decrypt(row.ciphertext or ""))
    return loaded
