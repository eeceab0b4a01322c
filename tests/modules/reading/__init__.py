"""Reading uploaded files into tables."""
