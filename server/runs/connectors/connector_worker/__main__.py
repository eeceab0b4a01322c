"""The process of a connector: reads its request, restricts itself, does what is asked, and answers in one line."""

import importlib
import os
import re
import resource
import sys
from collections.abc import Mapping
from contextlib import suppress

from server.runs.connectors.connector_worker.connector_protocol import (
    ConnectorError,
    ConnectorFailure,
    ConnectorRequest,
    ConnectorResult,
    connector_request_adapter,
    connector_result_adapter,
    find_connector_error,
)
from server.runs.connectors.connector_worker.odbc_sources import list_odbc_paths
from server.runs.sandbox.inside.privileges import CAP_DAC_OVERRIDE, drop_capabilities, hide_memory
from server.runs.sandbox.inside.sandbox_launcher import (
    NETWORK_PATHS,
    SYSTEM_PATHS,
    die_with_parent,
    filter_existing,
    list_code_paths,
)
from server.runs.sandbox.inside.seccomp import install_for_connector

CONNECTOR_MODULES = {
    "url": "url_connector",
    "rest": "rest_connector",
    "hook": "webhook_connector",
    "database": "database_connector",
    "storage": "storage_connector",
}

#: {kind of a connection: the extra that brings its packages, and the packages}
CONNECTION_PACKAGES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "postgresql": ("databases", ("psycopg",)),
    "mysql": ("databases", ("pymysql",)),
    "sqlserver": ("sqlserver", ("pymssql",)),
    "oracle": ("oracle", ("oracledb",)),
    "odbc": ("odbc", ("pyodbc",)),
    "snowflake": ("snowflake", ("adbc_driver_snowflake.dbapi",)),
    "bigquery": ("bigquery", ("adbc_driver_bigquery.dbapi",)),
    "s3": ("storage", ("s3fs",)),
    "azure": ("azure", ("adlfs",)),
    "gcs": ("gcs", ("gcsfs.core",)),
    "sftp": ("sftp", ("paramiko", "fsspec.implementations.sftp")),
}
#: What an ImportError says where a package is installed, but not a library of the system that it loads.
MISSING_LIBRARY = re.compile(r"\S+\.so[.\d]*(?=: cannot open shared object file)")
DEBIAN_PACKAGES = {"libodbc.so.2": "libodbc2"}


def main() -> None:
    die_with_parent()
    request = connector_request_adapter.validate_json(sys.stdin.buffer.read())
    result = _run_connector(request)
    sys.stdout.buffer.write(connector_result_adapter.dump_json(result) + b"\n")
    sys.stdout.flush()
    os._exit(0)  # threads of drivers have nothing to end


def _run_connector(request: ConnectorRequest) -> ConnectorResult | ConnectorFailure:
    try:
        connector = importlib.import_module(
            f"server.runs.connectors.connector_worker.{CONNECTOR_MODULES[request.kind]}"
        )
        _load_packages(request)
        _restrict_process(request)
        result: ConnectorResult = getattr(connector, f"{request.direction}_{request.kind}")(request)
    except ConnectorError as error:
        return error.failure
    except ImportError as error:
        return ConnectorFailure(157, explain_missing_package(request, error))
    except MemoryError:
        return ConnectorFailure(
            156, "The result does not fit into the memory of a step. Lower the row limit.", "row_limit"
        )
    except BaseException as error:
        nested = find_connector_error(error)
        if nested is not None:
            return nested.failure
        return ConnectorFailure(30, f"The connection failed with an unexpected error: {type(error).__name__}.")
    return result


def _load_packages(request: ConnectorRequest) -> None:
    """Import what the connection needs while this process still may read all of its own code."""
    if request.connection is not None:
        for package in CONNECTION_PACKAGES.get(str(request.connection["kind"]), ("", ()))[1]:
            importlib.import_module(package)


def explain_missing_package(request: ConnectorRequest, error: ImportError) -> str:
    """Which package is to be installed; or which library of the system, without which an installed one can't load."""
    library = MISSING_LIBRARY.search(str(error))
    if library:
        debian_package = DEBIAN_PACKAGES.get(library[0])
        how = f", on Debian: apt install {debian_package}" if debian_package else ""
        return f"This server lacks the system library {library[0]}. An administrator can add it{how}."
    kind = str(request.connection["kind"]) if request.connection is not None else ""
    extra = CONNECTION_PACKAGES.get(kind, ("storage,databases", ()))[0]
    return (
        f"This server lacks the package for such a connection ({error.name}). An administrator can add it: "
        f"pip install 'designery[{extra}]'."
    )


def _restrict_process(request: ConnectorRequest) -> None:
    """Leave this process its own folder, and no more memory than a step has. Without Landlock it keeps what it has.

    Of a server that is root it keeps the one capability to reach what steps wrote, who are another user.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (request.memory_bytes, request.memory_bytes))
    drop_capabilities(keep=(CAP_DAC_OVERRIDE,))
    hide_memory()
    install_for_connector()
    with suppress(ImportError):
        from sandlock import Protection, Sandbox, confine, landlock_abi_version

        if landlock_abi_version() >= 1:
            input_paths = [str(request.file)] if request.file else []
            confine(
                Sandbox(
                    fs_readable=filter_existing(
                        [*SYSTEM_PATHS, *list_code_paths(), *NETWORK_PATHS, *list_odbc_paths(), *input_paths]
                    ),
                    fs_writable=filter_existing([str(request.folder), "/dev/null"]),
                    allow_degraded=list(Protection),
                )
            )


if __name__ == "__main__":
    main()
