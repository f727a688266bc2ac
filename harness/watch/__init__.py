"""``harness watch``: plays again what a change touches, as long as it is wanted."""
