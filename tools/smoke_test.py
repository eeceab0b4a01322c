"""Visits a server that was installed from the wheel, as its first user does.

python -m tools.smoke_test http://127.0.0.1:8765/#t=...    with the launch link that it printed
"""

import re
import sys
import time

import httpx

SAMPLE = "automobile_price"
RUN_TIMEOUT_SECONDS = 240


def check_installed_server(link: str) -> None:
    """The page and all that it asks for at first are there; a sample opens, runs to its end and has results."""
    address, _, token = link.partition("/#t=")
    with httpx.Client(base_url=address, headers={"X-Requested-By": "designery"}, timeout=60) as client:
        client.post("/api/session", json={"token": token}).raise_for_status()
        page = client.get("/").raise_for_status().text
        assets = sorted(set(re.findall(r"/app/assets/[^\"' )]+", page)))
        assert any(name.endswith(".js") for name in assets), f"The page names no script: {page[:500]}"
        for asset in assets:
            assert client.get(asset).raise_for_status().content, f"{asset} is empty."
        design = client.post("/api/designs", json={"sample": SAMPLE}).raise_for_status().json()["id"]
        run = client.post(f"/api/designs/{design}/runs", json={"targets": []}).raise_for_status().json()["id"]
        steps = wait_for_run(client, run)
    print(f"The page and its {len(assets)} files are there, and the {len(steps)} steps of {SAMPLE} succeeded.")


def wait_for_run(client: httpx.Client, run: str) -> list[str]:
    """The steps of a run, once all have succeeded."""
    until = time.monotonic() + RUN_TIMEOUT_SECONDS
    while time.monotonic() < until:
        state = client.get(f"/api/runs/{run}").raise_for_status().json()
        if state["state"] not in ("queued", "running"):
            assert state["state"] == "succeeded", f"The run of the sample ended so: {state}"
            return [step["node"] for step in state["steps"]]
        time.sleep(0.2)
    raise TimeoutError(f"The sample did not end within {RUN_TIMEOUT_SECONDS} s.")


if __name__ == "__main__":
    check_installed_server(sys.argv[1])
