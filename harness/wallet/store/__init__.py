"""The books of a wallet on disk."""
