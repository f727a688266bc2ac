"""Puts everything a run needs on a machine that has Python, make and git: what `make setup` does.

Only the standard library is used here, because these modules run before the first package is installed.
"""
