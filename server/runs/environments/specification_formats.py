"""What files an environment is specified by; apart, so that commands know it without the parsers of packages."""

from typing import Literal

SpecificationFormat = Literal["requirements", "pyproject", "uv_lock", "conda"]
