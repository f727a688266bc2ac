"""The user's one file: ``harness.toml``, or ``[tool.harness]`` in ``pyproject.toml``. Read, checked, written."""

from harness.config.config import Config, Good, MerchantConfig, RefundConfig, Target
from harness.config.read import CONFIG_FILE, find_config, has_config, read_config, read_part

__all__ = [
    "CONFIG_FILE",
    "Config",
    "Good",
    "MerchantConfig",
    "RefundConfig",
    "Target",
    "find_config",
    "has_config",
    "read_config",
    "read_part",
]
