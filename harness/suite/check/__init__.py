"""``harness check``: opens every page of a Mini Program and says of each how it went."""
