# The front door. `make` alone lists what there is.

VENV := .venv/bin
# A run compiles some 300 modules, and a suite starts many processes: what was compiled once is kept, whatever the shell says.
export PYTHONDONTWRITEBYTECODE :=
ARGS ?=

# The first Python that is new enough; PYTHON=/path/to/python chooses another.
PYTHON ?=
FIND_PYTHON = for p in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11; do \
	if [ -n "$$p" ] && "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python="$$p"; break; fi; done; \
	if [ -z "$${python:-}" ]; then \
	echo "error: no Python 3.11 or newer was found (looked for python3 and python3.11 to python3.14)" >&2; \
	echo "  next: install one (Debian 12, Ubuntu 24.04 and newer: apt-get install -y python3), or run make setup PYTHON=/path/to/python" >&2; \
	exit 1; fi

.DEFAULT_GOAL := help
.PHONY: help setup run test lint bench clean

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

setup: ## install everything a run needs, once
	@$(FIND_PYTHON); "$$python" harness/setup/bootstrap.py

run: setup ## run the features and write the report (ARGS="..." is passed on)
	@$(VENV)/python -m harness run $(ARGS)

test: setup ## run the harness's own tests and the features
	@# The README's script, which is run as it stands, signs and calls with these.
	@$(VENV)/python -m harness.setup.apt curl openssl
	@# Three processes for two cores: a test waits as long as it computes. Runs inside them must not write on the page of the CI job.
	@env -u GITHUB_STEP_SUMMARY $(VENV)/python -m pytest -n 3 tests features $(ARGS)

lint: setup ## check style, types, features and the rules between rooms
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy --strict harness steps fixtures bench conftest.py
	$(VENV)/mypy --strict tests --exclude '/conftest\.py$$'
	@# One name, many files: each conftest.py is checked by itself.
	for file in tests/conftest.py tests/*/conftest.py; do MYPYPATH=tests:$$(dirname $$file) $(VENV)/mypy --strict $$file || exit 1; done
	PATH="$(CURDIR)/$(VENV):$$PATH" $(VENV)/python -m harness.runtime.build --check
	$(VENV)/lint-imports
	$(VENV)/python -m harness lint features harness/certification/features

bench: setup ## measure how fast it is, beside the bare floor
	@$(VENV)/python -m bench $(ARGS)

clean: ## remove everything that setup, tests and runs made
	rm -rf .venv harness/runtime/page/node_modules harness/runtime/page/dist harness/runtime/dist reports dist build *.egg-info
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
