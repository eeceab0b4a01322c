"""The parameters that detectors of anomalies have in common."""

from typing import Annotated

from pydantic import Field

from modules.kit import sweepable

ExpectedShare = Annotated[
    float,
    Field(gt=0, le=0.5, description="About this share of the training data lies above the threshold."),
    sweepable,
]
