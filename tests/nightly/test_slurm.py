"""The script of docs/targets.md on a real SLURM: it grows by what waits, computes, and goes back to no worker."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.dask_cluster import DaskCluster, write_certificates
from tests.database_servers import find_free_port
from tests.live_server import ROOT, Client, Server, get_step_states, wait_until
from tests.small_designs import make_regression_nodes

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(shutil.which("slurmctld") is None, reason="SLURM is not installed"),
    pytest.mark.skipif(os.geteuid() != 0, reason="SLURM needs root"),
    pytest.mark.skipif(find_spec("dask_jobqueue") is None, reason="dask-jobqueue is not installed"),
]

#: A job starts Python and all libraries, on a machine that may be busy.
SECONDS = 900.0
CONFIGURATION = """
ClusterName=designery
SlurmctldHost={host}(127.0.0.1)
AuthType=auth/slurm
CredType=cred/slurm
SlurmUser=root
SlurmdUser=root
SlurmctldPort={control}
SlurmdPort={node}
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
ReturnToService=2
NodeName={host} NodeAddr=127.0.0.1 CPUs=2 RealMemory=8000 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


def call_slurm(folder: Path, *command: str) -> str:
    done = subprocess.run(command, env={**os.environ, "SLURM_CONF": str(folder / "slurm.conf")}, capture_output=True)
    return done.stdout.decode()


@pytest.fixture
def slurm(tmp_path: Path) -> Iterator[Path]:
    """A SLURM of one node on the loopback; the folder with its configuration."""
    folder = tmp_path / "slurm"
    for name in ("state", "spool"):
        (folder / name).mkdir(parents=True)
    ports = {"control": find_free_port(), "node": find_free_port()}
    text = CONFIGURATION.format(host=socket.gethostname().partition(".")[0], folder=folder, **ports)
    (folder / "slurm.conf").write_text(text)
    (folder / "cgroup.conf").write_text("CgroupPlugin=disabled\n")
    (folder / "slurm.key").write_bytes(os.urandom(1024))
    (folder / "slurm.key").chmod(0o600)
    environment = {**os.environ, "SLURM_CONF": str(folder / "slurm.conf")}
    processes = [subprocess.Popen([name, "-D"], env=environment) for name in ("slurmctld", "slurmd")]
    try:
        wait_until(lambda: "idle" in call_slurm(folder, "sinfo", "-h", "-o", "%T"), "a node of SLURM")
        yield folder
    finally:
        call_slurm(folder, "scancel", "--user=root")
        for process in processes:
            process.terminate()
            process.wait(30)


def write_script(folder: Path, port: int) -> Path:
    """The documented script, with the paths and sizes of this machine."""
    page = (ROOT / "docs" / "targets.md").read_text(encoding="utf-8")
    section = page.partition("### SLURM")[2].partition("\n### ")[0]
    code = section.partition("```python\n")[2].partition("```")[0]
    pem = folder / "pem"
    names = {
        "ca": "ca.pem",
        "scheduler": "cert.pem",
        "scheduler-key": "key.pem",
        "worker": "cert.pem",
        "worker-key": "key.pem",
    }
    for name, file in names.items():
        code = code.replace(f'"{name}.pem"', f'"{pem / file}"')
    for wanted, instead in {
        "cores=8": "cores=1", '"32 GB"': '"2 GB"', "/shared/designery": str(folder / "exchange"), "8786": str(port),
        "wait_count=60": "wait_count=10", 'interval="10s"': 'interval="1s"',
    }.items():  # fmt: skip
        assert wanted in code
        code = code.replace(wanted, instead)
    options = '"port": '
    code = code.replace(options, f'"host": "127.0.0.1", "dashboard": False, {options}')
    script = folder / "cluster.py"
    body = re.sub("^", "    ", code, flags=re.MULTILINE)
    end = "    input()\n\n\nif __name__ == '__main__':\n    main()\n"
    script.write_text(f"def main():\n{body}\n{end}")
    return script


def test_the_documented_script_computes_on_slurm_and_goes_back_to_no_worker(slurm: Path, tmp_path: Path) -> None:
    folder, port = tmp_path / "cluster", find_free_port()
    (folder / "pem").mkdir(parents=True)
    (folder / "exchange").mkdir()
    write_certificates(folder / "pem")
    environment = {**os.environ, "SLURM_CONF": str(slurm / "slurm.conf"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(write_script(folder, port))]
    # Jobs write what they say into the folder from which they were submitted.
    script = subprocess.Popen(command, env=environment, cwd=folder, stdin=subprocess.PIPE)
    server = Server(tmp_path / "home")
    try:
        client = server.start().open_client()
        fields = DaskCluster(folder, port, script).make_fields()
        wait_until(lambda: is_listening(port), "the scheduler", SECONDS)
        client.request_json("POST", "/api/targets", json={"name": "campus", **fields})
        design = client.create_design(make_regression_nodes())
        run = client.request_json("POST", f"/api/designs/{design}/runs", json={"compute_target": "campus"})
        wait_until(lambda: call_slurm(slurm, "squeue", "-h"), "a job of SLURM", SECONDS)
        wait_until(lambda: is_over(client, run["id"]), "the end of the run", SECONDS)
        states = get_step_states(client.request_json("GET", f"/api/runs/{run['id']}"))
        assert set(states.values()) == {"succeeded"}, states
        wait_until(lambda: not call_slurm(slurm, "squeue", "-h"), "the end of the jobs", SECONDS)
        client.close()
    finally:
        server.stop()
        script.terminate()
        script.communicate(timeout=30)  # which also closes its input


def is_over(client: Client, run: str) -> bool:
    return client.request_json("GET", f"/api/runs/{run}")["state"] not in ("queued", "running")


def is_listening(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0
