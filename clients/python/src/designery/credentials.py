"""Where `designery login` keeps tokens: in the keyring of the system if there is one, else in a file of this person."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
from pathlib import Path
from typing import Any

SERVICE = "designery"


def get_credentials_path() -> Path:
    """The file that knows the servers that one signed in to."""
    base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(base) / "designery" / "credentials.json"


def _load() -> dict[str, Any]:
    with contextlib.suppress(OSError, ValueError):
        content = json.loads(get_credentials_path().read_text(encoding="utf-8"))
        if isinstance(content, dict):
            return content
    return {}


def _store(content: dict[str, Any]) -> None:
    path = get_credentials_path()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = path.with_suffix(".new")
    with contextlib.suppress(FileNotFoundError):
        written.unlink()
    with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2)
    written.replace(path)


def _open_keyring() -> Any:
    """The keyring of the system; None where there is none that works."""
    if importlib.util.find_spec("keyring") is None:
        return None
    import keyring  # type: ignore[import-not-found,unused-ignore]

    return keyring if keyring.get_keyring().priority > 0 else None


def store_token(address: str, token: str) -> str:
    """Keep a token, and make its server the one that is used without an address; says where the token is."""
    content, keyring = _load(), _open_keyring()
    servers = content.setdefault("servers", {})
    if keyring is not None:
        try:
            keyring.set_password(SERVICE, address, token)
        except keyring.errors.KeyringError:
            keyring = None  # it is locked, or nobody is there to open it
    servers[address] = {} if keyring is not None else {"token": token}
    content["default"] = address
    _store(content)
    return "the keyring" if keyring is not None else str(get_credentials_path())


def find_token(address: str) -> str | None:
    """The token for a server, if one signed in to it."""
    server = _load().get("servers", {}).get(address.rstrip("/"))
    if server is None:
        return None
    token: str | None = server.get("token")
    keyring = None if token else _open_keyring()
    return token if keyring is None else keyring.get_password(SERVICE, address.rstrip("/"))


def get_default_address() -> str | None:
    """The server that one signed in to last."""
    address: str | None = _load().get("default")
    return address


def forget_token(address: str) -> bool:
    """Forget a server; False where nobody signed in to it."""
    content = _load()
    known = content.get("servers", {}).pop(address, None)
    if content.get("default") == address:
        content["default"] = next(iter(content["servers"]), None)
    if known is not None:
        keyring = _open_keyring()
        if keyring is not None and "token" not in known:
            with contextlib.suppress(Exception):
                keyring.delete_password(SERVICE, address)
        _store(content)
    return known is not None
