"""What runs inside a sandbox. It imports nothing else of the server."""
