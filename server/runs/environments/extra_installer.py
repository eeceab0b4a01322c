"""Installs extras into the environment of the server itself: one at a time, and without changing what is there.

The packages are chosen beside the installed ones, which stay as they are; downloaded and unpacked elsewhere; and put in
place at the end. Until then the environment is as it was, so an installation can be cancelled.
"""

import asyncio
import importlib
import logging
import re
import sys
import time
import uuid
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from packaging.requirements import Requirement

from server.folder_removal import remove_folder
from server.runs.environments.environment_installer import WHEELS_ONLY, BuildFailed
from server.runs.environments.own_extras import OwnExtra
from server.runs.environments.package_index import UNREACHABLE, PackageIndex, describe_failure
from server.runs.environments.package_lock import PINNED_LINE
from server.runs.environments.restricted_process import run_restricted
from server.storage.orm.core_tables import now

logger = logging.getLogger(__name__)

MAX_LOG_LINES = 500
#: What the resolver says of a package that it would install.
PLANNED_LINE = re.compile(r"^ \+ (?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+)$", re.MULTILINE)

InstallationState = Literal["running", "finishing", "succeeded", "failed", "cancelled"]


class InstallationBusy(Exception):
    """Another extra is being installed; the message says which."""


@dataclass
class ExtraInstallation:
    """An extra that is being installed, or was; it cannot be cancelled any more while it is `finishing`."""

    extra: str
    state: InstallationState = "running"
    error: str = ""
    #: The packages that came with it, as `torch 2.9.1`.
    packages: list[str] = field(default_factory=list)
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=MAX_LOG_LINES))
    started_at: datetime = field(default_factory=now)
    seconds: float | None = None

    @property
    def is_under_way(self) -> bool:
        return self.state in ("running", "finishing")


class ExtraInstaller:
    """Has one installation at a time, and remembers the last one. All methods belong to one event loop."""

    def __init__(
        self,
        folder: Path,
        index: PackageIndex,
        on_installed: Callable[[], None],
        python: Path = Path(sys.executable),
        prefix: Path = Path(sys.prefix),
    ) -> None:
        """`folder` is that of environments, whose downloads it shares; `on_installed` makes new packages known."""
        self.index = index
        self.last: ExtraInstallation | None = None
        self._workshop, self._cache = folder / "build", folder / "build" / "cache"
        self._on_installed = on_installed
        self._python, self._prefix = python, prefix
        self._task: asyncio.Task[None] | None = None

    def start(self, extra: OwnExtra) -> ExtraInstallation:
        """Begin to install an extra. Raises InstallationBusy."""
        if self.last is not None and self.last.is_under_way:
            raise InstallationBusy(f"'{self.last.extra}' is being installed. Wait until it is done, or cancel it.")
        started = self.last = ExtraInstallation(extra.name)
        self._task = asyncio.create_task(self._install(started, extra), name=f"installing {extra.name}")
        return started

    def cancel(self) -> bool:
        """End the installation under way; False where there is none, or where it is putting the packages in place."""
        if self.last is None or self.last.state != "running" or self._task is None:
            return False
        self._task.cancel()
        return True

    async def close(self) -> None:
        """End what can be ended, and wait for the rest."""
        self.cancel()
        if self._task is not None:
            await asyncio.wait([self._task])

    async def _install(self, installation: ExtraInstallation, extra: OwnExtra) -> None:
        started, work = time.monotonic(), self._workshop / uuid.uuid4().hex
        try:
            await asyncio.to_thread(work.mkdir, parents=True)
            await self._choose_and_place(installation, extra, work)
            installation.state = "succeeded"
        except asyncio.CancelledError:
            installation.state = "cancelled"
        except BuildFailed as error:
            installation.error, installation.state = self.index.redact(str(error)), "failed"
        except Exception as error:
            logger.exception("An extra could not be installed")
            installation.error, installation.state = f"It stopped with an error of its own: {error}.", "failed"
        finally:
            installation.seconds = round(time.monotonic() - started, 2)
            await asyncio.to_thread(remove_folder, work)

    async def _choose_and_place(self, installation: ExtraInstallation, extra: OwnExtra, work: Path) -> None:
        planned = await self._choose_packages(installation, extra, work)
        installation.packages = [line.replace("==", " ") for line in planned]
        if planned:
            options = ("--no-deps", *self._choose_backend(planned), *WHEELS_ONLY, "--python", str(self._python))
            exact = ("pip", "install", *options, *planned)
            await self._run_uv(installation, work, *exact, "--target", str(work / "unpacked"))
            installation.state = "finishing"
            await self._run_uv(installation, work, *exact)
        importlib.invalidate_caches()
        await asyncio.to_thread(self._on_installed)

    async def _choose_packages(self, installation: ExtraInstallation, extra: OwnExtra, work: Path) -> list[str]:
        """The packages that are missing, as `name==version`, which go with those that are there."""
        target = ("--python", str(self._python))
        frozen = await self._run_uv(None, work, "pip", "freeze", *target)
        constraints = work / "constraints.txt"
        installed = [f"{found['name']}=={found['version']}\n" for found in PINNED_LINE.finditer(frozen)]
        await asyncio.to_thread(constraints.write_text, "".join(installed), "utf-8")
        wanted = [_format_without_marker(one) for one in extra.requirements]
        options = ("--dry-run", *target, "--constraint", str(constraints), *WHEELS_ONLY, *self._choose_backend(wanted))
        said = await self._run_uv(installation, work, "pip", "install", *options, *wanted)
        return [f"{found['name']}=={found['version']}" for found in PLANNED_LINE.finditer(said)]

    def _choose_backend(self, wanted: Sequence[str]) -> tuple[str, ...]:
        """Torch for the processors of this machine: the usual one brings gigabytes of CUDA to machines without it."""
        has_torch = any(re.match(r"torch\b", one) for one in wanted)
        return ("--torch-backend", "auto") if has_torch and not self.index.address else ()

    async def _run_uv(self, installation: ExtraInstallation | None, work: Path, *arguments: str) -> str:
        """Run uv and return what it said, which goes to the log of the installation. Raises BuildFailed."""
        from uv import find_uv_bin

        said: list[str] = []

        def take_line(line: str) -> None:
            said.append(line)
            if installation is not None:
                installation.lines.append(line)

        command, writable = [find_uv_bin(), *arguments], [self._workshop, self._prefix]
        code, _ = await run_restricted(self.index, writable, self._cache, work, take_line, command)
        output = "".join(said)
        if code == 0:
            return output
        failure = describe_failure(output)
        raise BuildFailed(f"The package index can't be reached. {failure}" if UNREACHABLE.search(output) else failure)


def _format_without_marker(wanted: Requirement) -> str:
    """The requirement as uv takes it: its marker names the extra, and was looked at before."""
    extras = f"[{','.join(sorted(wanted.extras))}]" if wanted.extras else ""
    return f"{wanted.name}{extras}{wanted.specifier}"
