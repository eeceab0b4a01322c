"""The database and the data folder from the command line: whether they can be used, backup and restore."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import click

from server.people import accounts, audit
from server.private_folder import make_private
from server.settings import Settings
from server.storage.archive import Refused, TableEntry
from server.storage.backup import Packing, back_up
from server.storage.database import Database, Unusable, revision_of, revisions
from server.storage.occupied import Occupied, alone_on, keys_stay, working_on
from server.storage.renewing import seal_anew
from server.storage.restore import restore
from server.storage.sealing import Unsealable
from server.storage.serving import only_server
from server.version import VERSION


@contextmanager
def database_of(settings: Settings) -> Iterator[Database]:
    """The database of the settings; whatever is wrong with it or with the data folder ends the command."""
    try:
        make_private(settings.folder)
        database = Database(settings.database)
        try:
            yield database
        finally:
            database.close()
    except (Unusable, Occupied, Refused, Unsealable, OSError) as error:
        raise click.ClickException(str(error)) from None


def refuse_unusable(settings: Settings) -> None:
    """Say in a sentence why a server cannot start, before it tries to."""
    with database_of(settings) as database, working_on(settings.folder):
        if settings.database_url:
            database.migrate()
        else:
            _refuse_newer(database)


def _refuse_unwritable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise click.ClickException(
            f"The data folder {folder} cannot be written: {error.strerror}. Give it to the user who runs this command, "
            "or set DESIGNERY_HOME to another one."
        ) from None


def _refuse_newer(database: Database) -> None:
    """Tables that this version brings up need no word; those of a newer one would end the start in a traceback."""
    with database.reading() as session:
        found = revision_of(session.connection())
    if found is not None and found not in revisions():
        raise Unusable(f"The database {database.name} was written by a newer version of Designery. Install that one.")


@contextmanager
def serving(settings: Settings) -> Iterator[None]:
    """Be the one server with these settings; another one ends the command with a sentence."""
    _refuse_unwritable(settings.folder)
    with ExitStack() as stays:
        try:
            database = Database(settings.database)
            stays.callback(database.close)
            stays.enter_context(only_server(settings.folder, database))
        except (Unusable, Occupied, OSError) as error:
            raise click.ClickException(str(error)) from None
        yield


def write_backup(settings: Settings, file: Path, *, keys: bool) -> None:
    """Write a backup, and say what is in it and what is not."""
    with database_of(settings) as database, keys_stay(settings.folder):
        packing = back_up(file.resolve(), database, settings.folder, VERSION, keys=keys)
        note(database, "server.backed-up", file.name, keys=keys)
    click.echo(f"{file} holds {_counted(packing.manifest.tables, packing.artifacts)}, {packing.size / 1e6:,.1f} MB.")
    _say_missing(packing)
    if keys:
        click.echo("It holds the keys: whoever has this file can read the passwords of connections, and secrets.")
    elif any(settings.folder.glob("*.key")):
        click.echo(
            "The keys in the data folder are not in it. Without connections.key the passwords of connections and the "
            "secrets have to be entered again after a restore; --with-keys takes it along."
        )


def forget_log(settings: Settings, before: datetime) -> None:
    """Remove old entries of the audit log, and say how many."""
    with database_of(settings) as database:
        database.migrate()
        entries = audit.forget(database, before)
    words = "1 entry" if entries == 1 else f"{entries:,} entries"
    click.echo(f"{words} from before {before:%Y-%m-%d %H:%M} UTC {'is' if entries == 1 else 'are'} gone.")


def renew_key(settings: Settings) -> None:
    """Seal secrets and connections with a new key, and say what that means for backups."""
    with database_of(settings) as database, working_on(settings.folder):
        database.migrate()
        sealed = seal_anew(database, settings.folder)
        note(database, "server.key-renewed", sealed=sealed)
    words = "1 secret or connection is" if sealed == 1 else f"{sealed:,} secrets and connections are"
    click.echo(f"{words} sealed with a new key. Earlier backups open with the key that they were made with.")


def note(database: Database, action: str, subject: str = "", **details: Any) -> None:
    """Have the audit log say what was done by the command line, where there are people to read it."""
    with database.engine.connect() as connection:
        newest = revision_of(connection) == revisions()[-1]
    if newest:
        with database.session() as session:
            if accounts.any_there(session):
                audit.record_of(session, audit.operator(), action, subject, **details)


def _say_missing(packing: Packing) -> None:
    if packing.missing:
        click.echo(
            f"{len(packing.missing):,} results are not on disk or damaged, and were left out: "
            f"{', '.join(artifact[:12] for artifact in packing.missing[:5])}. Those of steps are computed anew when "
            "they are needed.",
            err=True,
        )


def read_backup(settings: Settings, file: Path, *, replace: bool) -> None:
    """Put a backup back, and say what came of it."""
    with database_of(settings) as database, alone_on(settings.folder):
        unpacked = restore(file.resolve(), database, settings.folder, replace=replace)
        note(database, "server.restored", file.name, made=unpacked.manifest.created_at.isoformat(), replaced=replace)
    tables = unpacked.manifest.tables
    made = f"{unpacked.manifest.created_at:%Y-%m-%d %H:%M} UTC"
    click.echo(f"Restored {_counted(tables, len(unpacked.artifacts))}, as they were on {made}.")
    if (_rows(tables, "connection") or _rows(tables, "secret")) and not unpacked.keys:
        click.echo(
            "The backup has no keys: enter the passwords of connections and the secrets again, or put connections.key "
            "back."
        )


def _rows(tables: dict[str, TableEntry], name: str) -> int:
    return tables[name].rows if name in tables else 0


def _counted(tables: dict[str, TableEntry], results: int) -> str:
    counts = [(_rows(tables, name), name) for name in ("design", "run", "dataset")] + [(results, "result")]
    words = [f"{count:,} {name}{'' if count == 1 else 's'}" for count, name in counts]
    return f"{', '.join(words[:-1])} and {words[-1]}"
