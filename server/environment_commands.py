"""`designery environment`: environments from the command line, also while the server runs."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from server.runs.environments.specification_formats import SpecificationFormat
from server.secret_commands import WORKSPACE_OPTION, open_workspace, record_operator_action

if TYPE_CHECKING:
    from server.runs.environments.environment_builder import EnvironmentBuilder

#: What a file is read as by its name.
FORMATS_BY_NAME: dict[str, SpecificationFormat] = {"pyproject.toml": "pyproject", "uv.lock": "uv_lock"}


@click.group()
def environment() -> None:
    """Manage environments: sets of Python packages for scripts and commands."""


@environment.command("list")
@WORKSPACE_OPTION
def list_environments(workspace: str | None) -> None:
    """List the environments with their newest versions."""
    from server.storage.stores import environment_store

    with open_workspace(workspace) as (session, _):
        rows = environment_store.list_environments(session)
        versions = environment_store.list_environment_versions(session, [row.id for row in rows])
        newest = {one.environment_id: one for one in reversed(versions)}
        lines = [
            f"{row.name:32} version {newest[row.id].version}, {newest[row.id].state}, Python {newest[row.id].python}, "
            f"{len(newest[row.id].packages)} packages"
            for row in rows
        ]
    for line in lines or ["There are no environments. Add one: designery environment build NAME requirements.txt"]:
        click.echo(line)


@environment.command("show")
@click.argument("name")
@WORKSPACE_OPTION
def show_environment(name: str, workspace: str | None) -> None:
    """Print the lock of an environment. NAME:2 is its version 2."""
    from server.storage.stores import environment_store

    with open_workspace(workspace) as (session, _):
        row = environment_store.find_referenced_version(session, name)
        found = None if row is None else (row.state, row.error, row.lock or "")
    if found is None:
        raise click.ClickException(f"There is no environment '{name}'. List them: designery environment list")
    state, error, lock = found
    if state != "ready":
        click.echo(f"{name} is {state}. {error or ''}".strip(), err=True)
    click.echo(lock, nl=False)


@environment.command("log")
@click.argument("name")
@WORKSPACE_OPTION
def show_environment_log(name: str, workspace: str | None) -> None:
    """Print what was said while an environment was built. NAME:2 is its version 2."""
    from server.storage.stores import environment_store

    with open_workspace(workspace) as (session, _):
        row = environment_store.find_referenced_version(session, name)
        key = None if row is None else (row.environment_id, row.version)
    if key is None:
        raise click.ClickException(f"There is no environment '{name}'. List them: designery environment list")
    with _open_builder() as builder:
        click.echo(builder.read_log(*key), nl=False)


@environment.command("remove")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Delete without asking.")
@WORKSPACE_OPTION
def remove_environment(name: str, yes: bool, workspace: str | None) -> None:
    """Delete an environment with all its versions. Designs that name it show a problem."""
    from server.storage.stores import environment_store

    with open_workspace(workspace) as (session, _):
        if environment_store.find_environment(session, name) is None:
            raise click.ClickException(f"There is no environment '{name}'. List them: designery environment list")
    if not yes:
        click.confirm(f"Delete {name} with all its versions?", abort=True)
    with open_workspace(workspace) as (session, _):
        row = environment_store.find_environment(session, name)
        if row is not None:
            environment_store.delete_environment(session, row)
            record_operator_action(session, "environment.deleted", name)
    with _open_builder() as builder:
        builder.remove_unused()
    click.echo(f"Removed {name}.")


@environment.command("build")
@click.argument("name")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(get_args(SpecificationFormat)), help="What the file is.")
@click.option("--python", default="", metavar="VERSION", help="Version of Python, such as 3.11. Without it: ours.")
@WORKSPACE_OPTION
def build_environment(
    name: str, file: Path, form: SpecificationFormat | None, python: str, workspace: str | None
) -> None:
    """Build an environment from a file, as its next version: requirements, pyproject.toml, uv.lock or a conda file."""
    from server.runs.environments.specification import InvalidSpecification

    kind = form or FORMATS_BY_NAME.get(file.name) or ("conda" if file.suffix in (".yml", ".yaml") else "requirements")
    try:
        with open_workspace(workspace) as (session, _):
            key = _add_version(session, name, kind, file.read_text(encoding="utf-8"), python)
        lines, built = asyncio.run(_build_version(*key))
    except (InvalidSpecification, UnicodeDecodeError) as error:
        raise click.ClickException(str(error)) from None
    for line in lines:
        click.echo(line)
    sys.exit(0 if built else 1)


def _add_version(session: object, name: str, kind: SpecificationFormat, source: str, python: str) -> tuple[str, int]:
    """Write the next version of an environment down; its id and number. Raises InvalidSpecification."""
    from sqlmodel import Session

    from server.runs.environments.package_index import find_interpreters, get_own_python
    from server.runs.environments.specification import InvalidSpecification, check_python_version, parse_specification
    from server.storage.orm.environment_tables import EnvironmentRow, EnvironmentVersionRow
    from server.storage.stores import environment_store

    assert isinstance(session, Session)
    version = python or get_own_python()
    if version not in find_interpreters():
        raise InvalidSpecification(f"This machine has no Python {version}. It has {', '.join(find_interpreters())}.")
    check_python_version(parse_specification(kind, source).python, version)
    row = environment_store.find_environment(session, name)
    if row is None:
        row = EnvironmentRow(name=name)
        session.add(row)
        session.flush()
    new = EnvironmentVersionRow(
        environment_id=row.id, version=0, format=kind, source=source, python=version, created_by="The command line"
    )
    environment_store.add_environment_version(session, row, new)
    return row.id, new.version


async def _build_version(environment_id: str, version: int) -> tuple[Sequence[str], bool]:
    """Build a version that was written down; what to say of it, and whether it is ready."""
    with _open_builder() as builder:
        await builder.start(environment_id, version)
        row = builder.load_version(environment_id, version)
    if row.state != "ready":
        return [f"The environment could not be built. {row.error or ''}"], False
    size = f"{(row.bytes or 0) / 2**20:,.0f} MiB"
    return [f"Version {version} is ready: {len(row.packages)} packages, {size}, in {row.seconds or 0:.1f} s."], True


@contextmanager
def _open_builder() -> "Iterator[EnvironmentBuilder]":
    """What builds the environments of the data folder."""
    from server.admin_commands import open_database
    from server.run_services_factory import build_package_index
    from server.runs.environments.environment_builder import EnvironmentBuilder
    from server.settings import load_settings

    settings = load_settings()
    with open_database(settings) as database:
        yield EnvironmentBuilder(database, settings.folder / "store" / "environments", build_package_index(settings))
