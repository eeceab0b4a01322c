"""What a sandbox is to be like, told to the process that becomes one."""

from collections.abc import Sequence
from pathlib import Path

from server.runs.sandbox.inside.privileges import find_step_user
from server.runs.sandbox.inside.sandbox_launcher import Mechanism, SandboxSpec
from server.runs.sandbox.process_variables import build_process_variables


def build_sandbox_spec(
    folder: Path, readable: Sequence[Path], mechanism: Mechanism, *, max_processes: int, preload: bool = True
) -> SandboxSpec:
    """The spec of a sandbox that writes in `folder`."""
    folder = folder.resolve()
    return SandboxSpec(
        mechanism=mechanism,
        folder=str(folder),
        readable=tuple(str(path.resolve()) for path in readable),
        variables=build_process_variables(folder),
        max_processes=max_processes,
        preload=preload,
        user=find_step_user(mechanism),
    )
