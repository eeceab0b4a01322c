"""The answer to a request that may work later: the database is away, or too many write at once."""

import logging

from fastapi.responses import JSONResponse

from server.storage.transactions.database_errors import describe_database_error

logger = logging.getLogger(__name__)

#: After so long a browser or a script is to send the request again.
DATABASE_RETRY_SECONDS = 2


def answer_retry_later(error: Exception) -> JSONResponse:
    """503, with a sentence and the time after which to ask again."""
    logger.warning("A request has to wait: %s", " ".join(str(getattr(error, "orig", error)).split()))
    headers = {"Retry-After": str(DATABASE_RETRY_SECONDS)}
    return JSONResponse({"detail": describe_database_error(error)}, status_code=503, headers=headers)
