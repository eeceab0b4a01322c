"""The process beside the server that speaks to one Dask cluster.

What Dask sends is unpickled by its client: that happens here, and never in the server, which gets lines of JSON. It
reads requests from its standard input and ends with it.
"""

import asyncio
import os
import sys
from importlib.util import find_spec

from server.runs.executors.dask_bridge.bridge_messages import TargetFailed, say

MISSING_PACKAGE = "Clusters need a package that this server does not have. Install it: pip install 'designery[cluster]'"


def main() -> None:
    """Serve, with standard output kept for the server alone."""
    channel = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = os.fdopen(channel, "w")
    if find_spec("distributed") is None:
        say(TargetFailed(MISSING_PACKAGE))
        return
    from server.runs.executors.dask_bridge.bridge import Bridge

    asyncio.run(Bridge().serve())


if __name__ == "__main__":
    main()
