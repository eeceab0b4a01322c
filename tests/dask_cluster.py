"""A Dask cluster for tests: a scheduler and workers on the loopback, by TLS with an authority of their own."""

import asyncio
import datetime
import ipaddress
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from distributed import Client, Security

from server.runs.executors.dask_executor import DaskTarget
from tests.database_servers import find_free_port
from tests.server_spawner import SPAWNERS, SpawnedProcess, spawn_module

REPOSITORY = Path(__file__).parents[1]
ClusterProcess = subprocess.Popen[bytes] | SpawnedProcess


@dataclass
class DaskCluster:
    """Processes of a cluster, and the files that a server needs to use it."""

    folder: Path
    port: int
    scheduler: ClusterProcess
    workers: list[ClusterProcess] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"tls://127.0.0.1:{self.port}"

    @property
    def exchange(self) -> str:
        return f"file://{self.folder / 'exchange'}"

    def make_target(self, name: str = "cluster") -> DaskTarget:
        pem = self.folder / "pem"
        return DaskTarget(name, self.address, pem / "ca.pem", pem / "cert.pem", pem / "key.pem", self.exchange)

    def make_fields(self) -> dict[str, str]:
        """What the server is told to add it as a target."""
        target = self.make_target()
        return {
            "address": target.address,
            "exchange": target.exchange,
            "ca": target.ca_file.read_text(),
            "certificate": target.certificate_file.read_text(),
            "key": target.key_file.read_text(),
        }

    def start_worker(self, slots: int = 1, **variables: str) -> ClusterProcess:
        pem = self.folder / "pem"
        worker = _start(
            *("distributed.cli.dask_worker", self.address, "--no-dashboard", "--no-nanny"),
            *("--name", f"worker-{len(self.workers)}"),
            *("--nthreads", str(slots), "--local-directory", str(self.folder / "dask")),
            *("--preload", "server.runs.executors.dask_bridge.worker_preload"),
            *(
                "--tls-ca-file",
                str(pem / "ca.pem"),
                "--tls-cert",
                str(pem / "cert.pem"),
                "--tls-key",
                str(pem / "key.pem"),
            ),
            log=self.folder / f"worker-{len(self.workers)}.log",
            DESIGNERY_EXCHANGE=self.exchange,
            DESIGNERY_WORKER_CACHE=str(self.folder / "cache"),
            **variables,
        )
        self.workers.append(worker)
        return worker

    def restart_scheduler(self) -> None:
        """Kill the scheduler, and start another one at its address."""
        self.scheduler.kill()
        self.scheduler.wait()
        self.scheduler = _start_scheduler(self.folder, self.port)

    async def wait_for_demand(self) -> None:
        """Until the scheduler would start a worker, if it could."""
        target = self.make_target()
        security = Security(
            require_encryption=True,
            tls_ca_file=str(target.ca_file),
            tls_client_cert=str(target.certificate_file),
            tls_client_key=str(target.key_file),
        )
        async with (
            Client(self.address, security=security, asynchronous=True, set_as_default=False) as client,
            asyncio.timeout(60),
        ):
            while not await client.scheduler.adaptive_target():
                await asyncio.sleep(0.05)

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in (*self.workers, self.scheduler):
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def start_cluster(folder: Path, workers: int = 1, slots: int = 1, **variables: str) -> DaskCluster:
    """A scheduler, and workers that say themselves when they are ready."""
    pem = folder / "pem"
    pem.mkdir(parents=True)
    write_certificates(pem)
    port = find_free_port()
    cluster = DaskCluster(folder, port, _start_scheduler(folder, port))
    for _ in range(workers):
        cluster.start_worker(slots, **variables)
    return cluster


def _start_scheduler(folder: Path, port: int) -> ClusterProcess:
    pem = folder / "pem"
    return _start(
        *("distributed.cli.dask_scheduler", "--host", "tls://127.0.0.1", "--port", str(port), "--no-dashboard"),
        *("--tls-ca-file", str(pem / "ca.pem"), "--tls-cert", str(pem / "cert.pem"), "--tls-key", str(pem / "key.pem")),
        log=folder / "scheduler.log",
        DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0",
    )


def _start(module: str, *arguments: str, log: Path, **variables: str) -> ClusterProcess:
    environment = {**os.environ, "DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "true", **variables}
    if SPAWNERS.enabled:
        return spawn_module(module, list(arguments), environment, log, REPOSITORY)
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=REPOSITORY,
            env=environment,
        )


def write_certificates(folder: Path) -> None:
    """A certificate authority, and one certificate by it for every part of the cluster."""
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test CA")])
    now = datetime.datetime.now(datetime.UTC)

    def build(subject: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1))
            .not_valid_after(now + datetime.timedelta(days=1))
        )

    ca = build(issuer, ca_key.public_key()).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    )
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cluster")])
    addresses = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    own = build(name, key.public_key()).add_extension(addresses, critical=False)
    (folder / "ca.pem").write_bytes(ca.sign(ca_key, hashes.SHA256()).public_bytes(Encoding.PEM))
    (folder / "cert.pem").write_bytes(own.sign(ca_key, hashes.SHA256()).public_bytes(Encoding.PEM))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(private)
    (folder / "key.pem").chmod(0o600)
