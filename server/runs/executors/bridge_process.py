"""What the process that speaks to a cluster is given, and how what it writes is read."""

import logging
import os
from collections.abc import Mapping

from pydantic import ValidationError

from server.runs.executors.dask_bridge.bridge_messages import BridgeMessage, bridge_message_adapter
from server.runs.sandbox.inside.sandbox_launcher import CODE_FOLDER

logger = logging.getLogger(__name__)

#: Variables that say where a bucket is and who may use it; the values are the operator's own.
PASSED_PREFIXES = ("AWS_", "FSSPEC_", "GOOGLE_", "AZURE_")


def list_bridge_variables() -> Mapping[str, str]:
    """The environment of the process: what finds Python and buckets, and nothing else of the server's."""
    passed = {name: value for name, value in os.environ.items() if name.startswith(PASSED_PREFIXES)}
    return {
        "PATH": os.defpath,
        "PYTHONPATH": str(CODE_FOLDER),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        "HOME": os.environ.get("HOME", "/nonexistent"),
        **passed,
    }


def parse_bridge_message(line: bytes) -> BridgeMessage | None:
    """A message; None when the channel has ended, or what came is none."""
    if not line:
        return None
    try:
        return bridge_message_adapter.validate_json(line)
    except ValidationError as error:
        logger.error("The process of a target wrote what is no message: %s", error)
        return None
