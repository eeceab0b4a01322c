"""Environments are built by uv, from an index on this machine, and nothing of a package runs meanwhile."""

import asyncio
import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from server.runs.environments.environment_builder import EnvironmentBuilder
from server.runs.environments.environment_installer import EnvironmentUnavailable
from server.runs.environments.package_index import PackageIndex, get_own_python
from server.storage.database import Database
from server.storage.orm.environment_tables import EnvironmentRow, EnvironmentVersionRow
from server.storage.stores import environment_store
from tests.database_servers import DATABASES
from tests.server.environments.package_server import (
    PackageServer,
    make_source_package,
    make_wheel,
    running_package_server,
)
from tests.server_spawner import finish_command


@pytest.fixture
def index() -> Iterator[PackageServer]:
    with running_package_server() as server:
        server.add(make_wheel("tinyone", "1.0"))
        server.add(make_wheel("tinyone", "2.0"))
        yield server


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path / 'designery.sqlite'}")
    made.migrate()
    yield made
    made.close()


class Workshop:
    """A builder, and the way to have it build."""

    def __init__(self, database: Database, folder: Path, index: PackageIndex) -> None:
        self.database = database
        self.folder = folder
        self.index = index

    def build(self, source: str, name: str = "") -> EnvironmentVersionRow:
        """An environment of these requirements, as it is written down at the end."""
        with self.database.session() as session:
            row = EnvironmentRow(name=name or f"environment {source}")
            session.add(row)
            session.flush()
            version = EnvironmentVersionRow(
                environment_id=row.id, version=0, format="requirements", source=source, python=get_own_python()
            )
            environment_store.add_environment_version(session, row, version)
            key = (row.id, version.version)

        async def build() -> EnvironmentVersionRow:
            builder = EnvironmentBuilder(self.database, self.folder, self.index)
            await builder.start(*key)
            return builder.load_version(*key)

        return asyncio.run(build())

    def get_folder(self, row: EnvironmentVersionRow) -> Path:
        return self.folder / "built" / str(row.lock_hash)


@pytest.fixture
def workshop(database: Database, tmp_path: Path, index: PackageServer) -> Workshop:
    return Workshop(database, tmp_path / "environments", PackageIndex(index.address))


def test_the_newest_fitting_version_is_installed_and_compiled_with_its_hash(workshop: Workshop) -> None:
    row = workshop.build("tinyone<2")
    assert (row.state, row.error, row.packages) == ("ready", None, ["tinyone 1.0"])
    assert "--hash=sha256:" in str(row.lock)
    folder = workshop.get_folder(row)
    said = subprocess.check_output([folder / "bin" / "python", "-c", "import tinyone; print(tinyone.VERSION)"])
    assert said == b"1.0\n"
    assert list(folder.glob("lib/*/site-packages/__pycache__/tinyone.*.pyc"))


def test_the_same_packages_are_one_folder_and_a_package_lies_on_the_disk_once(workshop: Workshop) -> None:
    workshop_before = workshop.build("tinyone==1.0")
    same = workshop.build("tinyone<2\n# said in other words")
    assert same.lock_hash == workshop_before.lock_hash
    other = workshop.build("tinyone==2.0")
    assert other.lock_hash != same.lock_hash
    file = next(workshop.get_folder(other).glob("lib/*/site-packages/tinyone.py"))
    assert file.stat().st_nlink > 1


def test_without_the_index_what_is_stored_is_installed_and_the_rest_refused_in_a_sentence(workshop: Workshop) -> None:
    workshop.build("tinyone==1.0")
    workshop.index = replace(workshop.index, address="http://127.0.0.1:9/simple", offline=True)
    unknown = workshop.build("nothing-of-the-kind")
    assert unknown.state == "failed"
    assert str(unknown.error).startswith("This machine installs stored packages only, and not all packages of this")


def test_nothing_of_a_package_runs_while_it_is_installed(
    workshop: Workshop, index: PackageServer, tmp_path: Path
) -> None:
    escaped = tmp_path / "environments" / "build" / "escaped"
    line = f"import pathlib; pathlib.Path({str(escaped)!r}).write_text('x')\n"
    index.add(make_wheel("nosy", "1.0", **{"nosy.pth": line}))
    assert workshop.build("nosy").state == "ready"
    assert not escaped.exists()


def test_a_package_that_has_to_be_built_is_refused_and_not_run(
    workshop: Workshop, index: PackageServer, tmp_path: Path
) -> None:
    escaped = tmp_path / "environments" / "build" / "escaped"
    index.add(make_source_package("onlysource", f"open({str(escaped)!r}, 'w').write('x')\n"))
    row = workshop.build("onlysource")
    assert (row.state, escaped.exists()) == ("failed", False)
    assert str(row.error).endswith("Environments are built from wheels only.")


def test_the_password_of_the_index_is_sent_and_said_nowhere(workshop: Workshop, index: PackageServer) -> None:
    workshop.index = PackageIndex(index.address, "ann:hunter2/hunter2")
    row = workshop.build("tinyone")
    assert row.state == "ready"
    assert any(header.startswith("Basic ") for _, header in index.requested_paths)
    logs = "".join(path.read_text() for path in (workshop.folder / "logs").iterdir())
    assert "hunter2" not in f"{logs}{row.lock}{row.error}"


def test_an_environment_that_was_cleaned_up_is_built_again_when_a_step_asks_for_it(workshop: Workshop) -> None:
    row = workshop.build("tinyone", name="mine")

    async def provide(reference: str) -> Path:
        builder = EnvironmentBuilder(workshop.database, workshop.folder, workshop.index)
        return (await builder.provide(reference)).folder

    workshop.get_folder(row).rename(workshop.folder / "gone")
    assert asyncio.run(provide("mine:1")).is_dir()
    with pytest.raises(EnvironmentUnavailable, match="This workspace has no environment 'mine:2'"):
        asyncio.run(provide("mine:2"))


def test_folders_that_no_environment_has_are_removed(workshop: Workshop) -> None:
    kept = workshop.build("tinyone", name="kept")
    stray = workshop.folder / "built" / ("0" * 64)
    stray.mkdir()
    EnvironmentBuilder(workshop.database, workshop.folder, workshop.index).remove_unused()
    assert (workshop.get_folder(kept).is_dir(), stray.exists()) == (True, False)


def test_an_environment_is_built_read_and_removed_from_the_command_line(tmp_path: Path, index: PackageServer) -> None:
    home = tmp_path / "home"
    variables = {**os.environ, **DATABASES.build_variables(home), "DESIGNERY_PACKAGE_INDEX": index.address}
    home.mkdir()
    made = Database(DATABASES.get_url(home))
    made.migrate()
    made.close()
    (tmp_path / "requirements.txt").write_text("tinyone\n")

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return finish_command(["environment", *arguments], variables, tmp_path)

    assert run("build", "tiny", "requirements.txt").stdout.startswith("Version 1 is ready: 1 packages")
    assert run("list").stdout.split()[:4] == ["tiny", "version", "1,", "ready,"]
    assert run("show", "tiny").stdout.startswith("tinyone==2.0")
    assert run("log", "tiny:1").returncode == 0
    assert "There is no environment 'tiny:2'" in run("log", "tiny:2").stderr
    assert len(list(home.rglob("built/*/bin/python"))) == 1
    assert run("remove", "tiny", "--yes").stdout == "Removed tiny.\n"
    assert "There is no environment 'tiny'" in run("remove", "tiny", "--yes").stderr
    assert list(home.rglob("built/*/bin/python")) == []
