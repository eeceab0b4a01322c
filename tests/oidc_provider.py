"""An identity provider that speaks OpenID Connect, in a process of its own."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from tests.live_server import wait_until

OIDC_USERS = (
    {"sub": "g-1", "email": "grace@example.org", "email_verified": True, "name": "Grace Hopper"},
    {"sub": "a-1", "email": "ada", "email_verified": True, "name": "Ada"},
    {"sub": "a-2", "email": "ada", "email_verified": True, "name": "Another Ada"},
    {"sub": "u-1", "email": "eve@example.org", "email_verified": False, "name": "Eve"},
)


@contextmanager
def running_provider() -> Iterator[str]:
    """The address of the provider."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    users = [argument for user in OIDC_USERS for argument in ("--user-claims", json.dumps(user))]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *users]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ))
    address = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        try:
            return httpx.get(f"{address}/.well-known/openid-configuration").is_success
        except httpx.TransportError:
            return False

    try:
        wait_until(answers, "the identity provider")
        yield address
    finally:
        process.terminate()
        process.wait(30)
