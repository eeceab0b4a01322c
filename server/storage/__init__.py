"""The only place that touches database and disk."""
