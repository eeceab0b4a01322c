"""The threads of a server take short turns, and it rarely looks for garbage."""

import gc
import sys
from pathlib import Path

from server.processor_sharing import GARBAGE_THRESHOLDS, SWITCH_SECONDS
from tests.live_server import Server

#: What the server's process says of itself when it ends.
TELL_AT_END = """
import atexit, gc, sys
from pathlib import Path
def tell():
    known = sys.getswitchinterval(), gc.get_threshold(), gc.isenabled(), gc.get_freeze_count() > 100_000
    Path({file!r}).write_text(repr(known))
atexit.register(tell)
"""


def test_a_server_shares_the_processor_between_short_and_long_work(tmp_path: Path) -> None:
    said = tmp_path / "said.txt"
    server = Server(tmp_path / "home", prelude=TELL_AT_END.format(file=str(said))).start()
    server.stop()
    assert sys.getswitchinterval() > SWITCH_SECONDS
    assert gc.get_threshold() < GARBAGE_THRESHOLDS
    assert said.read_text() == repr((SWITCH_SECONDS, GARBAGE_THRESHOLDS, True, True))
