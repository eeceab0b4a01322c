"""Telling a web hook: one POST, whose redirects are looked at like the address itself. The answer is told, not kept."""

import http.client
import json
import time
from urllib.parse import urljoin

from server.runs.courier.guard import Guard
from server.runs.courier.orders import Done, Order, Refused
from server.runs.courier.web import MOST_REDIRECTS, check_target, connect, reason_of

SECONDS_OF_SILENCE = 10.0
#: Redirects that ask for the same thing elsewhere; the others would make a GET of it.
REPEATED = (307, 308)
#: So much of an answer is told.
LONGEST_ANSWER = 300


def deliver(order: Order) -> Done:
    """Send the body; the remark is what came back, as JSON."""
    guard = Guard(order.allowed_hosts, parameter="url")
    guard.watch()
    url, began = str(order.details["url"]), time.monotonic()
    for _ in range(MOST_REDIRECTS + 1):
        answer = _post(url, guard, order)
        onward = answer.headers.get("location") if answer.status in REPEATED else None
        if onward is None:
            said = answer.read(LONGEST_ANSWER).decode(errors="replace")
            spent = round((time.monotonic() - began) * 1_000)
            return Done(remark=json.dumps({"status": answer.status, "milliseconds": spent, "answer": said}))
        answer.close()
        url = urljoin(url, onward)
    raise Refused(78, f"The address redirects more than {MOST_REDIRECTS} times.", "url")


def _post(url: str, guard: Guard, order: Order) -> http.client.HTTPResponse:
    target = check_target(url, guard)
    body: str = order.details["body"]
    try:
        connection = connect(target.scheme, target.host, target.port, SECONDS_OF_SILENCE)
        connection.request("POST", target.path, body=body.encode(), headers=order.details["headers"])
        return connection.getresponse()
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Refused(30, f"{target.host} cannot be reached: {reason_of(error)}.", "url") from None
