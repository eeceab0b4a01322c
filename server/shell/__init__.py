"""HTML pages around the app, and the assets they need."""
