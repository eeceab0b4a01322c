"""Data Transformation: choosing, cleaning, combining and dividing rows and columns."""
