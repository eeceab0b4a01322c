"""What the modules for images share: reading pictures, changing them, networks and their training."""
