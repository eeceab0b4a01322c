"""Health, metrics, audit, storage: what operators ask for."""
