"""The graph in time: plans become steps, steps run in sandboxed processes, and what happens is sent as events."""
