"""The names by which requests and answers tell inputs and outputs apart."""

from typing import Annotated

from pydantic import StringConstraints

PortalName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,62}$")]
