# outlast: `make run` and `make test` need nothing but Python (3.11 or newer) and make.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMPS := $(addprefix $(VENV)/.,run test bundle docs setup)
TIME   := 30m
SEED   := $(shell date +%Y%m%d)
ALONE  := OPENBLAS_NUM_THREADS=1
OLD    := make: $(PYTHON) is not Python 3.11 or newer. Install one, or say: make PYTHON=/path/to/python

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test setup nightly check data shipped bench torture floors docs bundle clean

help:  ## what can be made here
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: $(VENV)/.run  ## the main job, on the shipped data
	@$(BIN)/outlast run

test: $(VENV)/.test  ## every test that is not marked slow
	@$(ALONE) $(BIN)/pytest -q -n auto -m "not slow"

setup: $(VENV)/.setup  ## the developer tools and every extra, in .venv

nightly: $(VENV)/.setup  ## every test, the slow ones too, then the attacks
	@$(ALONE) $(BIN)/pytest -q -n auto
	@$(BIN)/python -m torture --time $(TIME) --seed $(SEED)

check: $(VENV)/.test  ## style, types, import contracts, the ledger
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/pyright
	$(BIN)/outlast facts --check

data: $(VENV)/.test  ## published files to data/facts, one script a dataset
	$(BIN)/python -m pipeline

shipped: $(VENV)/.test  ## the shipped answers, for the first seconds; goes on where it was ended
	@$(BIN)/python -m pipeline.shipped
	@$(BIN)/python -m pipeline.readme

bench: $(VENV)/.test  ## timings, as ratios within one run
	$(BIN)/python -m benchmarks

torture: $(VENV)/.setup  ## attacks on the program, for TIME=30m with the dice of SEED=7
	@$(BIN)/python -m torture --time $(TIME) --seed $(SEED)

floors: $(VENV)/.setup  ## the lowest declared versions, on each Python that is here
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m setup.floors

docs: $(VENV)/.docs  ## the documentation site, in site/
	$(BIN)/zensical build --strict

bundle: $(VENV)/.bundle  ## one archive in dist/ that installs without a network
	@$(BIN)/python -m setup.bundle

clean:  ## remove the environment, its stamps, and what tests and builds leave behind
	rm -rf $(VENV) dist site .pytest_cache .ruff_cache .hypothesis .import_linter_cache

# ALONE: there is a test process for each core, and threads of linear algebra would wait in circles.

# A stamp a job says that .venv holds what the job needs; none takes away what another brought.
$(VENV)/.run:    NEEDS := --no-dev
$(VENV)/.test:   NEEDS := --extra page --extra report --extra cluster
$(VENV)/.bundle: NEEDS := --only-group bundle
$(VENV)/.docs:   NEEDS := --only-group docs
$(VENV)/.setup:  NEEDS := --all-extras --all-groups

$(STAMPS): pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(OLD)"; exit 1; }
	@$(PYTHON) -m setup.environment $(NEEDS)
	@touch $@
