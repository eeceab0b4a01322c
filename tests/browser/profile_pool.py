"""Browser profiles that serve one test after another: all is cleared in between but the files that the app is made of.

To fetch these anew is a quarter of what a page costs. A browser keeps them in its cache by their address, which names
the server, so the servers of the tests have one port as well.
"""

import random
import socket
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession

from tests.browser.page_watch import PageWatch

#: Below the ports that the system gives away: between two servers nobody else takes it.
PORTS = range(20_000, 32_000)


def choose_port() -> int:
    """A port that is free, and stays so."""
    while True:
        port = random.choice(PORTS)
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


@dataclass
class PooledProfile:
    """A profile, and a page that stays in it to clear the rest."""

    context: BrowserContext
    options: dict[str, Any]
    cleaner: CDPSession


class ProfilePool:
    """The profiles of one browser that no test has at the moment."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: list[PooledProfile] = []

    def take(self, options: dict[str, Any]) -> PooledProfile:
        """A profile with these options of `Browser.new_context`."""
        for free in self._free:
            if free.options == options:
                self._free.remove(free)
                return free
        context = self._browser.new_context(**options)
        return PooledProfile(context, options, context.new_cdp_session(context.new_page()))

    def give_back(self, used: PooledProfile, watch: PageWatch) -> None:
        """Close its pages and clear what they kept. What a profile was told by a test, as to be offline, ends too."""
        cleaner_page, *pages = used.context.pages
        for page in pages:
            page.close()
        watch.forget(used.context)
        used.context.unroute_all()
        used.context.set_offline(False)
        used.context.clear_cookies()
        used.context.clear_permissions()
        used.cleaner.send("Storage.clearDataForOrigin", {"origin": watch.origin, "storageTypes": "all"})
        self._free.append(used)
