"""`designery pipeline`: published designs from the command line, also while the server runs."""

import asyncio
import gc
from pathlib import Path

import click

from server.secret_commands import OPERATOR, WORKSPACE_OPTION, open_workspace


@click.group()
def pipeline() -> None:
    """Publish designs as pipelines, and run them."""


@pipeline.command("list")
@WORKSPACE_OPTION
def list_pipelines(workspace: str | None) -> None:
    """List the pipelines, their default versions, and what each lets a run set."""
    from server.graph.pipelines.declarations import Declarations
    from server.graph.pipelines.pipeline_names import to_command_name
    from server.storage.stores import pipeline_store

    with open_workspace(workspace) as (session, _):
        rows = pipeline_store.list_pipelines(session)
        versions = pipeline_store.list_pipeline_versions(session, [row.id for row in rows])
    if not rows:
        click.echo("There are no pipelines. Publish a design: designery pipeline publish DESIGN --name NAME")
    for row in rows:
        shown = next((one for one in versions[row.id] if one.version == row.default_version), None)
        declared = Declarations.model_validate(shown.declarations) if shown else Declarations()
        click.echo(f"{to_command_name(row.name):32} version {row.default_version}  {row.name}")
        for parameter in declared.parameters:
            click.echo(f"    --set {parameter.name}=VALUE    {parameter.title}, otherwise {parameter.default}")
        for source in declared.inputs:
            click.echo(f"    --input {source.name}=DATA    {source.title}")


@pipeline.command("publish")
@click.argument("design")
@click.option("--name", required=True, help="Name of the pipeline. One that exists gets its next version.")
@click.option("--note", default="", help="What is new in this version.")
@click.option("--no-default", is_flag=True, help="Leave the default version as it is.")
@WORKSPACE_OPTION
def publish(design: str, name: str, note: str, no_default: bool, workspace: str | None) -> None:
    """Publish a design, by its name, its id or its file, as a version of a pipeline."""
    from server.automation.publishing import PublishRequest
    from server.pipeline_operations import PipelineCommandError, publish_named_design

    request = PublishRequest(name.strip(), note.strip(), not no_default, OPERATOR)
    try:
        with open_workspace(workspace) as (session, _):
            version = publish_named_design(session, design, request)
    except PipelineCommandError as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{name}, version {version}, was published.")


@pipeline.command("run")
@click.argument("name")
@click.option("--set", "values", multiple=True, metavar="PARAMETER=VALUE", help="Set a parameter of this run.")
@click.option("--input", "inputs", multiple=True, metavar="INPUT=DATA", help="A file, or a dataset: NAME or NAME@3.")
@click.option("--version", type=click.IntRange(1), default=None, help="The version. Without it: the default.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=None, help="Folder for the results.")
@WORKSPACE_OPTION
def run_pipeline(
    name: str,
    values: tuple[str, ...],
    inputs: tuple[str, ...],
    version: int | None,
    out: Path | None,
    workspace: str | None,
) -> None:
    """Run a pipeline with values and data of your own. What it stores becomes versions of datasets and models."""
    gc.disable()  # until all is imported, as for the server
    from server.pipeline_operations import PipelineCommandError, run_named_pipeline

    with open_workspace(workspace) as (session, _):
        home = session.info.get("place")
    try:
        succeeded = asyncio.run(run_named_pipeline(name, values, inputs, version, out, home))
    except PipelineCommandError as refusal:
        raise click.ClickException(str(refusal)) from None
    if not succeeded:
        raise SystemExit(1)
