"""The parameters that training and assigning clusters have in common."""

from typing import Annotated

from pydantic import Field

from modules.kit import Columns, titled

#: Every column with the role of a feature.
FEATURES = Columns(start="rule", roles=("feature",))

AppendOrResultOnly = Annotated[
    bool,
    titled("Check for append or uncheck for result only"),
    Field(description="Off: only the assignments leave, with the label where the data have one."),
]
