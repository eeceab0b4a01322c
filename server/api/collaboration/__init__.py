"""Comments, presence and what people do at the same time."""
