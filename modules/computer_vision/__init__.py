"""Images: folders of them, their preparation, and networks that tell them apart."""
