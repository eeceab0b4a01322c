"""`designery target` and `designery worker`: compute targets, and the workers of a cluster, from the command line."""

import asyncio
import os
import sys
from importlib.util import find_spec
from pathlib import Path

import click

PEM_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def target() -> None:
    """Manage compute targets: clusters that steps can run on."""


@target.command("list")
def list_targets() -> None:
    """List the targets and what their last test found."""
    from server.admin_commands import open_database
    from server.settings import load_settings
    from server.storage.stores import compute_target_store

    with open_database(load_settings()) as database, database.read_session() as session:
        lines = [
            f"{row.name:24} {row.address:32} {_describe_test(row.last_test)}"
            for row in compute_target_store.list_compute_targets(session)
        ]
    for line in lines or ["There is only this machine. Add a cluster: designery target add NAME tls://HOST:8786 ..."]:
        click.echo(line)


def _describe_test(found: object) -> str:
    if not isinstance(found, dict):
        return "not tested"
    return f"{'passed' if found['passed'] else 'failed'} its test on {str(found['tested_at'])[:10]}"


@target.command("add")
@click.argument("name")
@click.argument("address")
@click.option("--ca", required=True, type=PEM_FILE, help="The certificate authority of the cluster, in PEM.")
@click.option("--certificate", required=True, type=PEM_FILE, help="The certificate of this server there, in PEM.")
@click.option("--key", required=True, type=PEM_FILE, help="Its private key, in PEM.")
@click.option(
    "--exchange",
    required=True,
    metavar="ADDRESS",
    help="Where values are exchanged: file:///FOLDER that all machines see, or s3://BUCKET/PREFIX.",
)
def add_target(name: str, address: str, ca: Path, certificate: Path, key: Path, exchange: str) -> None:
    """Add a Dask cluster by the address of its scheduler, as tls://10.0.4.20:8786."""
    from pydantic import ValidationError

    from server.admin_commands import open_database
    from server.api.targets.target_routes import TargetCreate
    from server.settings import load_settings
    from server.storage.encryption import Cipher
    from server.storage.orm.compute_target_tables import ComputeTargetRow
    from server.storage.stores import compute_target_store

    try:
        pems = {"ca": ca.read_text(), "certificate": certificate.read_text(), "key": key.read_text()}
        new = TargetCreate(name=name, address=address, exchange=exchange, **pems)
    except (ValidationError, UnicodeDecodeError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else None
        where = f"{first['loc'][0]}: {first['msg'].removeprefix('Value error, ')}" if first else "A file is no text."
        raise click.ClickException(where) from None
    settings = load_settings()
    with open_database(settings) as database, database.session() as session:
        if compute_target_store.find_compute_target(session, new.name) is not None:
            raise click.ClickException(f"There is a target called '{new.name}' already. Choose another name.")
        fields = new.model_dump(exclude={"key"})
        sealed = Cipher(settings.folder).encrypt(new.key)
        session.add(ComputeTargetRow(**fields, sealed_key=sealed, created_by="The command line"))
    click.echo(f"Added {new.name}. Try it out: designery target test {new.name}")


@target.command("test")
@click.argument("name")
def test_target(name: str) -> None:
    """Try a target out: reach it, compare its libraries, run a step there and here, and cancel one."""
    sys.exit(0 if asyncio.run(_test_target(name)) else 1)


async def _test_target(name: str) -> bool:
    from server.admin_commands import open_database
    from server.run_services_factory import build_run_services
    from server.runs.executors.dask_executor import TargetUnavailable
    from server.runs.target_check import FINDING_SENTENCES, check_target
    from server.settings import load_settings
    from server.storage.files.artifact_store import ArtifactStore

    settings = load_settings()
    with open_database(settings) as database:
        services, _ = await build_run_services(settings, database, ArtifactStore(settings.folder / "store"))
        try:
            found = await check_target(await services.compute_targets.provide_cluster(name), services.pool)
        except TargetUnavailable as error:
            raise click.ClickException(str(error)) from None
        finally:
            await services.compute_targets.close()
            await services.pool.close()
    for finding in found.findings:
        mark = "ok    " if finding.passed else "failed"
        click.echo(f"{mark}  {FINDING_SENTENCES[finding.name]} ({finding.seconds:.2f} s) {finding.message}".rstrip())
    return found.passed


@target.command("remove")
@click.argument("name")
def remove_target(name: str) -> None:
    """Remove a target. Designs that name it say so when they run."""
    from server.admin_commands import open_database
    from server.settings import load_settings
    from server.storage.stores import compute_target_store

    with open_database(load_settings()) as database, database.session() as session:
        row = compute_target_store.find_compute_target(session, name)
        if row is None:
            raise click.ClickException(f"There is no target '{name}'. List them: designery target list")
        compute_target_store.delete_compute_target(session, row)
    click.echo(f"Removed {name}.")


@click.command()
@click.argument("scheduler")
@click.option("--ca", required=True, type=PEM_FILE, help="The certificate authority of the cluster, in PEM.")
@click.option("--certificate", required=True, type=PEM_FILE, help="The certificate of this worker, in PEM.")
@click.option("--key", required=True, type=PEM_FILE, help="Its private key, in PEM.")
@click.option("--exchange", required=True, metavar="ADDRESS", help="Where values are exchanged, as for the target.")
@click.option("--slots", type=click.IntRange(1), default=None, help="Steps at once. Without it: one for each core.")
@click.option("--cache", type=click.Path(file_okay=False, path_type=Path), help="A folder to keep values in.")
@click.option("--name", default=None, help="What the worker is called on the page Targets.")
def worker(
    scheduler: str,
    ca: Path,
    certificate: Path,
    key: Path,
    exchange: str,
    slots: int | None,
    cache: Path | None,
    name: str | None,
) -> None:
    """Run steps for a cluster on this machine, until it is stopped. SCHEDULER is its address, as tls://HOST:8786."""
    from server.machine_resources import count_usable_cores

    if not scheduler.startswith("tls://"):
        raise click.ClickException(f"'{scheduler}' is not encrypted. The address of a scheduler with TLS is wanted.")
    if find_spec("distributed") is None:
        raise click.ClickException("Workers need a package. Install it: pip install 'designery[cluster]'")
    command = [
        *(sys.executable, "-m", "distributed.cli.dask_worker", scheduler),
        *("--nworkers", "1", "--nthreads", str(slots or count_usable_cores()), "--no-dashboard"),
        *("--tls-ca-file", str(ca), "--tls-cert", str(certificate), "--tls-key", str(key)),
        *("--preload", "server.runs.executors.dask_bridge.worker_preload"),
        *(("--name", name) if name else ()),
    ]
    variables = {"DESIGNERY_EXCHANGE": exchange, "DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "true"}
    if cache is not None:
        variables["DESIGNERY_WORKER_CACHE"] = str(cache.absolute())
    os.execvpe(command[0], command, {**os.environ, **variables})
