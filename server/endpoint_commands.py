"""`designery endpoint`: the endpoints of this server, and predictions from the command line."""

import asyncio
import gc
import json
import os
import sys
import urllib.error
import urllib.request
from pathlib import Path

import click

from server.secret_commands import WORKSPACE_OPTION, open_workspace

KEY_VARIABLE = "DESIGNERY_ENDPOINT_KEY"
TYPES_BY_SUFFIX = {".csv": "text/csv", ".arrow": "application/vnd.apache.arrow.stream"}


@click.group()
def endpoint() -> None:
    """List endpoints, and ask one for predictions."""


@endpoint.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_endpoints(as_json: bool) -> None:
    """List the endpoints of this server, also while it runs."""
    from server.endpoint_listing import read_endpoints

    found = read_endpoints()
    if as_json:
        click.echo(json.dumps(found, indent=2))
    elif not found:
        click.echo("No endpoint. Deploy a registered model: see the page Models.")
    for one in found if not as_json else ():
        click.echo(f"{one['name']}\t{one['state']}\t{', '.join(one['answers']) or 'no version answers'}")


@endpoint.command("invoke")
@click.argument("name")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--url", default="http://127.0.0.1:8765", show_default=True, help="Address of the server.")
@click.option("--key", envvar=KEY_VARIABLE, help=f"Key of the endpoint. Without it: {KEY_VARIABLE}.")
@click.option("--row", default=None, help="One row as JSON, in the place of a file.")
def invoke_endpoint(name: str, file: Path | None, url: str, key: str | None, row: str | None) -> None:
    """Score the rows of a file, of the standard input (-), or one --row. The ending says JSON, CSV or Arrow."""
    if (file is None) == (row is None):
        raise click.ClickException("Give a file with rows, or --row, and not both.")
    kind = TYPES_BY_SUFFIX.get(file.suffix.lower() if file is not None else "", "application/json")
    body = row.encode() if row is not None else _read_rows(file)
    sys.stdout.buffer.write(_send(f"{url.rstrip('/')}/endpoints/{name}/score", body, kind, key))
    if kind != TYPES_BY_SUFFIX[".arrow"]:
        sys.stdout.buffer.write(os.linesep.encode())
    sys.stdout.flush()


@endpoint.command("batch")
@click.argument("name")
@click.option(
    "--input", "source", required=True, help="A dataset (NAME or NAME@3), a file, a folder, or s3:CONNECTION/path/."
)
@click.option(
    "--output",
    "target",
    required=True,
    help="A dataset, a file ending in .parquet or .csv, db:CONNECTION/TABLE, or s3:CONNECTION/path.",
)
@click.option("--version", type=click.IntRange(1), help="The version that scores. Without it: the one that answers.")
@click.option("--rows", type=click.IntRange(100, 1_000_000), default=65_536, show_default=True, help="Rows in a chunk.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder for a copy of the results.")
@WORKSPACE_OPTION
def score_in_batches(
    name: str, source: str, target: str, version: int | None, rows: int, out: Path | None, workspace: str | None
) -> None:
    """Score data of any size, chunk by chunk. When it is stopped, the same command goes on after the last chunk."""
    gc.disable()  # until all is imported, as for the server
    from server.batch_operations import run_endpoint_batch
    from server.pipeline_operations import PipelineCommandError

    with open_workspace(workspace) as (session, _):
        home = session.info.get("place")
    try:
        succeeded = asyncio.run(run_endpoint_batch(name, source, target, version, rows, home, out))
    except PipelineCommandError as refusal:
        raise click.ClickException(str(refusal)) from None
    if not succeeded:
        raise SystemExit(1)


@endpoint.command("label")
@click.argument("name")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--url", default="http://127.0.0.1:8765", show_default=True, help="Address of the server.")
@click.option("--key", envvar=KEY_VARIABLE, help=f"Key of the endpoint. Without it: {KEY_VARIABLE}.")
def send_labels(name: str, file: Path, url: str, key: str | None) -> None:
    """Send true labels of earlier answers: a file, or the standard input (-), with id and label, as CSV or JSON."""
    kind = TYPES_BY_SUFFIX.get(file.suffix.lower(), "application/json")
    answer = json.loads(_send(f"{url.rstrip('/')}/endpoints/{name}/labels", _read_rows(file), kind, key))
    replaced = f", {answer['replaced']} of them in the place of others" if answer["replaced"] else ""
    click.echo(f"{answer['stored']} stored{replaced}.")
    if answer["unknown"]:
        shown = ", ".join(answer["unknown_ids"][:5])
        raise click.ClickException(f"No prediction is kept for {answer['unknown']} ids: {shown}.")


@endpoint.command("serve")
@click.argument("name")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8766, show_default=True, help="Port to listen on.")
@click.option("--workspace", default=None, help="The id of the workspace, where several have an endpoint of this name.")
def serve_endpoint_alone(name: str, host: str, port: int, workspace: str | None) -> None:
    """Answer for one endpoint in this process, beside others; for machines that share the data folder and database."""
    from contextlib import suppress

    from server.endpoint_server import serve_endpoint
    from server.logs import configure_logging
    from server.setting_values import InvalidSettings
    from server.settings import load_settings

    try:
        settings = load_settings(port=port)
    except InvalidSettings as error:
        raise click.ClickException(str(error)) from None
    configure_logging(settings.log_format, settings.log_level)
    with suppress(KeyboardInterrupt):
        serve_endpoint(settings.model_copy(update={"host": host}), name, workspace)


@endpoint.command("export")
@click.argument("name")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--version", "number", type=click.IntRange(1), default=None, help="Another version than the main one.")
def export_endpoint_folder(name: str, folder: Path, number: int | None) -> None:
    """Write an endpoint as a folder with a Dockerfile, which runs without Designery."""
    from server.endpoint_export import export_endpoint
    from server.settings import Settings

    row = export_endpoint(Settings(), name, folder, number)
    click.echo(f"Version {row.number} of {name} is in {folder}. README.md says how to run it.")
    if not row.trusted:
        click.echo("It has scripts of a user, which are not isolated outside of the server.", err=True)


def _send(address: str, body: bytes, kind: str, key: str | None) -> bytes:
    """The answer to a request with a key."""
    if not key:
        raise click.ClickException(f"The endpoint needs a key. Set {KEY_VARIABLE} or give --key.")
    if not address.startswith(("http://", "https://")):
        raise click.ClickException(f"The address must begin with http:// or https://. Got {address}.")
    headers = {"Authorization": f"Bearer {key}", "Content-Type": kind}
    request = urllib.request.Request(address, body, headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=300) as answer:  # nosec B310  checked above
            return bytes(answer.read())
    except urllib.error.HTTPError as error:
        raise click.ClickException(_describe_refusal(error)) from None
    except OSError as error:
        raise click.ClickException(f"The server at {address} can't be reached: {error}") from None


def _read_rows(file: Path | None) -> bytes:
    return sys.stdin.buffer.read() if file is None or str(file) == "-" else file.read_bytes()


def _describe_refusal(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.loads(error.read())["detail"])
    except (ValueError, KeyError, TypeError):
        return f"The server answered {error.code}."
