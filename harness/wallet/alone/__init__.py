"""The wallet alone: no browser, no program, no scenario; for backend developers and test tools in any language."""
