"""Sending to a web hook: one POST, whose redirects are looked at like the address itself. No answer is kept."""

import http.client
import json
import time
from urllib.parse import urljoin

from server.runs.connectors.connector_worker.connector_protocol import ConnectorError, ConnectorRequest, ConnectorResult
from server.runs.connectors.connector_worker.egress_guard import EgressGuard
from server.runs.connectors.connector_worker.url_connector import (
    MAX_REDIRECTS,
    check_destination,
    describe_connection_error,
    open_http_connection,
)

WEBHOOK_TIMEOUT_SECONDS = 10.0
#: Redirects that ask for the same thing elsewhere; the others would make a GET of it.
REPEATED_REDIRECTS = (307, 308)
#: So much of an answer is passed on.
MAX_RESPONSE_CHARACTERS = 300


def deliver_hook(request: ConnectorRequest) -> ConnectorResult:
    """Send the body; the remark is what came back, as JSON."""
    guard = EgressGuard(request.allowed_hosts, parameter="url")
    guard.install_audit_hook()
    url, began = str(request.details["url"]), time.monotonic()
    for _ in range(MAX_REDIRECTS + 1):
        response = _post_body(url, guard, request)
        onward = response.headers.get("location") if response.status in REPEATED_REDIRECTS else None
        if onward is None:
            text = response.read(MAX_RESPONSE_CHARACTERS).decode(errors="replace")
            spent = round((time.monotonic() - began) * 1_000)
            return ConnectorResult(
                remark=json.dumps({"status": response.status, "milliseconds": spent, "answer": text})
            )
        response.close()
        url = urljoin(url, onward)
    raise ConnectorError(78, f"The address redirects more than {MAX_REDIRECTS} times.", "url")


def _post_body(url: str, guard: EgressGuard, request: ConnectorRequest) -> http.client.HTTPResponse:
    target = check_destination(url, guard)
    body: str = request.details["body"]
    try:
        connection = open_http_connection(target.scheme, target.host, target.port, WEBHOOK_TIMEOUT_SECONDS)
        connection.request("POST", target.path, body=body.encode(), headers=request.details["headers"])
        return connection.getresponse()
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise ConnectorError(
            30, f"{target.host} can't be reached: {describe_connection_error(error)}.", "url"
        ) from None
