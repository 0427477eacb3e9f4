# Everything a newcomer or CI runs. `make help` lists it.

# The interpreter that makes the virtual environment: `make setup PYTHON=python3.13`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PACKAGES := bot handlers scoring storage manifests tests
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
# mypy refuses a folder without Python in it.
WITH_PYTHON = $(shell find $(wildcard $(PACKAGES)) -name '*.py' | cut -d/ -f1 | sort -u)
UV := $(VENV)-lock/bin/uv

# Microsoft's client: its terms let us install and use it, not hand it on, so it never comes into the repository.
AGENTS_PLAYGROUND := @microsoft/m365agentsplayground@0.2.28
# The library that Teams' tabs load from Microsoft's own host, so that the tab can be tried with it.
TEAMS_JS := @microsoft/teams-js@2.58.0
AGENTS_PLAYGROUND_FOLDER := build/agents-playground
AGENTS_PLAYGROUND_STAMP := $(AGENTS_PLAYGROUND_FOLDER)/.$(notdir $(AGENTS_PLAYGROUND))-$(notdir $(TEAMS_JS))

# A stamp remembers what is installed, and where: a checkout that was moved is set up afresh, since the
# scripts of a virtual environment bear its address. So is one whose interpreter is gone.
RUN_STAMP := $(VENV)/.ready-to-run
DEV_STAMP := $(VENV)/.ready-to-develop
ifneq ($(shell test -x $(BIN)/python && cat $(RUN_STAMP) 2>/dev/null),$(CURDIR))
STALE := stale
endif

# Where a machine forbids compiled files, each program would compile all of ours when it starts.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: setup
setup: $(DEV_STAMP) ## Make the virtual environment with everything pinned and hashed
	@echo "Ready. Next: make run, make test, make check."

.PHONY: run
run: $(RUN_STAMP) ## Start Huzzah and its playground (sets itself up the first time)
	@exec $(BIN)/huzzah run

.PHONY: test
test: $(DEV_STAMP) ## Run the test suite (ARGS="-k gift" to choose)
	$(BIN)/pytest -q -n 2 $(ARGS)

.PHONY: check
check: $(DEV_STAMP) ## Check format, lint and strict types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict $(WITH_PYTHON)

.PHONY: format
format: $(DEV_STAMP) ## Format the code and repair what the linter can
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

.PHONY: e2e
e2e: $(DEV_STAMP) ## Run only the browser tests
	$(BIN)/pytest -q -m browser $(ARGS)

.PHONY: e2e-teams
e2e-teams: $(DEV_STAMP) agents-playground ## Drive the bot in Microsoft's own client for testing (from npm)
	$(BIN)/pytest -q -m agents_playground $(ARGS)

.PHONY: agents-playground
agents-playground: $(AGENTS_PLAYGROUND_STAMP)

.PHONY: soak
soak: $(DEV_STAMP) ## Run the long tests: kill -9, millions of cases
	$(BIN)/pytest -q -m soak $(ARGS)
	$(BIN)/python -m tests.scoring.fuzz_reading --cases 1000000

.PHONY: bench
bench: $(DEV_STAMP) ## Measure speed and memory
	$(BIN)/huzzah bench $(ARGS)

.PHONY: lock
lock: $(UV) ## Choose the newest allowed versions anew (needs the network)
	$(UV) pip compile $(LOCK_OPTIONS) requirements.in --output-file requirements.txt
	$(UV) pip compile $(LOCK_OPTIONS) requirements-dev.in --output-file requirements-dev.txt

.PHONY: clean
clean: ## Remove the virtual environment and all caches (data/ stays)
	rm -rf $(VENV) $(VENV)-lock build huzzah.egg-info tests/output .coverage
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find $(wildcard $(PACKAGES)) -name __pycache__ -type d -prune -exec rm -rf {} +

# Says in words what is missing before anything is made.
GOAL := $(firstword $(MAKECMDGOALS) setup)
define CHECK_PYTHON
command -v $(PYTHON) >/dev/null || { \
  echo "Huzzah needs Python 3.11 or later, and there is no '$(PYTHON)' here." >&2; \
  echo "Install it (Debian: apt-get install python3 python3-venv), or name yours: make $(GOAL) PYTHON=/path/to/python3" >&2; \
  exit 1; }; \
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
  echo "Huzzah needs Python 3.11 or later; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)." >&2; \
  echo "Name a newer one: make $(GOAL) PYTHON=python3.12" >&2; \
  exit 1; }; \
$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
  echo "'$(PYTHON)' cannot make virtual environments: its venv module is missing." >&2; \
  echo "Install it (Debian: apt-get install python3-venv), then run: make $(GOAL)" >&2; \
  exit 1; }
endef

# One lock serves Linux and macOS, every Python from 3.11 on. It names no index, so that a mirror works too.
LOCK_OPTIONS := --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links --no-annotate

$(UV):
	@$(CHECK_PYTHON)
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet --disable-pip-version-check uv

$(BIN)/python: $(STALE)
	@$(CHECK_PYTHON)
	@echo "Making the virtual environment in $(VENV) ..."
	@$(PYTHON) -m venv --clear $(VENV)

$(RUN_STAMP): $(BIN)/python $(STALE) requirements.txt pyproject.toml
	@echo "Installing what Huzzah needs ..."
	@$(PIP_INSTALL) --require-hashes --only-binary :all: -r requirements.txt
	@$(PIP_INSTALL) --no-index --no-deps --no-build-isolation --editable .
	@printf '%s\n' "$(CURDIR)" > $@

$(DEV_STAMP): $(RUN_STAMP) requirements-dev.txt
	@echo "Installing what working on it needs ..."
	@$(PIP_INSTALL) --require-hashes --only-binary :all: -r requirements-dev.txt
	@printf '%s\n' "$(CURDIR)" > $@

$(AGENTS_PLAYGROUND_STAMP):
	@command -v npm >/dev/null || { \
	  echo "make e2e-teams needs npm, which comes with Node.js 20 or later (Debian: apt-get install npm)." >&2; exit 1; }
	@echo "Installing Microsoft's Agents Playground into $(AGENTS_PLAYGROUND_FOLDER), under Microsoft's own terms ..."
	@rm -rf $(AGENTS_PLAYGROUND_FOLDER) && mkdir -p $(AGENTS_PLAYGROUND_FOLDER)
	@npm install --prefix $(AGENTS_PLAYGROUND_FOLDER) --no-save --no-audit --no-fund --ignore-scripts --loglevel=error \
	  $(AGENTS_PLAYGROUND) $(TEAMS_JS) || { echo "npm could not fetch $(AGENTS_PLAYGROUND); see above why." >&2; exit 1; }
	@touch $@

.PHONY: stale
stale: ;
