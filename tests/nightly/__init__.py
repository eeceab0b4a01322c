"""What takes too long, or too much of a machine, for every commit: `python -m tests.nightly`."""
