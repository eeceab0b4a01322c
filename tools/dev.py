"""`python -m tools.dev`: a server that restarts when its sources change, and the app with hot reload in front of it."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import uvicorn
from uvicorn.supervisors.statreload import StatReload

ROOT = Path(__file__).parents[1]
#: Where the server listens; the app in front of it has Vite's own port.
SERVER_PORT = int(os.environ.get("DESIGNERY_DEV_PORT", "8799"))
SOURCES = [str(ROOT / "server"), str(ROOT / "modules")]


def serve(sockets: list[socket.socket] | None) -> None:
    """Run the `designery serve` command; what its link opens, Vite opens as well. It opens its own socket."""
    del sockets
    from server.cli import main

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    main(["serve", "--no-browser", "--port", str(SERVER_PORT)])


def main() -> None:
    """Start both, and end both with Ctrl+C."""
    environment = {**os.environ, "DESIGNERY_DEV_SERVER": f"http://127.0.0.1:{SERVER_PORT}"}
    toolchain = [sys.executable, str(ROOT / "frontend" / "toolchain.py"), "dev"]
    vite = subprocess.Popen(toolchain, cwd=ROOT, env=environment, start_new_session=True)
    print("Open the server's link below at Vite's port instead of its own: the sources of the app reload there.")
    try:
        # The application is not run from here: what restarts is the whole command.
        StatReload(uvicorn.Config("server.main:create_app", reload=True, reload_dirs=SOURCES), serve, sockets=[]).run()
    finally:
        os.killpg(vite.pid, signal.SIGTERM)
        vite.wait()


if __name__ == "__main__":
    main()
