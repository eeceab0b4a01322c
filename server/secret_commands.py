"""`designery secret`: secrets of scripts from the command line, also while the server runs; no value is printed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

WORKSPACE = click.option("--workspace", default=None, help="Of a server with accounts: the workspace, by its name.")
#: Who is on record for what is done here.
OPERATOR = "The command line"


@click.group()
def secret() -> None:
    """Keep secrets for scripts, which find them in their environment."""


@secret.command("set")
@click.argument("name")
@WORKSPACE
def set_secret(name: str, workspace: str | None) -> None:
    """Add a secret or replace its value, which is asked for or read from the standard input."""
    from server.storage import secrets

    with _place(workspace) as (session, seal):
        secrets.check_name(name)
        value = _value(name)
        row = secrets.named(session, [name]).get(name)
        if row is None:
            secrets.create(session, seal, name, value, OPERATOR)
        else:
            secrets.replace(session, seal, row, value, OPERATOR)
        _record(session, "secret.made" if row is None else "secret.replaced", name)
    click.echo(f"{name} is kept." if row is None else f"{name} has another value now.")


def _value(name: str) -> str:
    """What was typed or piped; the line break that a shell puts behind it does not belong to it."""
    if sys.stdin.isatty():
        return str(click.prompt(f"Value of {name}", hide_input=True, confirmation_prompt=True))
    try:
        return sys.stdin.buffer.read().decode().removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise click.ClickException("A secret is text in UTF-8. What came is none.") from None


@secret.command("list")
@WORKSPACE
def list_secrets(workspace: str | None) -> None:
    """List the names of the secrets, who entered them, and when they were used last."""
    from server.storage import secrets

    with _place(workspace) as (session, _):
        rows = secrets.all_of(session)
    if not rows:
        click.echo("There are no secrets. Add one: designery secret set NAME")
    for row in rows:
        used = f"used {row.last_used_at:%Y-%m-%d %H:%M}" if row.last_used_at else "never used"
        click.echo(f"{row.name:32} set {row.updated_at:%Y-%m-%d %H:%M} by {row.set_by}, {used}")


@secret.command("remove")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@WORKSPACE
def remove_secret(name: str, yes: bool, workspace: str | None) -> None:
    """Delete a secret for good."""
    from server.storage import designs, secrets

    with _place(workspace) as (session, _):
        row = secrets.named(session, [name]).get(name)
        users = [design.name for design in secrets.uses(designs.newest_first(session)).get(name, [])]
    if row is None:
        raise click.ClickException(f"There is no secret called {name}.")
    if not yes:
        used = f"These designs ask for it: {', '.join(users)}. " if users else ""
        click.confirm(f"{used}Delete {name} for good?", abort=True)
    with _place(workspace) as (session, _):
        session.delete(secrets.get(session, row.id))
        _record(session, "secret.deleted", name)
    click.echo(f"{name} is deleted.")


@contextmanager
def _place(workspace: str | None) -> Iterator[Any]:
    """A transaction in the workspace that is meant, and what seals; what cannot be done ends the command."""
    from server.keeping import database_of
    from server.setting_values import WrongSettings
    from server.settings import load_settings
    from server.storage import secrets
    from server.storage.designs import NotThere
    from server.storage.place import within
    from server.storage.sealing import Seal

    try:
        settings = load_settings()
    except WrongSettings as error:
        raise click.ClickException(str(error)) from None
    if not settings.database_url and not (settings.folder / "designery.sqlite").exists():
        raise click.ClickException(f"There is no server with its data in {settings.folder}. Start one: designery serve")
    with database_of(settings) as database:
        database.migrate()
        home = _home(database, workspace) if settings.team else None
        database.shared = settings.team
        try:
            with within(home), database.session() as session:
                yield session, Seal(settings.folder)
        except (secrets.Unfit, NotThere) as reason:
            raise click.ClickException(str(reason)) from None


def _home(database: Any, wanted: str | None) -> str:
    """The id of the workspace of this name, or of the only one."""
    from sqlmodel import select

    from server.storage.people_tables import WorkspaceRow

    with database.reading() as session:
        rows = list(session.exec(select(WorkspaceRow)))
    fitting = [row for row in rows if wanted is None or row.name == wanted]
    if len(fitting) != 1:
        named = ", ".join(sorted(row.name for row in rows)) or "none yet"
        raise click.ClickException(f"Name one workspace: --workspace NAME. There are: {named}.")
    return str(fitting[0].id)


def _record(session: Any, action: str, name: str) -> None:
    """Into the audit log of a server with accounts."""
    from server.people import audit
    from server.people.person import Person
    from server.storage.place import place

    if place() is not None:
        audit.record_of(session, audit.Actor(Person("server", OPERATOR, "local"), ""), action, name)
