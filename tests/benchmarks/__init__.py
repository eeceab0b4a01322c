"""What the engine costs and how fast the app is: `python -m tests.benchmarks [name ...] [--json]`."""
