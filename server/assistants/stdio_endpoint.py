"""How assistants reach the tools over standard input and output, asking a server by its address."""

import httpx2
from mcp.server.mcpserver import Context

from server.assistants.api_caller import TIMEOUT_SECONDS, ApiCaller
from server.assistants.assistant_server import build_assistant_server


def serve_standard_streams(address: str, token: str) -> None:
    """Answer an assistant until it closes the streams."""
    headers = {"Authorization": f"Bearer {token}"}
    api = ApiCaller(httpx2.AsyncClient(base_url=address.rstrip("/"), headers=headers, timeout=TIMEOUT_SECONDS))

    def get_api(_: Context) -> ApiCaller:
        return api

    build_assistant_server(get_api).run("stdio")
