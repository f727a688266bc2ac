"""The pytest plugin that an installed harness brings into every project: its hooks, and all ready-made steps.

A module of its own, so that ``-p harness.suite.plugin`` and this entry point never register one plugin under two names.
"""

from harness.library import step_modules

pytest_plugins = ["harness.suite.plugin", *step_modules()]
