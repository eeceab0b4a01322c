"""How a run is created, scheduled, recorded and recovered."""
