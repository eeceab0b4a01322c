"""What differs between designs and between runs of them."""
