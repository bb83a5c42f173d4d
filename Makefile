# Đúng hạn: every command of the README. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
export TRACKER_DATA ?= $(CURDIR)/instance
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help install run check test browser postgres bench bench-mail torture fuzz screenshots lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(VENV)/.runtime: requirements.txt pyproject.toml
	@scripts/make_venv.sh "$(PYTHON)" $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.development: $(VENV)/.runtime requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

install: $(VENV)/.runtime ## the environment in .venv, from hash-checked requirements

run: install ## the demonstration on http://127.0.0.1:8000 (PORT=…, TRACKER_DATA=… respected)
	@TRACKER_PORT=$(PORT) $(BIN)/tracker demo --serve

check: $(VENV)/.development ## lint, types, import contract
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

HAS_POSTGRES := $(BIN)/python -c 'import sys; from tests.postgres import programs; sys.exit(programs() is None)'

# The services, lists and the outbox, whose statements differ; `make postgres` runs all that needs a database.
ON_POSTGRES := tests/plans/test_service.py tests/tasks/test_{assigning,evidence,counts,quarter_pages}.py \
  tests/directory/test_importing.py tests/notify/test_planning.py

test: $(VENV)/.development ## check, every test on SQLite, the central ones on PostgreSQL; installs what the tests need
	@scripts/test_dependencies.sh
	@$(MAKE) --no-print-directory check
	@$(HAS_POSTGRES) || { echo "LEFT OUT: the tests on PostgreSQL, whose initdb and postgres are not here (PG_BIN)" >&2; [ "$$CI" != true ]; }
	$(BIN)/pytest -n 2 --dist loadfile
	@! $(HAS_POSTGRES) || { set -x; $(BIN)/pytest -n 2 --dist loadfile --postgres -m "not browser and not sqlite and not torture" $(ON_POSTGRES); }

postgres: $(VENV)/.development ## every test that needs a database, on PostgreSQL
	$(BIN)/pytest -n 2 --dist loadfile --postgres -m "not browser and not sqlite and not torture"

torture: $(VENV)/.development ## five minutes: kill the senders a hundred times before a server that refuses, stalls, drops and dies
	timeout 300 $(BIN)/pytest -p no:randomly -m torture tests/notify/test_torture.py

fuzz: $(VENV)/.development ## thousands of damaged files of all formats through the readers (FUZZ_FILES=2000)
	timeout 1500 $(BIN)/pytest -s -p no:randomly tests/plans/fuzzing.py

bench: $(VENV)/.development ## speed and size, side by side with a limit (bench/README.md)
	$(BIN)/python -m bench

bench-mail: $(VENV)/.development ## digests a second beside bare smtplib; the day's reminders among 1.8 million deadlines
	$(BIN)/python -m bench.mail
	@! $(HAS_POSTGRES) || $(BIN)/python -m bench.mail --database postgres

screenshots: $(VENV)/.development ## the README's pictures, from a fresh demonstration
	@scripts/test_dependencies.sh
	$(BIN)/python -m scripts.screenshots

lock: $(VENV)/.development ## uv.lock and the exported requirements, after a change in pyproject.toml
	$(BIN)/uv lock --quiet
	$(BIN)/uv export --quiet --frozen --no-emit-project --no-default-groups --group build --extra postgres --no-annotate --no-header -o requirements.txt > /dev/null
	$(BIN)/uv export --quiet --frozen --no-emit-project --group build --group dev --extra postgres --no-annotate --no-header -o requirements-dev.txt > /dev/null

clean: ## the environment and caches (never the data folder)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
