"""The interface of lineage: what made a thing, and what used it."""
