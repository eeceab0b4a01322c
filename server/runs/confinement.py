"""A process narrows itself by Landlock, for good; rule sets stack, so no boundary around it is widened."""

from collections.abc import Sequence

from server.runs.keeper import existing


def confine(readable: Sequence[str], writable: Sequence[str]) -> None:
    """From now on this process reads and writes only there. Nothing happens where the kernel knows no Landlock."""
    try:
        from sandlock import Protection, Sandbox, confine, landlock_abi_version
    except ImportError:
        return
    if landlock_abi_version() < 1:
        return
    confine(
        Sandbox(
            fs_readable=existing(readable),
            fs_writable=existing(writable),
            allow_degraded=list(Protection),
        )
    )
