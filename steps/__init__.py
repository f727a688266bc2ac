"""Gherkin to harness: one module an actor. Thin: no step holds logic."""
