"""A merchant's backend as its makers run it: a command, in any language, that is given what a wallet gives a merchant."""

from harness.suite.backend.merchant import CommandMerchant

__all__ = ["CommandMerchant"]
