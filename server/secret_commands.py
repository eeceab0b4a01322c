"""`designery secret`: secrets of scripts from the command line, also while the server runs; no value is printed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

WORKSPACE_OPTION = click.option(
    "--workspace", default=None, help="The name of the workspace, on a server with accounts."
)
#: Who is on record for what is done here.
OPERATOR = "The command line"


@click.group()
def secret() -> None:
    """Manage secrets for scripts, which read them from their environment."""


@secret.command("set")
@click.argument("name")
@WORKSPACE_OPTION
def set_secret(name: str, workspace: str | None) -> None:
    """Add a secret or replace its value. The value is asked for, or read from standard input."""
    from server.storage.stores import secret_store

    with open_workspace(workspace) as (session, seal):
        secret_store.check_secret_name(name)
        value = _read_value(name)
        row = secret_store.find_secrets(session, [name]).get(name)
        if row is None:
            secret_store.create_secret(session, seal, name, value, OPERATOR)
        else:
            secret_store.replace_secret(session, seal, row, value, OPERATOR)
        record_operator_action(session, "secret.made" if row is None else "secret.replaced", name)
    click.echo(f"{name} was added." if row is None else f"The value of {name} was replaced.")


def _read_value(name: str) -> str:
    """What was typed or piped; the line break that a shell puts behind it does not belong to it."""
    if sys.stdin.isatty():
        return str(click.prompt(f"Value of {name}", hide_input=True, confirmation_prompt=True))
    try:
        return sys.stdin.buffer.read().decode().removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise click.ClickException("A secret must be UTF-8 text. The input is not.") from None


@secret.command("list")
@WORKSPACE_OPTION
def list_secrets(workspace: str | None) -> None:
    """List the secrets, who set them, and when they were last used."""
    from server.storage.stores import secret_store

    with open_workspace(workspace) as (session, _):
        rows = secret_store.list_secrets(session)
    if not rows:
        click.echo("There are no secrets. Add one: designery secret set NAME")
    for row in rows:
        used = f"used {row.last_used_at:%Y-%m-%d %H:%M}" if row.last_used_at else "never used"
        click.echo(f"{row.name:32} set {row.updated_at:%Y-%m-%d %H:%M} by {row.updated_by}, {used}")


@secret.command("remove")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Delete without asking.")
@WORKSPACE_OPTION
def remove_secret(name: str, yes: bool, workspace: str | None) -> None:
    """Delete a secret permanently."""
    from server.storage.stores import design_secret_index, secret_store

    with open_workspace(workspace) as (session, _):
        row = secret_store.find_secrets(session, [name]).get(name)
        users = [design.name for design in design_secret_index.find_secret_uses(session, [name]).get(name, [])]
    if row is None:
        raise click.ClickException(f"The secret {name} does not exist.")
    if not yes:
        used = f"These designs use it: {', '.join(users)}. " if users else ""
        click.confirm(f"{used}Delete {name} permanently?", abort=True)
    with open_workspace(workspace) as (session, _):
        session.delete(secret_store.get_secret(session, row.id))
        record_operator_action(session, "secret.deleted", name)
    click.echo(f"{name} was deleted.")


@contextmanager
def open_workspace(workspace: str | None) -> Iterator[Any]:
    """A transaction in the workspace that is meant, and what seals; what cannot be done ends the command."""
    from server.admin_commands import open_database
    from server.setting_values import InvalidSettings
    from server.settings import load_settings
    from server.storage.encryption import Cipher
    from server.storage.stores import secret_store
    from server.storage.stores.design_store import NotFound
    from server.storage.transactions.workspace_context import use_workspace

    try:
        settings = load_settings()
    except InvalidSettings as error:
        raise click.ClickException(str(error)) from None
    if not settings.database_url and not (settings.folder / "designery.sqlite").exists():
        raise click.ClickException(
            f"No server is running with its data in {settings.folder}. Start one: designery serve"
        )
    with open_database(settings) as database:
        database.migrate()
        home = find_workspace_id(database, workspace) if settings.team else None
        database.shared = settings.team
        try:
            with use_workspace(home), database.session() as session:
                yield session, Cipher(settings.folder)
        except (secret_store.InvalidSecret, NotFound) as reason:
            raise click.ClickException(str(reason)) from None


def find_workspace_id(database: Any, requested: str | None) -> str:
    """The id of the workspace of this name, or of the only one."""
    from sqlmodel import select

    from server.storage.orm.account_tables import WorkspaceRow

    with database.read_session() as session:
        rows = list(session.exec(select(WorkspaceRow)))
    matching = [row for row in rows if requested is None or row.name == requested]
    if len(matching) != 1:
        named = ", ".join(sorted(row.name for row in rows)) or "none yet"
        raise click.ClickException(f"Name one workspace: --workspace NAME. There are: {named}.")
    return str(matching[0].id)


def record_operator_action(session: Any, action: str, name: str) -> None:
    """Into the audit log of a server with accounts."""
    from server.auth import audit_log
    from server.auth.principals import Person
    from server.storage.transactions.workspace_context import get_current_workspace

    if get_current_workspace() is not None:
        audit_log.record_action_of(session, audit_log.Actor(Person("server", OPERATOR, "local"), ""), action, name)
