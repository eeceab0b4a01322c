"""Who will like what: recommenders and their measures."""
