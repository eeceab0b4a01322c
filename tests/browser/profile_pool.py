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

#: A browser that was told to save data: the page of a design fetches nothing ahead, which costs as much as its server.
SAVE_DATA = "Object.defineProperty(NetworkInformation.prototype, 'saveData', { get: () => true })"

#: The modules by category, all closed until a test opens one: drawn open, they are half of what a design's page costs.
#: An answer of another site may have no storage.
CLOSED_CATEGORIES = """try {
    if (localStorage.getItem("designery:open-categories") === null)
        localStorage.setItem("designery:open-categories", "[]");
} catch { }"""

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


def save_data(context: BrowserContext) -> None:
    """Have its pages draw and fetch no more than a test looks at."""
    context.add_init_script(SAVE_DATA)
    context.add_init_script(CLOSED_CATEGORIES)


@dataclass
class PooledProfile:
    """A profile, and a page that stays in it to clear the rest."""

    context: BrowserContext
    options: dict[str, Any]
    saves_data: bool
    cleaner: CDPSession


class ProfilePool:
    """The profiles of one browser that no test has at the moment."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: list[PooledProfile] = []

    def take(self, options: dict[str, Any], *, saves_data: bool = True, is_new: bool = False) -> PooledProfile:
        """A profile with these options of `Browser.new_context`; a new one has no file of the app."""
        for free in self._free:
            if (free.options, free.saves_data) == (options, saves_data) and not is_new:
                self._free.remove(free)
                return free
        context = self._browser.new_context(**options)
        if saves_data:
            save_data(context)
        return PooledProfile(context, options, saves_data, context.new_cdp_session(context.new_page()))

    def give_back(self, used: PooledProfile, watch: PageWatch) -> None:
        """Close its pages and clear what they kept. What a profile was told by a test, as to be offline, ends too."""
        if not self._browser.is_connected():  # it has crashed, and the next file gets another one
            return
        for page in used.context.pages[1:]:  # the first one is the cleaner's
            page.close()
        watch.forget(used.context)
        used.context.unroute_all()
        used.context.set_offline(False)
        used.context.clear_cookies()
        used.context.clear_permissions()
        used.cleaner.send("Storage.clearDataForOrigin", {"origin": watch.origin, "storageTypes": "all"})
        self._free.append(used)
