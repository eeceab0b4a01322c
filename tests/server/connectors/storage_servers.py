"""Servers of storage for the tests: SFTP by asyncssh, and one that speaks Google Cloud Storage's language."""

import asyncio
import base64
import hashlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncssh

SFTP_USER, SFTP_PASSWORD = "ann", "a password for sftp"


@dataclass(frozen=True)
class SftpServer:
    """A folder of this machine behind SFTP, with a password and a private key that open it."""

    port: int
    folder: Path
    host_key: str
    private_key: str

    def build_fields(self, **changes: object) -> dict[str, Any]:
        fields = {"kind": "sftp", "host": "127.0.0.1", "port": self.port, "folder": "", "user": SFTP_USER}
        return {**fields, "login": SFTP_PASSWORD, "host_key": self.host_key, **changes}


def is_listening(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@contextmanager
def run_sftp_server(folder: Path) -> Iterator[SftpServer]:
    host_key, client_key = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
    fingerprint = base64.b64encode(hashlib.sha256(host_key.public_data).digest()).decode().rstrip("=")
    client_public = client_key.export_public_key().decode()

    class PasswordServer(asyncssh.SSHServer):
        def begin_auth(self, username: str) -> bool:
            return True

        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == (SFTP_USER, SFTP_PASSWORD)

    loop, started, servers = asyncio.new_event_loop(), threading.Event(), list[asyncssh.SSHAcceptor]()

    async def serve() -> None:
        server = await asyncssh.listen(
            "127.0.0.1",
            0,
            server_factory=PasswordServer,
            server_host_keys=[host_key],
            authorized_client_keys=asyncssh.import_authorized_keys(client_public),
            sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=str(folder).encode()),
        )
        servers.append(server)
        started.set()

    def run_loop() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(serve())
        loop.run_forever()

    thread = threading.Thread(target=run_loop)
    thread.start()
    started.wait(20)
    private = client_key.export_private_key("openssh").decode()
    yield SftpServer(servers[0].get_port(), folder, f"SHA256:{fingerprint}", private)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    servers[0].close()
    loop.run_until_complete(servers[0].wait_closed())
    loop.close()
