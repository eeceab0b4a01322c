"""Extras of Designery are installed into an environment in use: what is there stays, and what fails leaves no trace."""

import asyncio
import subprocess
import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from uv import find_uv_bin

from server.runs.environments.extra_installer import ExtraInstallation, ExtraInstaller, InstallationBusy
from server.runs.environments.own_extras import EXTRA_TITLES, OwnExtra
from server.runs.environments.package_index import PackageIndex
from tests.live_server import ROOT
from tests.server.environments.package_server import PackageServer, make_wheel, running_package_server

EXTRA = OwnExtra("vowpal", "Vowpal Wabbit", (Requirement("bigone>=2; extra == 'vowpal'"),))


@pytest.fixture
def index() -> Iterator[PackageServer]:
    with running_package_server() as server:
        server.add(make_wheel("tinyone", "1.0"))
        server.add(make_wheel("tinyone", "2.0"))
        yield server


class Place:
    """An environment with tinyone 1.0, and the installer that adds to it."""

    def __init__(self, folder: Path, index: PackageServer) -> None:
        self.folder, self.address = folder, index.address
        self.python = folder / "venv/bin/python"
        self._run_uv("venv", str(folder / "venv"))
        self._run_uv("pip", "install", "--python", str(self.python), "tinyone==1.0")
        self.notices = 0

    def open_installer(self) -> ExtraInstaller:
        index = PackageIndex(self.address)
        return ExtraInstaller(self.folder / "environments", index, self._count, self.python, self.folder / "venv")

    def install(self, extra: OwnExtra = EXTRA) -> ExtraInstallation:
        async def install() -> ExtraInstallation:
            installer = self.open_installer()
            installation = installer.start(extra)
            while installation.is_under_way:
                await asyncio.sleep(0.01)
            await installer.close()
            return installation

        return asyncio.run(install())

    def list_packages(self) -> list[str]:
        folder = next((self.folder / "venv/lib").glob("python*/site-packages"))
        return sorted(path.name for path in folder.glob("*.dist-info"))

    def _count(self) -> None:
        self.notices += 1

    def _run_uv(self, *arguments: str) -> None:
        options = ("--quiet", "--default-index", self.address, "--cache-dir", str(self.folder / "cache"))
        subprocess.run([find_uv_bin(), *arguments, *options], check=True, capture_output=True)


@pytest.fixture
def place(tmp_path: Path, index: PackageServer) -> Place:
    return Place(tmp_path, index)


def add_bigone(index: PackageServer, requires: str) -> None:
    index.add(make_wheel("bigone", "2.1", requires))


def test_every_extra_that_people_install_is_listed() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert set(EXTRA_TITLES) == set(declared) - {"all", "tools", "test"}


def test_an_extra_is_installed_beside_what_is_there(place: Place, index: PackageServer) -> None:
    add_bigone(index, "tinyone")
    installation = place.install()
    assert (installation.state, installation.error, installation.packages) == ("succeeded", "", ["bigone 2.1"])
    assert place.list_packages() == ["bigone-2.1.dist-info", "tinyone-1.0.dist-info"], "the newer tinyone stays away"
    assert place.notices == 1
    assert "bigone==2.1" in "".join(installation.lines)
    assert place.install().packages == [], "a second time there is nothing to do"


def test_an_extra_that_would_change_what_is_there_is_not_installed(place: Place, index: PackageServer) -> None:
    add_bigone(index, "tinyone>=2")
    installation = place.install()
    assert installation.state == "failed"
    assert "tinyone" in installation.error
    assert (place.list_packages(), place.notices) == (["tinyone-1.0.dist-info"], 0)


def test_an_index_that_does_not_answer_is_named_as_the_reason(place: Place) -> None:
    place.address = "http://127.0.0.1:9/simple"
    installation = place.install()
    assert installation.state == "failed"
    assert installation.error.startswith("The package index can't be reached.")


def test_a_cancelled_installation_leaves_the_environment_as_it_was(place: Place, index: PackageServer) -> None:
    add_bigone(index, "tinyone")
    is_asked, may_answer, answer = threading.Event(), threading.Event(), index.answer

    def hold_back(path: str) -> bytes | None:
        is_asked.set()
        may_answer.wait(60)
        return answer(path)

    index.answer = hold_back  # type: ignore[method-assign]

    async def cancel() -> ExtraInstallation:
        installer = place.open_installer()
        installation = installer.start(EXTRA)
        await asyncio.to_thread(is_asked.wait, 60)
        with pytest.raises(InstallationBusy, match="'vowpal' is being installed"):
            installer.start(EXTRA)
        assert installer.cancel()
        await installer.close()
        return installation

    try:
        installation = asyncio.run(cancel())
    finally:
        may_answer.set()
    assert installation.state == "cancelled"
    assert (place.list_packages(), place.notices) == (["tinyone-1.0.dist-info"], 0)
    assert not list((place.folder / "environments/build").glob("*/constraints.txt")), "its folder is gone"
