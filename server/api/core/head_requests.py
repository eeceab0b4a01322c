"""HEAD at every address that can be read: the head of the answer, and none of its body."""

from anyio import CancelScope
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class HeadRequestMiddleware:
    """ASGI middleware: what answers GET answers HEAD, and stops as soon as the head is out, as a stream would not."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        with CancelScope() as body:

            async def send_head(message: Message) -> None:
                if message["type"] == "http.response.start":
                    await send(message)
                    await send({"type": "http.response.body", "body": b"", "more_body": False})
                    body.cancel()

            scope["method"] = "GET"  # in place: the log around this one names the route that was taken
            try:
                await self.app(scope, receive, send_head)
            finally:
                scope["method"] = "HEAD"
