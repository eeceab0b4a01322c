"""How the threads of a server share the processor: what is short goes on soon beside what is long.

One thread at a time runs Python. An edit gives the turn away some thirty times on its way, at each statement of the
database and each change of the thread, and beside an analysis or a list it then waits for up to one interval.
"""

import asyncio
import gc
import sys

#: A thread that computes gives way after so long when another one wants to go on. Python's own 5 ms, thirty times, are
#: what people notice; changing threads ten times as often costs a few hundredths of the work.
SWITCH_SECONDS = 0.0005
#: Everybody waits while garbage is looked for. A request makes thousands of objects, hardly any of them in cycles.
GARBAGE_THRESHOLDS = (5_000, 10, 10)
#: What has been made until then, such as compiled statements and routes, is used until the end.
WARM_UP_SECONDS = 60.0


def share_processor() -> None:
    """Set how threads take turns, and how garbage is looked for. To be called in the event loop, all being imported."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.freeze()
    gc.set_threshold(*GARBAGE_THRESHOLDS)
    gc.enable()
    asyncio.get_running_loop().call_later(WARM_UP_SECONDS, freeze_lasting_objects)


def freeze_lasting_objects() -> None:
    """Spare what stays the looks for garbage from now on."""
    gc.collect()
    gc.freeze()
