"""The variables that processes inside a boundary find: nothing of the server's."""

import os
from pathlib import Path


def build_process_variables(folder: Path) -> dict[str, str]:
    """All that a process in the sandbox finds in its environment: nothing of the server's."""
    temporary = str(folder / "tmp")
    return {
        "PATH": "/usr/bin:/bin",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "PYTHONIOENCODING": "utf-8:backslashreplace",
        "LANG": "C.UTF-8",
        "USER": "designery",
        **dict.fromkeys(("HOME", "TMPDIR", "MPLCONFIGDIR", "JOBLIB_TEMP_FOLDER"), temporary),
        "MPLBACKEND": "Agg",
        # Threads that wait actively for work starve the other steps; BLAS threads would be there before the fork.
        "OMP_WAIT_POLICY": "PASSIVE",
        "OMP_NUM_THREADS": str(os.cpu_count() or 1),
        "OPENBLAS_NUM_THREADS": "1",
        # Fewer and larger pages of memory: a zygote is forked, and its children end, the sooner.
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
        # Arrow's own pool reserves address space that the memory limit would count.
        "ARROW_DEFAULT_MEMORY_POOL": "system",
    }
