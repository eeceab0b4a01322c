"""Where the data sources of ODBC are described: files of the administrator's, which a connector may read."""

import os
from collections.abc import Mapping

#: The folder of odbc.ini and odbcinst.ini, where it is not /etc.
ODBC_FOLDER_VARIABLE = "ODBCSYSINI"
ODBC_PATHS = ("/etc/odbc.ini", "/etc/odbcinst.ini", "/etc/krb5.conf", "/opt/microsoft")


def get_odbc_variables(environment: Mapping[str, str]) -> dict[str, str]:
    """What of the server's environment says where its data sources are described."""
    return {name: environment[name] for name in (ODBC_FOLDER_VARIABLE,) if environment.get(name)}


def list_odbc_paths() -> list[str]:
    """What a driver reads to find a data source and itself."""
    return [*ODBC_PATHS, *get_odbc_variables(os.environ).values()]
