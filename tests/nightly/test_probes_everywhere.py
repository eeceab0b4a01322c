"""The whole list of escapes on the machines that people have: root, nobody, a container, a user without a name.

Run by: pytest -m nightly tests/nightly/test_probes_everywhere.py
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from server.runs.sandbox.inside.sandbox_launcher import CODE_FOLDER

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(sys.platform != "linux", reason="the boundaries are those of Linux"),
]

NOBODY, NAMELESS = 65534, 54321
#: Becomes the user, refuses namespaces as the default profile of Docker does where it is told to, and probes.
PROBE_PROGRAM = """
import asyncio, json, os, sys
user, namespaces = int(sys.argv[1]), sys.argv[2] == "namespaces"
if not namespaces:
    from server.runs.sandbox.inside import seccomp
    seccomp.install_filter([rule for rule in seccomp.GENERAL_RULES if {"unshare", "clone", "clone3"} & set(rule.calls)])
if os.geteuid() != user:
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
from server.runs.sandbox import isolation_probe
found = asyncio.run(isolation_probe.find_isolation())
print(json.dumps({"level": found.level, "by": found.mechanism, "words": found.description,
                  "remarks": found.remarks, "open": [a.description for a in found.findings if not a.is_held_back],
                  "tried": len(found.findings)}))
"""


@dataclass(frozen=True)
class ProbedMachine:
    """A machine: whose server it is, and whether it may make namespaces."""

    user: int
    namespaces: bool
    environment: Mapping[str, str]


BASE_VARIABLES = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "PYTHONPATH": str(CODE_FOLDER), "TMPDIR": "/tmp"}
WITHOUT_HOME = {name: value for name, value in BASE_VARIABLES.items() if name != "HOME"}


def build_wrapper(user: int) -> list[str]:
    """What lets another user find the interpreter, which may lie in the home of root."""
    if user == os.geteuid():
        return []
    if shutil.which("bwrap") is None or os.geteuid() != 0:
        pytest.skip("to be another user takes root and bubblewrap")
    home = ["--perms", "0755", "--tmpfs", "/root"]
    inside = [path for path in {sys.prefix, sys.base_prefix} if path.startswith("/root/")]
    for path in inside:
        for parent in reversed(Path(path).parents):
            if str(parent).startswith("/root/"):
                home += ["--perms", "0755", "--dir", str(parent)]
        home += ["--ro-bind", path, path]
    return ["bwrap", "--dev-bind", "/", "/", *(home if inside else []), "--cap-add", "ALL", "--"]


def probe_machine(place: ProbedMachine) -> dict[str, Any]:
    command = [sys.executable, "-c", PROBE_PROGRAM, str(place.user), "namespaces" if place.namespaces else "none"]
    done = subprocess.run(
        [*build_wrapper(place.user), *command], env=dict(place.environment), cwd="/", capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    "place",
    [
        ProbedMachine(os.geteuid(), True, BASE_VARIABLES),
        ProbedMachine(NOBODY, True, BASE_VARIABLES),
        ProbedMachine(NAMELESS, True, WITHOUT_HOME),
    ],
    ids=["own user", "nobody", "no passwd entry and no HOME"],
)
def test_with_namespaces_everything_is_held_back(place: ProbedMachine) -> None:
    found = probe_machine(place)
    assert (found["level"], found["by"], found["open"]) == ("S3", "bubblewrap", [])
    assert found["tried"] >= 45


@pytest.mark.parametrize(
    "place",
    [ProbedMachine(NOBODY, False, BASE_VARIABLES), ProbedMachine(NAMELESS, False, WITHOUT_HOME)],
    ids=["nobody", "no passwd entry and no HOME"],
)
def test_without_namespaces_landlock_and_the_filter_hold_everything_back(place: ProbedMachine) -> None:
    found = probe_machine(place)
    assert (found["level"], found["by"], found["open"]) == ("S3", "landlock", [])
    assert "bubblewrap" in " ".join(found["remarks"])  # what is better, and why it is not used


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be root")
def test_root_without_namespaces_is_told_what_is_missing_and_what_to_do() -> None:
    found = probe_machine(ProbedMachine(0, False, BASE_VARIABLES))
    assert (found["by"], found["open"]) == ("landlock", ["start processes without end"])
    assert found["level"] == "S2"
    assert "Start the server as a separate user" in " ".join(found["remarks"])
