"""One real Chromium for all browser tests; each file gets a server of its own, each test a profile that is signed in.

What a file leaves behind (designs, results, what is published) no other file meets, so they pass in any order.
"""

import gzip
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Playwright,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.browser.design_page import DesignPage, lay_out_nodes
from tests.browser.page_watch import PageWatch
from tests.browser.profile_pool import PooledProfile, ProfilePool, choose_port, save_data
from tests.live_server import ROOT, Client, Server, running_server
from tests.small_designs import make_regression_nodes

BROWSER_FOLDER = Path(__file__).parent

#: The first one that there is: the browser without its own windows needs a third less of the processor.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page is looked at for seconds: what the best compiler and further threads would make faster never pays.
    "--js-flags=--no-opt --max-lazy --single-threaded-gc",
]
WINDOW: ViewportSize = {"width": 1440, "height": 1000}
TIMEOUT_MS = 60_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder is a browser test."""
    for item in items:
        if BROWSER_FOLDER in item.path.parents:
            item.add_marker(pytest.mark.browser)


def find_chromium() -> str:
    """The path of the browser; without one these tests fail, since a skipped test tells nobody anything."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None:
        pytest.fail(
            "The browser tests need Chromium: apt-get install -y --no-install-recommends chromium-headless-shell, "
            'or set CHROMIUM to its path. To leave them out: pytest -m "not browser".',
            pytrace=False,
        )
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """To its end, no event loop can run beside it: the tests of this folder come last."""
    with sync_playwright() as started:
        expect.set_options(timeout=TIMEOUT_MS)
        yield started


@pytest.fixture(scope="session")
def one_browser(playwright: Playwright) -> Iterator[Callable[[], Browser]]:
    """The browser of this session, and another one after it has crashed."""
    launched: list[Browser] = []

    def browser() -> Browser:
        if not launched or not launched[-1].is_connected():
            launched.append(playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS))
        return launched[-1]

    yield browser
    for one in launched:
        one.close()


@pytest.fixture(scope="module")
def browser(one_browser: Callable[[], Browser]) -> Browser:
    return one_browser()


@pytest.fixture(scope="session")
def pools() -> dict[Browser, ProfilePool]:
    """The profiles of each browser: there is another one after a crash."""
    return {}


@pytest.fixture(scope="session")
def port() -> int:
    """Of the servers of all files, one after another: the browser knows the files of the app by their address."""
    return choose_port()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, port: int) -> Iterator[Server]:
    """A server with an empty data folder, for the tests of one file."""
    with running_server(tmp_path_factory.mktemp("browsed") / "home", port) as running:
        yield running


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[Client]:
    with closing(server.open_client()) as made:
        yield made


def open_context(browser: Browser, viewport: ViewportSize = WINDOW) -> BrowserContext:
    """A profile that nobody watches: of strangers, on pages of other sites, or of a server of the test's own."""
    context = browser.new_context(viewport=viewport, reduced_motion="reduce", color_scheme="light")
    context.set_default_timeout(TIMEOUT_MS)
    save_data(context)
    return context


ProfileFactory = Callable[..., BrowserContext]


@contextmanager
def open_profiles(pool: ProfilePool, origin: str) -> Iterator[ProfileFactory]:
    """Takes profiles from the pool for a test. In the end nothing may have happened that the watch looks for."""
    watch = PageWatch(origin)
    taken: list[PooledProfile] = []

    def take(*, saves_data: bool = True, is_new: bool = False, **options: Any) -> BrowserContext:
        looks: dict[str, Any] = {"viewport": WINDOW, "reduced_motion": "reduce", "color_scheme": "light"}
        taken.append(pool.take(looks | options, saves_data=saves_data, is_new=is_new))
        profile = taken[-1].context
        profile.set_default_timeout(TIMEOUT_MS)
        profile.grant_permissions(["clipboard-read", "clipboard-write"], origin=origin)
        watch.observe(profile)
        return profile

    yield take
    for one in taken:
        pool.give_back(one, watch)
    assert watch.complaints == []


@pytest.fixture
def profile_pool(browser: Browser, pools: dict[Browser, ProfilePool]) -> ProfilePool:
    return pools.setdefault(browser, ProfilePool(browser))


@pytest.fixture
def new_profile(profile_pool: ProfilePool, server: Server, client: Client) -> Iterator[ProfileFactory]:
    """Makes browser profiles, signed in or not, that know nothing of those before them; `is_new` has no file either.

    Whatever happens while the server is out of reach takes `saves_data=False`: the page then fetches ahead.
    """
    session = [(cookie.name, cookie.value or "") for cookie in client.cookies.jar]
    with open_profiles(profile_pool, server.url) as take:

        def make(*, signed_in: bool = True, **options: Any) -> BrowserContext:
            profile = take(**options)
            if signed_in:
                profile.add_cookies([{"name": name, "value": value, "url": server.url} for name, value in session])
            return profile

        yield make


@pytest.fixture
def profile(new_profile: ProfileFactory) -> BrowserContext:
    """A browser profile that is signed in: its tabs share cookies and storage."""
    return new_profile()


@pytest.fixture
def page(profile: BrowserContext) -> Page:
    return profile.new_page()


@pytest.fixture
def desk(page: Page, server: Server) -> DesignPage:
    return DesignPage(page, server.url)


@pytest.fixture
def design(client: Client) -> str:
    """A small regression; `here` and `there` are two people, or two tabs, that have it open."""
    return client.create_design(lay_out_nodes(make_regression_nodes()))


@pytest.fixture
def here(profile: BrowserContext, server: Server, design: str) -> DesignPage:
    return DesignPage(profile.new_page(), server.url).open(design)


@pytest.fixture
def there_profile(new_profile: ProfileFactory) -> BrowserContext:
    """It does not save data, so that both ways are tried; it may go offline after `wait_for_parts`."""
    return new_profile(saves_data=False)


@pytest.fixture
def there(there_profile: BrowserContext, server: Server, design: str) -> DesignPage:
    return DesignPage(there_profile.new_page(), server.url).open(design)


class Screenshots:
    """Pictures of what the tests come by, for people to look at. Each costs half a second: only with SCREENSHOTS=1."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def take(self, shown: Page | Locator, name: str, *, full_page: bool = False) -> None:
        if self._folder is None:
            return
        if isinstance(shown, Page):
            shown.screenshot(path=self._folder / name, full_page=full_page)
        else:
            shown.screenshot(path=self._folder / name)


@pytest.fixture(scope="session")
def screenshots() -> Screenshots:
    """The folder of the pictures is tests/screenshots, which Git ignores."""
    if not os.environ.get("SCREENSHOTS"):
        return Screenshots(None)
    folder = ROOT / "tests" / "screenshots"
    folder.mkdir(exist_ok=True)
    return Screenshots(folder)


@pytest.fixture(scope="session")
def automobile_csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The table of automobile prices as a user has it: a CSV file."""
    packed = ROOT / "server" / "samples" / "data" / "automobile_price.csv.gz"
    file = tmp_path_factory.mktemp("tables") / "automobile_price.csv"
    file.write_bytes(gzip.decompress(packed.read_bytes()))
    return file
