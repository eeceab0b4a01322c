"""What every query is kept from, and what it may say besides DuckDB's own words."""

#: DuckDB reads files and Python variables unless it is told not to; `lock_configuration` then forbids to change that.
LOCKED_DOWN: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "max_temp_directory_size": "0B",
    "memory_limit": "60%",
    # One thread adds numbers in the same order on every run.
    "threads": "1",
}
#: What SQLite knows and DuckDB does not.
MACROS = "create macro iif(condition, yes, no) as case when condition then yes else no end"
