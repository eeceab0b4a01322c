"""Requests to the API of the same process, in the name of whoever made the request that they help to answer."""

import httpx2
from starlette.requests import Request
from starlette.types import ASGIApp

from server.assistants.api_caller import TIMEOUT_SECONDS, ApiCaller

#: What a request passes on to the requests that answer it.
PASSED_HEADERS = ("authorization", "cookie", "host", "origin", "sec-fetch-site", "x-requested-by", "user-agent")


def build_own_api(app: ASGIApp, request: Request) -> ApiCaller:
    """The API of `app` with what the request came with."""
    headers = {name: value for name in PASSED_HEADERS if (value := request.headers.get(name)) is not None}
    address = (request.client.host, request.client.port) if request.client else ("127.0.0.1", 0)
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False, client=address)
    base_url = f"{request.url.scheme}://{request.headers.get('host', 'localhost')}"
    return ApiCaller(
        httpx2.AsyncClient(transport=transport, base_url=base_url, headers=headers, timeout=TIMEOUT_SECONDS)
    )
