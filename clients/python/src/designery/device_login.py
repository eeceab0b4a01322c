"""Signing in from a terminal: this program makes a token, and a person allows it in the browser."""

from __future__ import annotations

import hashlib
import platform
import secrets
import time
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from designery.connection import Connection, HttpTransport
from designery.credentials import store_token
from designery.errors import DesigneryError, Refused

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
PAUSE_SECONDS = 1.5
WAIT_SECONDS = 600.0


@dataclass(frozen=True)
class DeviceLogin:
    """A token that waits to be allowed: the link for the browser, and the code that both show."""

    address: str
    token: str
    link: str
    code: str


def begin_login(address: str, name: str | None = None) -> DeviceLogin:
    """Make a token. Nothing but its hash leaves this program before it is allowed."""
    address = address.rstrip("/")
    if not address.startswith(("http://", "https://")):
        raise DesigneryError(f"The address of a server begins with http:// or https://. Got '{address}'.")
    token = f"designery_{secrets.token_urlsafe(32)}"
    token_hash = hashlib.sha256(token.encode()).hexdigest()
    device = name or f"Python on {platform.node() or 'this computer'}"
    link = f"{address}/connect?{urlencode({'token': token_hash, 'name': device})}"
    return DeviceLogin(address, token, link, build_device_code(token_hash))


def build_device_code(token_hash: str) -> str:
    """The code for a token, as the page in the browser shows it."""
    number = int(token_hash[:16], 16)
    letters = "".join(LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def finish_login(login: DeviceLogin, seconds: float = WAIT_SECONDS) -> str:
    """Wait until somebody allows the token, and store it; says where it is kept."""
    until = time.monotonic() + seconds
    while not is_token_accepted(login.address, login.token):
        if time.monotonic() > until:
            raise DesigneryError("Nobody allowed it within 10 minutes. Run designery login again.")
        time.sleep(PAUSE_SECONDS)
    return store_token(login.address, login.token)


def is_token_accepted(address: str, token: str) -> bool:
    """Whether a server knows a token."""
    connection = Connection(HttpTransport(address, token))
    try:
        connection.get("designs", limit=1)
    except Refused as refusal:
        if refusal.status == 401:
            return False
        raise
    finally:
        connection.close()
    return True


def sign_in(address: str, print_text: Callable[[str], None], *, browse: bool = True) -> str:
    """The whole way, with what a person has to do."""
    login = begin_login(address)
    print_text(f"Open this link, and allow it if the page shows the code {login.code}:\n\n  {login.link}\n")
    if browse:
        webbrowser.open(login.link)
    return finish_login(login)
