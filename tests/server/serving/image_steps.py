"""The steps of a Dockerfile, as far as they can be followed without Docker."""

import json
import re
import shlex
import shutil
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class ImageSteps:
    """What an image of a folder has: its files with their owners, its variables, and how it is started and asked."""

    folder: Path
    user: int = 0
    owners: dict[str, int] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    installed: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)

    def list_unreadable(self) -> list[str]:
        """The files that the user of the image can't read, and the folders that it can't enter."""
        found = []
        for name, owner in self.owners.items():
            mode, needed = (self.folder / name).stat().st_mode, 0o5 if (self.folder / name).is_dir() else 0o4
            if mode & (needed << 6 if owner == self.user else needed) == 0:
                found.append(name)
        return found


def follow_dockerfile(source: Path, target: Path) -> ImageSteps:
    """Copy what its COPY steps copy, and note the rest. Raises KeyError for a step that is not known here."""
    image = ImageSteps(target)
    target.mkdir()
    text = re.sub(r"\\\n\s*", "", (source / "Dockerfile").read_text())
    for line in filter(None, map(str.strip, text.splitlines())):
        if not line.startswith("#"):
            word, _, rest = line.partition(" ")
            STEPS[word](image, source, rest)
    return image


def _copy(image: ImageSteps, source: Path, rest: str) -> None:
    words = shlex.split(rest)
    owner = next((int(one.removeprefix("--chown=")) for one in words if one.startswith("--chown=")), 0)
    given = source / next(one for one in words if not one.startswith("--"))
    files = [given] if given.is_file() else sorted(given.rglob("*"))
    for file in files:
        name = file.name if file == given else file.relative_to(given).as_posix()
        place = image.folder / name
        if file.is_dir():
            place.mkdir(exist_ok=True)
            shutil.copymode(file, place)
        else:
            shutil.copy(file, place)
        image.owners[name] = owner


def _run(image: ImageSteps, source: Path, rest: str) -> None:
    words = shlex.split(rest)
    if words[:2] == ["pip", "install"]:
        image.installed += (source / words[words.index("-r") + 1]).read_text().split()
    else:
        assert words[0] == "useradd", rest


def _note_variables(image: ImageSteps, _source: Path, rest: str) -> None:
    image.variables |= dict(one.split("=", 1) for one in shlex.split(rest))


def _note_user(image: ImageSteps, _source: Path, rest: str) -> None:
    image.user = int(rest)


def _note_command(image: ImageSteps, _source: Path, rest: str) -> None:
    image.command = json.loads(rest)


def _note_health(image: ImageSteps, _source: Path, rest: str) -> None:
    image.health = json.loads(rest.partition("CMD ")[2])


def _ignore(_image: ImageSteps, _source: Path, _rest: str) -> None:
    """Steps that change neither files nor what runs."""


STEPS = {
    "FROM": _ignore,
    "WORKDIR": _ignore,
    "EXPOSE": _ignore,
    "COPY": _copy,
    "RUN": _run,
    "ENV": _note_variables,
    "USER": _note_user,
    "CMD": _note_command,
    "HEALTHCHECK": _note_health,
}
