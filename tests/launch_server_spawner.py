"""Launch servers for test servers without importing the libraries each time: a process that has them, and forks.

It is what the server would start, by the same code and with the same environment, but for one thing: each server is
served by a fork of it. `LAUNCH_SERVERS` is for the tests and for the process that forks test servers, `main` is the one
that forks.
"""

import asyncio
import atexit
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

BOOTSTRAP_FILE = Path(__file__).parent.parent / "server" / "runs" / "sandbox" / "inside" / "sandbox_bootstrap.py"
REQUEST_BYTES = 65_536
#: Names the socket of the process that forks launch servers.
ADDRESS_VARIABLE = "TESTS_LAUNCH_SERVERS"


class SharedLaunchServer:
    """A forked launch server, with what its client uses of a subprocess."""

    def __init__(self, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.pid, self._reader, self._writer = pid, reader, writer

    async def wait(self) -> int:
        """Return once it has ended: with it the other end of this connection is closed."""
        await self._reader.read()
        self._writer.close()
        return 0


class LaunchServerSpawner:
    """The process that forks launch servers, seen from a process of the tests, which starts it when it first wants it.

    The process that forks test servers uses the one of the tests that started it.
    """

    def __init__(self) -> None:
        self._address = os.environ.get(ADDRESS_VARIABLE, "")

    @property
    def address(self) -> str:
        """The socket that it listens at."""
        self._address = self._address or _start_spawner()
        return self._address

    async def spawn(self, folder: Path, control: socket.socket) -> SharedLaunchServer:
        """A launch server that works in this folder, with the other end of its control."""
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(self.address)
        with (folder / "launch_server.log").open("wb") as log:
            socket.send_fds(connection, [str(folder).encode()], [control.fileno(), log.fileno()])
        reader, writer = await asyncio.open_unix_connection(sock=connection)
        try:
            return SharedLaunchServer(json.loads(await reader.readline()), reader, writer)
        except BaseException:  # whoever wanted it is ending
            writer.close()
            raise

    def share(self) -> None:
        """From now on servers in this process, and in its forks, take their launch servers from here."""
        from server.runs.sandbox import launch_server_client

        self.spawn_alone = spawn_alone = launch_server_client.spawn_launch_server
        usual = _build_environment(Path("/"))

        async def spawn_launch_server(
            folder: Path, control: socket.socket, *, preload: bool
        ) -> launch_server_client.SpawnedLaunchServer:
            if preload and _build_environment(Path("/")) == usual:
                return await self.spawn(folder, control)
            return await spawn_alone(folder, control, preload=preload)

        launch_server_client.spawn_launch_server = spawn_launch_server


def _build_environment(folder: Path) -> dict[str, str]:
    """What a launch server is started with."""
    from server.runs.sandbox import launch_server_client
    from server.runs.sandbox.process_variables import build_process_variables

    return {**build_process_variables(folder), **launch_server_client.LAUNCHER_VARIABLES}


def _start_spawner() -> str:
    """Start the process that forks, and return its address; it ends with this one."""
    folder = tempfile.mkdtemp(prefix="designery-tests-launch-")
    address = f"{folder}/launch_servers"
    process = subprocess.Popen(
        [sys.executable, "-P", __file__, address],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=_build_environment(Path(folder)),
        start_new_session=True,
    )
    assert process.stdout is not None
    process.stdout.readline()  # it listens
    process.stdout.close()
    atexit.register(_end_spawner, process, folder, os.getpid())
    return address


def _end_spawner(process: subprocess.Popen[bytes], folder: str, owner: int) -> None:
    if os.getpid() == owner:  # and not a fork of it
        assert process.stdin is not None
        process.stdin.close()
        process.wait(30)
        shutil.rmtree(folder)


LAUNCH_SERVERS = LaunchServerSpawner()


def _serve_one(connection: socket.socket) -> None:
    """Become the launch server that was asked for; never returns."""
    request, (control, log), _, _ = socket.recv_fds(connection, REQUEST_BYTES, 2)
    folder = Path(request.decode())
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    os.chdir(folder)
    os.environ.update({name: str(folder / "tmp") for name in ("HOME", "TMPDIR", "MPLCONFIGDIR", "JOBLIB_TEMP_FOLDER")})
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    connection.sendall(f"{os.getpid()}\n".encode())
    import_module("server.runs.sandbox.inside.launch_server").run_launch_server(socket.socket(fileno=control))
    os._exit(0)


def _reap_ended() -> None:
    """What they have taken of the processors counts from now on as taken by this process."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def main() -> None:
    spec = spec_from_file_location("sandbox_bootstrap", BOOTSTRAP_FILE)
    assert spec is not None
    assert spec.loader is not None
    bootstrap = module_from_spec(spec)
    spec.loader.exec_module(bootstrap)
    bootstrap.make_packages_known()
    import_module("server.runs.sandbox.inside.launch_server")
    import_module("server.runs.sandbox.inside.zygote").preload_libraries()
    ended, waking = os.pipe()
    os.set_blocking(waking, False)
    signal.set_wakeup_fd(waking, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(sys.argv[1])
        listener.listen()
        os.write(1, b"listening\n")
        while True:
            watched: list[int | socket.socket] = [0, listener, ended]
            ready = select.select(watched, [], [])[0]
            if 0 in ready:  # whoever started it is gone
                return
            if ended in ready:
                os.read(ended, REQUEST_BYTES)
                _reap_ended()
            if listener in ready:
                connection, _ = listener.accept()
                if os.fork() == 0:
                    listener.close()
                    _serve_one(connection)
                connection.close()


if __name__ == "__main__":
    main()
