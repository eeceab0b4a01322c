"""The ways of edges around cards, as the browser app finds them (`frontend/src/graph/routing`)."""
