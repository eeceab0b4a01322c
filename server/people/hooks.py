"""Web hooks: made, changed and signed as the Standard Webhooks have it (https://www.standardwebhooks.com)."""

import base64
import hashlib
import hmac
import json
import secrets
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete
from sqlmodel import Session, col, select

from server.storage.designs import NotThere
from server.storage.notification_tables import DeliveryRow, HookRow
from server.storage.sealing import Seal

PREFIX = "whsec_"
#: So many deliveries are kept for each.
MOST_KEPT = 50
MOST_HOOKS = 20
#: Chats of Microsoft take a card and no plain text.
CARD_HOSTS = (".webhook.office.com", ".logic.azure.com", ".api.powerplatform.com")


class BadAddress(Exception):
    """Nothing can be sent to this address; the message says why."""


class TooMany(Exception):
    """There are as many web hooks as there may be."""


def checked(url: str) -> str:
    """The address, if it is a plain one of the web. Whether it may be reached is seen when it is."""
    try:
        parts = urlsplit(url.strip())
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        fits = False
    if not fits:
        raise BadAddress("Write an address of the web, as https://chat.example.org/hooks/123.")
    if parts.username or parts.password:
        raise BadAddress("Leave the name and password out of the address: they would be sent to whoever it names.")
    return url.strip()


def shown(url: str) -> str:
    """As much of an address as may be read: the rest of it often is a password."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/…{url[-4:]}" if len(url) - len(parts.netloc) > 16 else url


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def make(session: Session, seal: Seal, row: HookRow, url: str) -> str:
    """Write a web hook down; returns its secret, which is told once."""
    mine = (HookRow.workspace_id == row.workspace_id, HookRow.person_id == row.person_id)
    if len(session.exec(select(HookRow.id).where(*mine)).all()) >= MOST_HOOKS:
        raise TooMany(f"There are {MOST_HOOKS} web hooks here already. Delete one first.")
    secret = new_secret()
    set_address(seal, row, checked(url), secret)
    session.add(row)
    session.flush()
    return secret


def set_address(seal: Seal, row: HookRow, url: str, secret: str | None = None) -> None:
    """Give a web hook an address; it keeps its secret unless there is another one."""
    kept = secret or opened(seal, row)["secret"]
    row.sealed, row.shown = seal.sealed(json.dumps({"url": url, "secret": kept})), shown(url)


def new_secret_of(seal: Seal, row: HookRow) -> str:
    """Give a web hook another secret, which is told once."""
    secret = new_secret()
    set_address(seal, row, opened(seal, row)["url"], secret)
    return secret


def opened(seal: Seal, row: HookRow) -> dict[str, str]:
    """The address and the secret; raises Unsealable."""
    found: dict[str, str] = json.loads(seal.opened(row.sealed))
    return found


def get(session: Session, hook_id: str, *, workspace: str | None = None, person: str | None = None) -> HookRow:
    """A web hook of this workspace or person; raises NotThere."""
    row = session.get(HookRow, hook_id)
    if row is None or (row.workspace_id, row.person_id) != (workspace, person):
        raise NotThere("This web hook is not there. It may have been deleted.")
    return row


def remove(session: Session, row: HookRow) -> None:
    session.execute(delete(DeliveryRow).where(col(DeliveryRow.hook_id) == row.id))
    session.delete(row)


def deliveries(session: Session, hook_id: str) -> list[DeliveryRow]:
    """What was sent lately, newest first."""
    query = select(DeliveryRow).where(DeliveryRow.hook_id == hook_id).order_by(col(DeliveryRow.id).desc())
    return list(session.exec(query.limit(MOST_KEPT)))


def signature(secret: str, event: str, moment: int, body: str) -> str:
    """HMAC-SHA256 over id, time and body, with the key that the secret names."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    made = hmac.new(key, f"{event}.{moment}.{body}".encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(made).decode()}"


def body_for(url: str, row: DeliveryRow, base: str) -> str:
    """What is sent: the kind, when it was, a sentence for chats, and what it is about by name."""
    link = base + row.body["link"]
    text = plain(row.body["text"])
    told: dict[str, Any] = {
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
        told |= {
            "type": "message",
            "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}],
        }
    return json.dumps(told, ensure_ascii=False)


def plain(text: str) -> str:
    """Names as chats show them, without what would call everybody or hide an address behind a word."""
    return text.translate({ord("@"): "@\u200b", ord("<"): "‹", ord(">"): "›", ord("["): "(", ord("]"): ")"})
