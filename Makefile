# What those who work on Designery type. `make` alone lists it.

PYTHON := .venv/bin/python
FAST_TESTS := tests/server/graph tests/modules/kit tests/test_names.py tests/test_addresses.py tests/test_docs.py
# What of these takes seconds each; CI runs them.
SLOW_TESTS := tests/server/graph/test_large_designs.py tests/server/graph/test_code.py tests/modules/kit/test_helpers_in_scripts.py

.PHONY: help install dev fix fast fast-lint fast-tests fast-app all
help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

install: ## an environment with all that tests need, and the browser app
	python3 -m venv .venv
	.venv/bin/pip install --require-hashes -r requirements/test.txt
	.venv/bin/pip install --no-build-isolation -e '.[test]'
	$(PYTHON) frontend/toolchain.py

dev: ## a server that restarts when Python changes, and the app with hot reload
	$(PYTHON) -m tools.dev

fix: ## format, sort imports, apply the safe fixes of the linters
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .
	$(PYTHON) frontend/toolchain.py format

fast: ## what fails most often, in under a minute
	@$(MAKE) --no-print-directory --jobs=3 --output-sync=target fast-lint fast-tests fast-app

fast-lint:
	.venv/bin/ruff check .
	.venv/bin/lint-imports

fast-tests:
	.venv/bin/pytest -q $(FAST_TESTS) $(SLOW_TESTS:%=--ignore=%)

fast-app:
	$(PYTHON) frontend/toolchain.py test

all: ## what CI runs: all tests, on both databases, all checks, the wheel and the image
	.ci/run
