"""The script of docs/targets.md for a few machines, by a real sshd: all of them are this one."""

import getpass
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.dask_cluster import DaskCluster, write_certificates
from tests.database_servers import find_free_port
from tests.live_server import ROOT, Server, get_step_states, wait_until
from tests.nightly.test_slurm import is_listening, is_over
from tests.small_designs import make_regression_nodes

SSHD = shutil.which("sshd", path=f"{os.defpath}:/usr/sbin")
pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(SSHD is None, reason="sshd is not installed"),
    pytest.mark.skipif(os.geteuid() != 0, reason="sshd needs root"),
    pytest.mark.skipif(find_spec("asyncssh") is None, reason="asyncssh is not installed"),
]

SECONDS = 900.0
CONFIGURATION = """
ListenAddress 127.0.0.1:{port}
HostKey {folder}/key
AuthorizedKeysFile {folder}/key.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
"""


@pytest.fixture
def ssh(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """The port of an sshd on the loopback, and the key that opens it."""
    folder, port = tmp_path / "ssh", find_free_port()
    folder.mkdir()
    Path("/run/sshd").mkdir(exist_ok=True)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "key")], check=True)
    (folder / "sshd_config").write_text(CONFIGURATION.format(folder=folder, port=port))
    process = subprocess.Popen([str(SSHD), "-D", "-e", "-f", str(folder / "sshd_config")])
    try:
        wait_until(lambda: is_listening(port), "sshd")
        yield port, folder / "key"
    finally:
        process.terminate()
        process.wait(30)


def write_ssh_script(folder: Path, port: int, ssh: tuple[int, Path]) -> Path:
    """The documented script, with the addresses and paths of this machine."""
    page = (ROOT / "docs" / "targets.md").read_text(encoding="utf-8")
    section = page.partition("### A few machines, by SSH")[2].partition("\n### ")[0]
    code = section.partition("```python\n")[2].partition("```")[0]
    entry = f'"port": {ssh[0]}, "known_hosts": None, "username"'
    for wanted, instead in {
        "10.0.4.20": "127.0.0.1", "10.0.4.21": "127.0.0.1", "10.0.4.22": "127.0.0.1", "/etc/designery": f"{folder}/pem",
        "8786": str(port), "/opt/designery/bin/python": sys.executable, '"username"': entry,
        '"designery"': f'"{getpass.getuser()}"', "/home/designery/.ssh/id_ed25519": str(ssh[1]),
        '"nthreads": 8': '"nthreads": 1',
        "/shared/designery\"": f"{folder}/exchange\", \"DESIGNERY_WORKER_CACHE\": \"{folder}/cache\"",
    }.items():  # fmt: skip
        assert wanted in code, wanted
        code = code.replace(wanted, instead)
    script = folder / "cluster.py"
    script.write_text(code)
    return script


def test_the_documented_script_computes_on_machines_that_are_reached_by_ssh(
    ssh: tuple[int, Path], tmp_path: Path
) -> None:
    folder, port = tmp_path / "cluster", find_free_port()
    (folder / "pem").mkdir(parents=True)
    (folder / "exchange").mkdir()
    write_certificates(folder / "pem")
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    script = subprocess.Popen([sys.executable, str(write_ssh_script(folder, port, ssh))], env=variables, cwd=folder)
    server = Server(tmp_path / "home", start_seconds=SECONDS)
    try:
        client = server.start().open_client()
        fields = DaskCluster(folder, port, script).make_fields()
        wait_until(lambda: is_listening(port) or script.poll() is not None, "the scheduler", SECONDS)
        client.request_json("POST", "/api/targets", json={"name": "office", **fields})
        design = client.create_design(make_regression_nodes())
        run = client.request_json("POST", f"/api/designs/{design}/runs", json={"compute_target": "office"})
        wait_until(lambda: is_over(client, run["id"]), "the end of the run", SECONDS)
        states = get_step_states(client.request_json("GET", f"/api/runs/{run['id']}"))
        assert set(states.values()) == {"succeeded"}, states
        client.close()
    finally:
        server.stop()
        script.send_signal(signal.SIGINT)
        script.wait(SECONDS)
    wait_until(lambda: not is_listening(port), "the end of the cluster")
