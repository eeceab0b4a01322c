"""A watch over everything that the pages of one browser profile do and must not do."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Request, WebError

BROKEN_MESSAGE = "This part of the page crashed."
LOCAL_SCHEMES = {"data", "blob", "about"}


@dataclass
class PageWatch:
    """Collects dialogs, errors, broken parts, refusals of the content security policy, requests to other servers."""

    origin: str
    complaints: list[str] = field(default_factory=list)

    def observe(self, context: BrowserContext) -> None:
        context.on("dialog", self._on_dialog)
        context.on("weberror", self._on_error)
        context.on("console", self._on_console)
        context.on("request", self._on_request)

    def forget(self, context: BrowserContext) -> None:
        """What happens in it from now on is no concern of this watch."""
        context.remove_listener("dialog", self._on_dialog)
        context.remove_listener("weberror", self._on_error)
        context.remove_listener("console", self._on_console)
        context.remove_listener("request", self._on_request)

    def _on_dialog(self, dialog: Dialog) -> None:
        # Leaving a page asks only where something would be lost; nothing ever is.
        self.complaints.append(f"dialog: {dialog.type} {dialog.message}")
        dialog.dismiss()

    def _on_error(self, error: WebError) -> None:
        self.complaints.append(f"uncaught: {error.error}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.complaints.append(f"policy: {message.text}")
        if message.text.startswith(BROKEN_MESSAGE):
            self.complaints.append(f"broken: {message.text}")

    def _on_request(self, request: Request) -> None:
        to = urlsplit(request.url)
        if to.scheme not in LOCAL_SCHEMES and f"{to.scheme}://{to.netloc}" != self.origin:
            self.complaints.append(f"request to another server: {request.url}")
