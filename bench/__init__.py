"""How fast the harness is, beside the bare floor of this machine."""
