"""Secrets of scripts: values that stand in the environment for as long as the script that asks for them runs.

A node names them, whoever runs the design hands the values to the process of the step, and nothing else has them.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Annotated

from pydantic import Field

from modules.kit.errors import ModuleError
from modules.kit.parameters import FormHint, titled

#: What the parameter is called, in the catalog and in modules that users write.
SECRETS_PARAMETER = "secrets"
NAME_PATTERN = r"^[A-Z][A-Z0-9_]{0,63}$"

SecretNames = Annotated[
    tuple[Annotated[str, Field(pattern=NAME_PATTERN)], ...],
    Field(
        max_length=10,
        description="The script can read each secret as an environment variable. No other step gets it.",
    ),
    FormHint("secret_names", True),
    titled("Secrets"),
]

_provided_secrets: ContextVar[Mapping[str, str] | None] = ContextVar("given_secrets", default=None)


@contextmanager
def expose_secrets(values: Mapping[str, str]) -> Iterator[None]:
    """Within this block, scripts may have these values; not before they ask for them."""
    token = _provided_secrets.set(values)
    try:
        yield
    finally:
        _provided_secrets.reset(token)


@contextmanager
def secrets_in_environment(names: Sequence[str]) -> Iterator[None]:
    """Within this block the environment has the secrets of these names. Raises error 159 where one was not given."""
    values = _provided_secrets.get() or {}
    missing = next((name for name in names if name not in values), None)
    if missing is not None:
        message = f"This step did not get the secret '{missing}'. Run the design that asks for it."
        raise ModuleError(159, message, parameter=SECRETS_PARAMETER)
    before = {name: os.environ.get(name) for name in names}
    os.environ.update({name: values[name] for name in names})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
