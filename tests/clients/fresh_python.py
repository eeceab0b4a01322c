"""A Python with the client alone, installed from its wheel as a user has it."""

import subprocess
import sys
from importlib.metadata import requires
from importlib.util import find_spec
from pathlib import Path

from packaging.requirements import Requirement

from tests.live_server import ROOT

CLIENT = ROOT / "clients/python"
#: What is imported, where a package has another name.
IMPORT_NAMES = {"typing-extensions": "typing_extensions"}


def list_dependencies(name: str) -> set[str]:
    """The packages that a package needs, with those that they need."""
    waiting, found = [name], set()
    while waiting:
        for line in requires(waiting.pop()) or ():
            one = Requirement(line)
            if (one.marker is None or one.marker.evaluate({"extra": ""})) and one.name not in found:
                found.add(one.name)
                waiting.append(one.name)
    return found


def build_wheel(folder: Path) -> Path:
    """The wheel of the client, as .ci/wheel builds it."""
    command = ["pip", "wheel", "--quiet", "--no-build-isolation", "--no-deps", "--wheel-dir", str(folder), str(CLIENT)]
    subprocess.run([sys.executable, "-m", *command], check=True)
    (wheel,) = folder.glob("designery_client-*.whl")
    return wheel


def make_fresh_python(folder: Path) -> Path:
    """The Python of a new environment that holds the client, httpx and pyarrow, and nothing else of this one."""
    wheel = build_wheel(folder)
    environment = folder / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    python = environment / "bin/python"
    install = ["pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([sys.executable, "-m", *install], check=True)
    (site,) = environment.glob("lib/python*/site-packages")
    # Nothing is downloaded: what the client needs is that of the tests.
    for name in {"httpx", "pyarrow"} | list_dependencies("httpx"):
        spec = find_spec(IMPORT_NAMES.get(name, name))
        assert spec is not None, name
        assert spec.origin is not None, name
        origin = Path(spec.origin)
        source = origin.parent if origin.name == "__init__.py" else origin
        (site / source.name).symlink_to(source)
    return python
