"""The number of a version in an address."""

from typing import Annotated

from fastapi import Path

VersionNumber = Annotated[int, Path(ge=1, description="The number of a version.")]
