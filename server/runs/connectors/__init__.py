"""Reads from and writes to the outside world on behalf of steps."""
