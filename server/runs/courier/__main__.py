"""The courier's process: reads its order, narrows itself, does the errand, and answers in one line."""

import importlib
import os
import resource
import sys
from contextlib import suppress

from server.runs.courier.orders import Done, Order, Refusal, Refused, answers, orders
from server.runs.keeper import SYSTEM, code_paths, die_with_parent, existing
from server.runs.privileges import CAP_DAC_OVERRIDE, drop_capabilities, hide_memory
from server.runs.seccomp import install_for_courier

WAYS = {"url": "web", "hook": "hooks", "database": "databases", "storage": "storage"}
#: What finding names and checking certificates takes besides.
NETWORK = ("/etc/hosts", "/etc/resolv.conf", "/etc/nsswitch.conf", "/etc/host.conf", "/etc/gai.conf", "/etc/services",
           "/etc/protocols", "/etc/ssl", "/etc/ca-certificates", "/run/systemd/resolve", "/etc/mime.types")  # fmt: skip


def main() -> None:
    die_with_parent()
    order = orders.validate_json(sys.stdin.buffer.read())
    answer = _done(order)
    sys.stdout.buffer.write(answers.dump_json(answer) + b"\n")
    sys.stdout.flush()
    os._exit(0)  # threads of drivers have nothing to end


def _done(order: Order) -> Done | Refusal:
    try:
        way = importlib.import_module(f"server.runs.courier.{WAYS[order.kind]}")
        if order.kind == "storage":
            importlib.import_module("s3fs")
        _narrow(order)
        done: Done = getattr(way, order.direction)(order)
    except Refused as refused:
        return refused.refusal
    except ImportError as error:
        return Refusal(157, f"The server lacks a package for this: {error.name}. Install designery[storage,databases].")
    except MemoryError:
        return Refusal(156, "The result does not fit into the memory of a step. Lower the row limit.", "row_limit")
    except BaseException as error:
        within = _within(error)
        if within is not None:
            return within.refusal
        return Refusal(30, f"The errand ended by an error that nobody foresaw: {type(error).__name__}.")
    return done


def _within(error: BaseException | None) -> Refused | None:
    """The guard's refusal, from within what the layers above it made of it."""
    while error is not None and not isinstance(error, Refused):
        error = error.__cause__ or error.__context__
    return error


def _narrow(order: Order) -> None:
    """Leave this process its own folder, and no more memory than a step has. Without Landlock it keeps what it has.

    Of a server that is root it keeps the one capability to reach what steps wrote, who are another user.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (order.memory_bytes, order.memory_bytes))
    drop_capabilities(keep=(CAP_DAC_OVERRIDE,))
    hide_memory()
    install_for_courier()
    with suppress(ImportError):
        from sandlock import Protection, Sandbox, confine, landlock_abi_version

        if landlock_abi_version() >= 1:
            given = [str(order.file)] if order.file else []
            confine(
                Sandbox(
                    fs_readable=existing([*SYSTEM, *code_paths(), *NETWORK, *given]),
                    fs_writable=existing([str(order.folder), "/dev/null"]),
                    allow_degraded=list(Protection),
                )
            )


if __name__ == "__main__":
    main()
