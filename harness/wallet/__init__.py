"""The wallet room."""
