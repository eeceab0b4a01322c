"""Web hooks: made, changed and signed as the Standard Webhooks have it (https://www.standardwebhooks.com)."""

import base64
import hashlib
import hmac
import json
import secrets
from urllib.parse import urlsplit

from sqlalchemy import delete
from sqlmodel import Session, col, select

from server.storage.encryption import Cipher
from server.storage.orm.notification_tables import WebhookDeliveryRow, WebhookRow
from server.storage.stores.design_store import NotFound

SIGNING_SECRET_PREFIX = "whsec_"
#: So many deliveries are kept for each.
MAX_LISTED_DELIVERIES = 50
MAX_WEBHOOKS = 20
#: Chats of Microsoft take a card and no plain text.
CARD_HOSTS = (".webhook.office.com", ".logic.azure.com", ".api.powerplatform.com")


class InvalidWebhookUrl(Exception):
    """Nothing can be sent to this address; the message says why."""


class TooManyWebhooks(Exception):
    """There are as many web hooks as there may be."""


def validate_webhook_url(url: str) -> str:
    """The address, if it is a plain one of the web. Whether it may be reached is seen when it is."""
    try:
        parts = urlsplit(url.strip())
        is_valid = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_valid = False
    if not is_valid:
        raise InvalidWebhookUrl("Enter a web address, such as https://chat.example.org/hooks/123.")
    if parts.username or parts.password:
        raise InvalidWebhookUrl(
            "Remove the name and password from the address. They would be sent to the server at that address."
        )
    return url.strip()


def mask_url(url: str) -> str:
    """As much of an address as may be read: the rest of it often is a password."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/…{url[-4:]}" if len(url) - len(parts.netloc) > 16 else url


def generate_signing_secret() -> str:
    return SIGNING_SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def create_webhook(session: Session, cipher: Cipher, row: WebhookRow, url: str) -> str:
    """Write a web hook down; returns its secret, which is told once."""
    same_owner = (WebhookRow.workspace_id == row.workspace_id, WebhookRow.person_id == row.person_id)
    if len(session.exec(select(WebhookRow.id).where(*same_owner)).all()) >= MAX_WEBHOOKS:
        raise TooManyWebhooks(f"There are already {MAX_WEBHOOKS} web hooks. Delete one first.")
    secret = generate_signing_secret()
    set_webhook_url(cipher, row, validate_webhook_url(url), secret)
    session.add(row)
    session.flush()
    return secret


def set_webhook_url(cipher: Cipher, row: WebhookRow, url: str, secret: str | None = None) -> None:
    """Give a web hook an address; it keeps its secret unless there is another one."""
    signing_secret = secret or decrypt_webhook(cipher, row)["secret"]
    row.ciphertext, row.masked_url = cipher.encrypt(json.dumps({"url": url, "secret": signing_secret})), mask_url(url)


def rotate_signing_secret(cipher: Cipher, row: WebhookRow) -> str:
    """Give a web hook another secret, which is told once."""
    secret = generate_signing_secret()
    set_webhook_url(cipher, row, decrypt_webhook(cipher, row)["url"], secret)
    return secret


def decrypt_webhook(cipher: Cipher, row: WebhookRow) -> dict[str, str]:
    """The address and the secret; raises DecryptionError."""
    fields: dict[str, str] = json.loads(cipher.decrypt(row.ciphertext))
    return fields


def get_webhook(
    session: Session, hook_id: str, *, workspace: str | None = None, person: str | None = None
) -> WebhookRow:
    """A web hook of this workspace or person; raises NotFound."""
    row = session.get(WebhookRow, hook_id)
    if row is None or (row.workspace_id, row.person_id) != (workspace, person):
        raise NotFound("This web hook does not exist. It may have been deleted.")
    return row


def delete_webhook(session: Session, row: WebhookRow) -> None:
    session.execute(delete(WebhookDeliveryRow).where(col(WebhookDeliveryRow.hook_id) == row.id))
    session.delete(row)


def list_deliveries(session: Session, hook_id: str) -> list[WebhookDeliveryRow]:
    """What was sent lately, newest first."""
    query = (
        select(WebhookDeliveryRow)
        .where(WebhookDeliveryRow.hook_id == hook_id)
        .order_by(col(WebhookDeliveryRow.id).desc())
    )
    return list(session.exec(query.limit(MAX_LISTED_DELIVERIES)))


def sign_payload(secret: str, event: str, moment: int, body: str) -> str:
    """HMAC-SHA256 over id, time and body, with the key that the secret names."""
    key = base64.b64decode(secret.removeprefix(SIGNING_SECRET_PREFIX))
    digest = hmac.new(key, f"{event}.{moment}.{body}".encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def build_payload(url: str, row: WebhookDeliveryRow, base: str) -> str:
    """What is sent: the kind, when it was, a sentence for chats, and what it is about by name."""
    link = base + row.body["link"]
    text = escape_chat_text(row.body["text"])
    payload: dict[str, object] = {
        "type": row.kind,
        "timestamp": row.created_at.isoformat(),
        "text": f"{text} {link}",
        "data": {**row.body["data"], "link": link},
    }
    host = urlsplit(url).hostname or ""
    if host.endswith(CARD_HOSTS):
        block = {"type": "TextBlock", "text": text, "wrap": True}
        opens = {"type": "Action.OpenUrl", "title": "Open in Designery", "url": link}
        card = {"type": "AdaptiveCard", "version": "1.4", "body": [block], "actions": [opens]}
        payload |= {
            "type": "message",
            "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}],
        }
    return json.dumps(payload, ensure_ascii=False)


def escape_chat_text(text: str) -> str:
    """Names as chats show them, without what would call everybody or hide an address behind a word."""
    return text.translate({ord("@"): "@\u200b", ord("<"): "‹", ord(">"): "›", ord("["): "(", ord("]"): ")"})
