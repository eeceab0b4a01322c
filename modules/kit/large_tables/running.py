"""Runs a module whose tables may not fit into memory, or says before it starts that they would have to."""

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from modules.kit.errors import ModuleError
from modules.kit.free_space import MIB
from modules.kit.large_tables.large_table import LargeTable
from modules.kit.large_tables.large_work import LargeCall, Outputs
from modules.kit.module_spec import Module
from modules.kit.recipes import attach_steps
from modules.kit.sweeps import split_sweeps

#: A table of more than this part of the memory is not loaded as a whole where a module can do without.
SHARE_OF_WHOLE_TABLE = 1 / 8
#: So many times its size a table takes in most modules: as it is read, as it comes out, and in between.
USUAL_COPIES = 3

log = logging.getLogger(__name__)


def run_on_large_tables(
    module: Module, inputs: Mapping[str, object], parameters: Mapping[str, object], folder: Path, memory: int
) -> Outputs:
    """What `Module.run` gives. At ports with datasets is a `LargeTable`, whose rows stay in their file if possible.

    Raises ModuleError where the module needs all rows in memory and they cannot fit.
    """
    pa.set_io_thread_count(1)  # files are mapped, and the stacks of idle threads count as memory
    main = module.rows_port
    if module.large_tables is not None and main is not None and isinstance(inputs.get(main.name), LargeTable):
        settings, _ = split_sweeps(module.parameters.model_validate(dict(parameters)))
        run = module.prepare_run(parameters)
        found = module.large_tables.run(LargeCall(run, inputs, settings, main.name, folder, memory))
        if found is not None:
            attach_steps(found, module.name, module.title, main, inputs, settings)
            return found
    _refuse_too_large(module, inputs, memory)
    return module.run({port: _load(value) for port, value in inputs.items()}, parameters)


def is_large_table(size: int, memory: int) -> bool:
    """Whether a table of so many bytes is not to be loaded as a whole by a step that may take so much memory."""
    return size > memory * SHARE_OF_WHOLE_TABLE


def _load(value: object) -> object:
    if isinstance(value, list):
        return [_load(one) for one in value]
    return value.read_columns(value.names) if isinstance(value, LargeTable) else value


def _list_tables(inputs: Mapping[str, object]) -> Iterator[LargeTable]:
    for value in inputs.values():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, LargeTable):
                yield one


def _refuse_too_large(module: Module, inputs: Mapping[str, object], memory: int) -> None:
    """Say what all rows would take in memory; refuse what does not fit even once."""
    tables = list(_list_tables(inputs))
    size = sum(int(table.table.nbytes) for table in tables)
    rows = sum(table.rows for table in tables)
    if size <= memory:
        if size * USUAL_COPIES > memory:
            log.warning(
                "%s has all %s rows in memory, which may take %s of the %s of a step.",
                module.title, f"{rows:,}", format_size(size * USUAL_COPIES), format_size(memory),
            )  # fmt: skip
        return
    raise ModuleError(
        138,
        f"{module.title} needs all {rows:,} rows in memory with these settings: at least {format_size(size)}. A step "
        f"may take {format_size(memory)}. Put Partition and Sample before it, use fewer columns, or raise "
        "DESIGNERY_STEP_MEMORY.",
        port=module.rows_port.name if module.rows_port is not None else None,
    )


def format_size(size: float) -> str:
    """The size as it is said of tables and of memory."""
    gigabytes = size / MIB / 1024
    return f"{gigabytes:,.1f} GB" if gigabytes >= 1 else f"{size / MIB:,.0f} MB"
