"""The database and the data folder from the command line: whether they can be used, backup and restore."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import click

from server.auth import account_store, audit_log
from server.private_folder import make_private
from server.settings import Settings
from server.storage.database import Database, DatabaseUnusable, get_revision, list_revisions
from server.storage.encryption import DecryptionError
from server.storage.files.data_folder_lock import (
    AlreadyInUse,
    exclusive_folder_lock,
    shared_folder_lock,
    shared_key_lock,
)
from server.storage.maintenance.backup import ArchiveBuilder, create_backup
from server.storage.maintenance.backup_archive import BackupRefused, BackupTable
from server.storage.maintenance.key_rotation import re_encrypt_all
from server.storage.maintenance.restore import restore_backup
from server.storage.server_lock import hold_server_lock
from server.version import VERSION


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    """The database of the settings; whatever is wrong with it or with the data folder ends the command."""
    try:
        make_private(settings.folder)
        database = Database(settings.database)
        try:
            yield database
        finally:
            database.close()
    except (DatabaseUnusable, AlreadyInUse, BackupRefused, DecryptionError, OSError) as error:
        raise click.ClickException(str(error)) from None


def require_usable_database(settings: Settings) -> None:
    """Say in a sentence why a server cannot start, before it tries to."""
    with open_database(settings) as database, shared_folder_lock(settings.folder):
        if settings.database_url:
            database.migrate()
        else:
            _refuse_newer_database(database)


def _require_writable_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise click.ClickException(
            f"Can't write to the data folder {folder}: {error.strerror}. Make it writable for the user who runs this "
            "command, or set DESIGNERY_HOME to another folder."
        ) from None


def _refuse_newer_database(database: Database) -> None:
    """Tables that this version brings up need no word; those of a newer one would end the start in a traceback."""
    with database.read_session() as session:
        found = get_revision(session.connection())
    if found is not None and found not in list_revisions():
        raise DatabaseUnusable(
            f"The database {database.name} was written by a newer version of Designery. Install that version."
        )


@contextmanager
def single_server(settings: Settings) -> Iterator[None]:
    """Be the one server with these settings; another one ends the command with a sentence."""
    _require_writable_folder(settings.folder)
    with ExitStack() as stays:
        try:
            database = Database(settings.database)
            stays.callback(database.close)
            stays.enter_context(hold_server_lock(settings.folder, database))
        except (DatabaseUnusable, AlreadyInUse, OSError) as error:
            raise click.ClickException(str(error)) from None
        yield


def write_backup(settings: Settings, file: Path, *, keys: bool) -> None:
    """Write a backup, and say what is in it and what is not."""
    with open_database(settings) as database, shared_key_lock(settings.folder):
        builder = create_backup(file.resolve(), database, settings.folder, VERSION, keys=keys)
        record_command(database, "server.backed-up", file.name, keys=keys)
    click.echo(
        f"{file} holds {_format_counts(builder.manifest.tables, builder.artifacts)}, {builder.size / 1e6:,.1f} MB."
    )
    _print_missing(builder)
    if keys:
        click.echo("It contains the keys. Anyone who has this file can read connection passwords and secrets.")
    elif any(settings.folder.glob("*.key")):
        click.echo(
            "The keys in the data folder are not included. Without connections.key, you have to enter connection "
            "passwords and secrets again after a restore. To include it, use --with-keys."
        )


def purge_audit_log(settings: Settings, before: datetime) -> None:
    """Remove old entries of the audit log, and say how many."""
    with open_database(settings) as database:
        database.migrate()
        entries = audit_log.purge_audit_log(database, before)
    count_text = "1 entry" if entries == 1 else f"{entries:,} entries"
    click.echo(f"{count_text} from before {before:%Y-%m-%d %H:%M} UTC {'is' if entries == 1 else 'are'} gone.")


def rotate_key(settings: Settings) -> None:
    """Seal secrets and connections with a new key, and say what that means for backups."""
    with open_database(settings) as database, shared_folder_lock(settings.folder):
        database.migrate()
        reencrypted = re_encrypt_all(database, settings.folder)
        record_command(database, "server.key-renewed", sealed=reencrypted)
    count_text = "1 secret or connection is" if reencrypted == 1 else f"{reencrypted:,} secrets and connections are"
    click.echo(f"{count_text} encrypted with a new key. Earlier backups still need the key that they were made with.")


def record_command(database: Database, action: str, subject: str = "", **details: Any) -> None:
    """Have the audit log say what was done by the command line, where there are people to read it."""
    with database.engine.connect() as connection:
        is_migrated = get_revision(connection) == list_revisions()[-1]
    if is_migrated:
        with database.session() as session:
            if account_store.has_accounts(session):
                audit_log.record_action_of(session, audit_log.build_operator_actor(), action, subject, **details)


def _print_missing(builder: ArchiveBuilder) -> None:
    if builder.missing:
        click.echo(
            f"{len(builder.missing):,} results are missing or damaged and were left out: "
            f"{', '.join(artifact[:12] for artifact in builder.missing[:5])}. Results of steps are computed again "
            "when they are needed.",
            err=True,
        )


def read_backup(settings: Settings, file: Path, *, replace: bool) -> None:
    """Put a backup back, and say what came of it."""
    with open_database(settings) as database, exclusive_folder_lock(settings.folder):
        restored = restore_backup(file.resolve(), database, settings.folder, replace=replace)
        record_command(
            database, "server.restored", file.name, made=restored.manifest.created_at.isoformat(), replaced=replace
        )
    tables = restored.manifest.tables
    made = f"{restored.manifest.created_at:%Y-%m-%d %H:%M} UTC"
    click.echo(f"Restored {_format_counts(tables, len(restored.artifacts))}, as they were on {made}.")
    if (_count_rows(tables, "connection") or _count_rows(tables, "secret")) and not restored.keys:
        click.echo(
            "The backup contains no keys. Enter connection passwords and secrets again, or put connections.key back."
        )


def _count_rows(tables: dict[str, BackupTable], name: str) -> int:
    return tables[name].rows if name in tables else 0


def _format_counts(tables: dict[str, BackupTable], results: int) -> str:
    counts = [(_count_rows(tables, name), name) for name in ("design", "run", "dataset")] + [(results, "result")]
    parts = [f"{count:,} {name}{'' if count == 1 else 's'}" for count, name in counts]
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
