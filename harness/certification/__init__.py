"""The certification pack: ready-made features for any program, its command, and the list of its cases."""
