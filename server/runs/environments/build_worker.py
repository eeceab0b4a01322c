"""A process that installs packages: it leaves itself its folders and the network, and then becomes uv.

Nothing of a package is run: wheels are unpacked, and Python compiles their files without what they would have it import
at its start. It knows no secret but the password of the package index.
"""

import os
import resource
import sys
from contextlib import suppress

from server.runs.sandbox.inside.privileges import drop_capabilities, hide_memory
from server.runs.sandbox.inside.sandbox_launcher import (
    NETWORK_PATHS,
    SYSTEM_PATHS,
    die_with_parent,
    filter_existing,
    list_code_paths,
)
from server.runs.sandbox.inside.seccomp import install_for_builder


def main() -> None:
    """Called as `build_worker WRITABLE_FOLDER[:ANOTHER...] COMMAND...`."""
    folders, *command = sys.argv[1:]
    die_with_parent()
    os.umask(0o022)  # steps read what is built here, and may be another user
    _restrict_process(folders.split(os.pathsep))
    os.execv(command[0], command)


def _restrict_process(folders: list[str]) -> None:
    """Leave this process these folders to write in. Without Landlock it keeps what it has."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    drop_capabilities()
    hide_memory()
    install_for_builder()
    with suppress(ImportError):
        from sandlock import Protection, Sandbox, confine, landlock_abi_version

        if landlock_abi_version() >= 1:
            confine(
                Sandbox(
                    fs_readable=filter_existing([*SYSTEM_PATHS, *list_code_paths(), *NETWORK_PATHS]),
                    fs_writable=filter_existing([*folders, "/dev/null"]),
                    allow_degraded=list(Protection),
                )
            )


if __name__ == "__main__":
    main()
