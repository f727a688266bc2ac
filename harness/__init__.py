"""A harness that tests payments in e-wallet Mini Programs end to end."""
