"""What a pipeline is called where its name stands in a command or an address."""

import re
import unicodedata


def to_command_name(name: str) -> str:
    """`retrain-nightly` for `Retrain nightly`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or name.strip().lower()
