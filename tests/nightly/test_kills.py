"""Promise 22: no acknowledged edit is lost by 100 kills at any moment, and the server is soon back."""

import random
import threading
import time

import httpx
import pytest

from tests.live_server import Client, Server
from tests.nightly.nightly_figures import compute_percentile, save_figures, scale_number

pytestmark = pytest.mark.nightly

KILLS, EDITORS = scale_number(100, least=3), 4
MAX_RESTART_SECONDS = 1.0


class EditingThread(threading.Thread):
    """Edits one design until the server is gone, and remembers what was acknowledged."""

    def __init__(self, client: Client, design: str, name: str) -> None:
        super().__init__(name=name)
        self.client, self.design = client, design
        self.acknowledged: dict[str, int] = {}
        self.refusal = ""

    def run(self) -> None:
        number = 0
        while True:
            key, number = f"{self.name}n{number}", number + 1
            try:
                self.client.edit(self.design, {"path": ["parameters", key], "value": number})
            except httpx.TransportError:
                return
            except AssertionError as refused:
                self.refusal = str(refused)
                return
            self.acknowledged[key] = number


def edit_until_killed(server: Server, client: Client, design: str, round_: int, seconds: float) -> dict[str, int]:
    """What was acknowledged before the server was killed after so long."""
    with Client(base_url=server.url, headers=client.headers, cookies=client.cookies, timeout=60) as one:
        editors = [EditingThread(one, design, f"r{round_}e{number}") for number in range(EDITORS)]
        for editor in editors:
            editor.start()
        time.sleep(seconds)  # the moment of the kill is what is tried
        server.kill()
        for editor in editors:
            editor.join()
    assert [editor.refusal for editor in editors] == [""] * EDITORS
    return {key: value for editor in editors for key, value in editor.acknowledged.items()}


def test_no_acknowledged_edit_is_lost_by_a_hundred_kills(own_server: Server, request: pytest.FixtureRequest) -> None:
    moments, acknowledged, lost, back = random.Random(22), 0, 0, list[float]()
    client = own_server.open_client()
    for round_ in range(KILLS):
        design = client.create_design({})
        expected = edit_until_killed(own_server, client, design, round_, moments.uniform(0, MAX_RESTART_SECONDS))
        began = time.perf_counter()
        own_server.start()
        back.append(time.perf_counter() - began)
        kept = client.request_json("GET", f"/api/designs/{design}")["document"]["parameters"]
        acknowledged += len(expected)
        lost += sum(kept.get(key) != value for key, value in expected.items())
    client.close()
    save_figures(
        request.node.name,
        kills=KILLS,
        acknowledged=acknowledged,
        lost=lost,
        ready_median_s=round(compute_percentile(back, 0.5), 2),
        ready_slowest_s=round(max(back), 2),
    )
    assert acknowledged > KILLS
    assert lost == 0
