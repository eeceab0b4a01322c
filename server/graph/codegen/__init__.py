"""Programs generated from designs."""
