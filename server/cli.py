"""The `designery` command."""

import asyncio
import gc
import json
import os
import socket
import sys
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import click
import uvicorn

from server.assistant_commands import mcp
from server.automl_command import automl
from server.client_commands import attach_client_commands
from server.dataset_commands import dataset
from server.endpoint_commands import endpoint
from server.environment_commands import environment
from server.job_commands import job
from server.logs import configure_logging
from server.memory_trimming import enable_memory_trimming
from server.pipeline_commands import pipeline
from server.private_folder import keep_files_private
from server.processor_sharing import share_processor
from server.schedule_commands import schedule
from server.secret_commands import secret
from server.setting_values import InvalidSettings
from server.settings import Settings, load_settings
from server.setup_commands import completion, doctor, init
from server.storage.maintenance.retention import CleanupPlan
from server.sweep_command import sweep
from server.target_commands import target, worker
from server.version import VERSION


@click.group()
@click.version_option(VERSION, prog_name="designery")
def main() -> None:
    """Draw machine-learning pipelines in the browser, run them, share them."""
    keep_files_private()


@main.command()
@click.option("--host", default=None, help="Address to listen on: a loopback address.")
@click.option("--port", type=click.IntRange(0, 65535), default=None, help="Port to listen on. 0 picks a free one.")
@click.option("--no-browser", is_flag=True, help="Print the launch link instead of opening it.")
def serve(host: str | None, port: int | None, no_browser: bool) -> None:
    """Start the server and open it in the browser."""
    settings = _load_settings(host=host, port=port)
    _refuse_remote(settings)
    bound_socket = _bind_socket(settings)
    enable_memory_trimming()
    gc.disable()  # until it runs: nothing of what is imported is garbage, and looking for some takes its time
    from server.admin_commands import require_usable_database, single_server
    from server.main import create_app
    from server.web_server import WebServer

    configure_logging(settings.log_format, settings.log_level)
    settings = settings.model_copy(update={"port": bound_socket.getsockname()[1]})
    with single_server(settings), suppress(KeyboardInterrupt):
        require_usable_database(settings)
        _warn_about_root()
        server = WebServer(_build_server_config(create_app(settings)))
        # Ctrl+C has stopped the server in order by the time it gets here.
        asyncio.run(_run_server(server, bound_socket, settings, browse=not no_browser))


def _build_server_config(app: Callable[..., object]) -> uvicorn.Config:
    from server.web_server import SECONDS_FOR_REQUESTS

    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=SECONDS_FOR_REQUESTS,
        # Proxies keep idle connections for a minute: none may find that we hung up just as it asks.
        timeout_keep_alive=75,
        log_config=None,
        proxy_headers=False,  # which proxy is believed, the app knows by itself
    )


def _warn_about_root() -> None:
    """A fresh container has no other user, so the server starts; what its steps are then, the isolation says."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        click.echo(
            "The server runs as root. Start it as a separate user, because everything it does is done as root. Its "
            "steps have no capabilities, and don't run as root if another user can read Python. See: designery "
            "isolation",
            err=True,
        )


def _load_settings(**overrides: str | int | None) -> Settings:
    """The settings, those given on the command line in place of the environment's."""
    try:
        return load_settings(**overrides)
    except InvalidSettings as error:
        raise click.ClickException(str(error)) from None


def _require_data(settings: Settings) -> Settings:
    """The settings, if a server has worked with them."""
    if not settings.database_url and not (settings.folder / "designery.sqlite").exists():
        raise click.ClickException(
            f"No server is running with its data in {settings.folder}. Start one: designery serve"
        )
    return settings


async def _run_server(server: uvicorn.Server, bound_socket: socket.socket, settings: Settings, *, browse: bool) -> None:
    serving = asyncio.create_task(server.serve(sockets=[bound_socket]))
    while not server.started and not serving.done():
        await asyncio.sleep(0.02)
    share_processor()
    if server.started:
        url, message = _build_launch_link(settings)
        click.echo(f"Designery {VERSION} is running. {message}\n\n  {url}\n")
        click.echo(f"For another link: {_write_link_command(settings)}. To stop: Ctrl+C.")
        if browse and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform != "linux"):
            webbrowser.open(url)
    await serving


def _write_link_command(settings: Settings) -> str:
    """What prints another launch link for this server, also in a shell that does not know its settings."""
    usual = Settings.model_fields["port"].default
    return "designery link" if settings.port == usual else f"designery link --port {settings.port}"


def _bind_socket(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Only for sockets that say that they are TCP does asyncio turn off Nagle's algorithm, which would keep the body of
    # an answer back for 40 ms, until the browser has acknowledged the head.
    bound_socket = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound_socket.bind((settings.host, settings.port))
    except OSError as error:
        raise click.ClickException(
            f"Port {settings.port} on {settings.host} can't be used: {error.strerror}. Choose another port with --port."
        ) from None
    bound_socket.listen(128)
    return bound_socket


def _refuse_remote(settings: Settings) -> None:
    host = settings.host
    if host in ("127.0.0.1", "localhost", "::1") or settings.team or os.environ.get("DESIGNERY_IN_CONTAINER") == "1":
        return
    raise click.ClickException(
        f"{host} can be reached from other machines, and this server has no accounts. Set DESIGNERY_MODE=team, or use "
        "127.0.0.1. For access from elsewhere, use a tunnel: ssh -L 8765:127.0.0.1:8765 this-machine"
    )


def _build_launch_link(settings: Settings, *, reset_password: bool = False) -> tuple[str, str]:
    """The link that lets somebody in, and what it is; `reset_password` is for an owner whose password is forgotten."""
    from server.admin_commands import open_database
    from server.api.core.request_guard import create_launch_token
    from server.auth import account_store, audit_log

    with open_database(settings) as database:
        if not settings.team:
            return _build_address(
                settings, "/", create_launch_token(database)
            ), "Open this link. It works once, within 5 minutes:"
        with database.session() as session:
            owner = next((row for row in account_store.list_accounts(session) if row.is_admin), None)
            if owner is not None:
                if not reset_password:
                    return _build_address(settings, "/login"), "Sign in here:"
                _, token = account_store.create_password_reset(session, owner, "The server")
                audit_log.record_action_of(
                    session, audit_log.build_operator_actor(), "account.password-link", owner.login
                )
                return _build_address(settings, "/join", token), f"A new password for {owner.login}; it works once:"
        message = "Create the first account with this link. It works once, within 5 minutes:"
        return _build_address(settings, "/setup", create_launch_token(database)), message


def _build_address(settings: Settings, path: str, token: str = "") -> str:
    host = "localhost" if settings.host in ("0.0.0.0", "::", "::1") else settings.host
    base = settings.url if settings.team and settings.url else f"http://{host}:{settings.port}{settings.prefix}"
    return f"{base}{path}" + (f"#t={token}" if token else "")


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="Port of the running server.")
def link(port: int | None) -> None:
    """Print a new launch link for a running server. With accounts, print a link for a new password of its owner."""
    settings = _require_data(_load_settings(port=port))
    click.echo(_build_launch_link(settings, reset_password=True)[0])


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print every attempt, and whether it was blocked, as JSON.")
def isolation(as_json: bool) -> None:
    """Try to escape as a script could, and list what was blocked."""
    from server.runs.sandbox import isolation_probe

    found = asyncio.run(isolation_probe.find_isolation(_load_settings().isolation))
    if as_json:
        click.echo(json.dumps({"level": found.level, "by": found.mechanism, "attempts": dict(found.probes)}, indent=2))
        return
    click.echo(f"Level {found.level}. {found.description}")
    for remark in (*found.remarks, *([found.advice] if found.advice else [])):
        click.echo(remark)
    click.echo("\nAttempted from where a script runs:")
    for attempt in found.findings:
        click.echo(f"  {'held back' if attempt.is_held_back else 'POSSIBLE '}  {attempt.description}")


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print everything about each module as JSON.")
def modules(as_json: bool) -> None:
    """List the catalog of modules."""
    from modules.kit import catalog
    from server.api.modules.catalog_routes import to_module_read

    if as_json:
        click.echo(json.dumps([to_module_read(module).model_dump() for module in catalog().values()], indent=2))
        return
    category = None
    for module in catalog().values():
        if not module.palette:
            continue
        if module.category != category:
            category = module.category
            click.echo(click.style(f"\n{category}", bold=True))
        missing_note = f"  (needs {' '.join(module.missing_packages)})" if module.missing_packages else ""
        click.echo(f"  {module.name:42} {module.summary}{missing_note}")


@main.command()
@click.argument("design", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the results.")
@click.option("--dataset", "datasets", multiple=True, metavar="NAME=FILE", help="Bind a Dataset node's data to a file.")
@click.option(
    "--set", "settings", multiple=True, metavar="NODE.PARAMETER=VALUE", help="Change a parameter for this run."
)
@click.option("--to", "targets", multiple=True, metavar="NODE", help="Run only this node and the nodes that it needs.")
@click.option("--secrets", is_flag=True, help="Give the design's scripts the secrets that they ask for.")
def run(
    design: Path,
    out: Path,
    datasets: tuple[str, ...],
    settings: tuple[str, ...],
    targets: tuple[str, ...],
    secrets: bool,
) -> None:
    """Run a design file without a browser or a server, and write its results to a folder."""
    gc.disable()  # until all is imported, as for the server
    from server.run_command import RunCommandError, run_design

    try:
        succeeded = asyncio.run(run_design(design, out, datasets, settings, targets, secrets=secrets))
    except RunCommandError as mistake:
        raise click.ClickException(str(mistake)) from None
    sys.exit(0 if succeeded else 1)


@main.command()
@click.argument("design", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--to",
    "form",
    type=click.Choice(["script", "notebook", "pipeline"]),
    default="script",
    help="What to export: a script, a Jupyter notebook, or one scikit-learn pipeline.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="File to write. Without it, the code is printed.",
)
def export(design: Path, form: Literal["script", "notebook", "pipeline"], out: Path | None) -> None:
    """Export a design file as plain Python, without running anything."""
    from modules.kit import catalog
    from server.graph.codegen.program_export import NoPipeline, export_program
    from server.run_command import RunCommandError, load_design

    try:
        program = export_program(load_design(design), catalog(), {}, form)
    except (RunCommandError, NoPipeline) as mistake:
        raise click.ClickException(str(mistake)) from None
    if out is None:
        click.echo(program.text, nl=False)
    else:
        out.write_text(program.text, encoding="utf-8")
    for omitted in program.program.omissions:
        click.echo(f"{omitted.title} ({omitted.node}) is not exported: {omitted.reason}", err=True)


@main.command()
@click.option("--days", type=click.FloatRange(0), default=30, show_default=True, help="Delete runs older than this.")
@click.option(
    "--keep",
    type=click.IntRange(0),
    default=5,
    show_default=True,
    help="How many of the newest runs of each design to keep.",
)
@click.option("--yes", is_flag=True, help="Delete. Without this option, the command only prints what would be deleted.")
def clean(days: float, keep: int, yes: bool) -> None:
    """Delete old runs, and all results that are no longer needed."""
    from server.admin_commands import record_command
    from server.storage.database import Database
    from server.storage.files.artifact_store import ArtifactStore
    from server.storage.maintenance import storage_cleanup

    settings = _require_data(_load_settings())
    database = Database(settings.database)
    try:
        database.migrate()
        rule = storage_cleanup.RetentionPolicy(days, keep)
        if yes:
            plan = storage_cleanup.run_cleanup(database, ArtifactStore(settings.folder / "store"), rule)
            record_command(database, "server.cleaned", runs=len(plan.runs), results=len(plan.artifacts))
        else:
            with database.read_session() as session:
                plan = storage_cleanup.plan_cleanup(session, rule)
    except storage_cleanup.RunsUnfinished as busy:
        raise click.ClickException(str(busy)) from None
    finally:
        database.close()
    _report_cleaning(plan, done=yes)


def _report_cleaning(plan: CleanupPlan, *, done: bool) -> None:
    for kept in plan.retained:
        what = f"Run {kept.run.number} of {kept.run.name}" if kept.run else f"{kept.bytes / 1e6:,.1f} MB of results"
        click.echo(f"{what} {'stays' if kept.run else 'stay'}: {kept.reason}.")
    runs = "1 run" if len(plan.runs) == 1 else f"{len(plan.runs)} runs"
    went = "were deleted" if done else "would be deleted"
    click.echo(f"{runs} and {len(plan.artifacts)} results, {plan.bytes / 1e6:,.1f} MB, {went}.")
    if not done and (plan.runs or plan.artifacts):
        click.echo("To delete: designery clean --yes")


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--with-keys", is_flag=True, help="Include the key that decrypts connection passwords and secrets.")
def backup(file: Path, with_keys: bool) -> None:
    """Write designs, runs, datasets and results into one file, also while the server runs."""
    from server.admin_commands import write_backup

    write_backup(_load_settings(), file, keys=with_keys)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Delete the existing data first.")
def restore(file: Path, replace: bool) -> None:
    """Restore a backup into the configured data folder and database. Stop the server first."""
    from server.admin_commands import read_backup

    read_backup(_load_settings(), file, replace=replace)


@main.command()
@click.option(
    "--before", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Delete entries from before this day (UTC)."
)
@click.option("--yes", is_flag=True, help="Delete without asking.")
def forget_log(before: datetime, yes: bool) -> None:
    """Permanently delete old entries of the audit log. The log records who did it."""
    from server.admin_commands import purge_audit_log

    if not yes:
        click.confirm(f"Permanently delete audit log entries from before {before:%Y-%m-%d}?", abort=True)
    purge_audit_log(_load_settings(), before.replace(tzinfo=UTC))


@main.command()
def renew_key() -> None:
    """Encrypt all secrets and connections with a new key, also while the server runs."""
    from server.admin_commands import rotate_key

    rotate_key(_require_data(_load_settings()))


#: The commands of other files.
ATTACHED = (
    *(secret, dataset, automl, mcp, pipeline, environment, job, schedule),
    *(endpoint, doctor, init, completion, target, worker, sweep),
)
for command in ATTACHED:
    main.add_command(command)
attach_client_commands(main)

if __name__ == "__main__":
    main()
