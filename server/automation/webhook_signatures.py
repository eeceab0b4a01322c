"""Requests to the address of a web hook: signed as the Standard Webhooks have it, fresh, and each accepted once."""

import hmac
from datetime import datetime
from typing import NamedTuple

from server.collaboration.webhook_store import sign_payload

#: How far the time of a request may be from ours.
MAX_AGE_SECONDS = 300
MAX_ID_LENGTH = 100


class InvalidSignature(Exception):
    """A request to a web hook that is not taken; the message says why to whoever sends it."""


class SignedHeaders(NamedTuple):
    """What a request says of itself: its id, its time in seconds since 1970, and its signatures."""

    id: str
    timestamp: str
    signature: str


def verify_signature(secret: str, headers: SignedHeaders, body: str, current: datetime) -> None:
    """The request comes from somebody who knows the secret, and was made just now; raises InvalidSignature."""
    if not headers.id or not headers.timestamp or not headers.signature:
        raise InvalidSignature("Send the headers webhook-id, webhook-timestamp and webhook-signature.")
    if len(headers.id) > MAX_ID_LENGTH:
        raise InvalidSignature(f"webhook-id must have at most {MAX_ID_LENGTH} characters.")
    if not headers.timestamp.isascii() or not headers.timestamp.isdigit() or len(headers.timestamp) > 12:
        raise InvalidSignature("webhook-timestamp must be the time in seconds since 1970.")
    moment = int(headers.timestamp)
    expected = sign_payload(secret, headers.id, moment, body)
    given = [one for one in headers.signature.split() if one.isascii()]
    if not any(hmac.compare_digest(one, expected) for one in given):
        raise InvalidSignature("The signature does not match. Check the secret, and sign id, timestamp and body.")
    if abs(current.timestamp() - moment) > MAX_AGE_SECONDS:
        raise InvalidSignature("The request is older than five minutes, or the clock of the sender is wrong.")
