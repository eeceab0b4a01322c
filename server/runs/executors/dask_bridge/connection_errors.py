"""Why a scheduler can't be reached, in a sentence that says what to do."""

import socket
import ssl
from collections.abc import Iterator


def describe_unreachable(address: str, error: BaseException) -> str:
    """The sentence for an error of Dask's client, by the one at the bottom of it."""
    causes = list(_list_causes(error))
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        reason = "its certificate and this one are not of the same authority, or not for this address"
        advice = "Check the certificate authority and the certificate of the target."
    elif any(isinstance(cause, socket.gaierror) for cause in causes):
        reason, advice = "no machine has this name", "Check the address."
    elif any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        reason = "nothing listens there"
        advice = "Check the address, and that the scheduler runs."
    else:
        reason = "it does not answer"
        advice = "Check the address, the firewall, and that the scheduler runs."
    return f"The scheduler {address} can't be reached: {reason}. {advice}"


def _list_causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__
