"""Routes of environments: sets of Python packages for scripts and commands."""
