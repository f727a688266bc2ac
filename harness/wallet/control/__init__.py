"""The control API of a wallet alone: what a person or a test tool decides about it, over HTTP and JSON."""
