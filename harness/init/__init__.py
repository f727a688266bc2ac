"""``harness init``: finds out what lies in a folder, asks what it cannot know, and writes the project's first files."""
