"""The tests. What is set here is set before any library is imported, and for every process that the tests start."""

import gc
import os
import sys

# Tests run beside one another, each in one thread: threads of all of them would only wait for each other.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")
# Where no bytecode is kept, each of the many processes would compile all of our code anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# Until all tests are known: nothing of what is imported is garbage, and looking for some takes its time.
gc.disable()
