"""Reading TOML files that people write: one clear error for what cannot be read, and where each key stands."""

from harness.toml.places import Path as Key
from harness.toml.places import key_places
from harness.toml.read import text_of, toml_of

__all__ = ["Key", "key_places", "text_of", "toml_of"]
