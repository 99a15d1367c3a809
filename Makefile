# outlast: `make run` and `make test` need nothing but Python (3.11 or newer) and make.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV     := $(shell command -v uv 2>/dev/null || echo $(BIN)/uv)
READY  := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup run test nightly check data bench docs clean

help:  ## what can be made here
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: $(READY)  ## an environment in .venv, from the lock file

$(READY): pyproject.toml uv.lock
	@command -v $(PYTHON) >/dev/null || { echo "make: no $(PYTHON) found. Install Python 3.11 or newer, or say: make PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "make: $(PYTHON) is older than 3.11. Say: make PYTHON=/path/to/a/newer/python"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "make: python has no venv module. On Debian: apt-get install python3-venv"; exit 1; }
	@test -x "$(UV)" || $(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.8" || { echo "make: uv could not be installed from the package registry. Check the network, or install uv by hand."; exit 1; }
	@$(UV) sync --frozen --quiet --inexact --extra page --extra report --python $(BIN)/python || { echo "make: the locked packages could not be installed. Check the network, then say: make setup"; exit 1; }
	@touch $@

run: $(READY)  ## the main job, on the shipped data
	@$(BIN)/outlast run

test: $(READY)  ## every test that is not marked slow
	@$(BIN)/pytest -q -n auto -m "not slow"

nightly: $(READY)  ## every test, the slow ones too
	@$(BIN)/pytest -q -n auto

check: $(READY)  ## style, types, import contracts, the ledger
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/pyright
	$(BIN)/outlast facts --check

data: $(READY)  ## published files to data/facts, one script a dataset
	$(BIN)/python -m pipeline

bench: $(READY)  ## timings, as ratios within one run
	$(BIN)/python -m benchmarks

docs: $(READY)  ## the documentation site, in site/
	@$(UV) sync --frozen --quiet --inexact --group docs --python $(BIN)/python
	$(BIN)/zensical build --strict

clean:  ## remove the environment and what tests leave behind
	rm -rf $(VENV) site .pytest_cache .ruff_cache .hypothesis
