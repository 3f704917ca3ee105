# The only commands. `make help` lists them.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
DEMO := DEBUG=1 SITE_URL=$(or $(SITE_URL),http://127.0.0.1:$(PORT)) $(BIN)/python manage.py

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench lock

help: ## List the commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: .venv/installed ## Run the newsroom with demonstration content on 127.0.0.1:$(PORT)
	@$(DEMO) migrate --verbosity 0
	@$(DEMO) load_demo --if-empty
	@$(DEMO) demo_accounts --port $(PORT)
	@$(DEMO) runserver --nostatic 127.0.0.1:$(PORT)

test: .venv/installed-tests ## Run all tests
	@$(BIN)/python -m pytest -n auto $(ARGS)

lint: .venv/installed-tests ## Check style, types, templates, migrations and imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@find templates -name '*.html' | xargs $(BIN)/djade --target-version 5.2 --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@SITE_URL=https://newsroom.example ALLOWED_HOSTS=newsroom.example $(BIN)/python manage.py check --deploy --fail-level WARNING

format: .venv/installed-tests ## Rewrite code and templates in the house style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@find templates -name '*.html' | xargs $(BIN)/djade --target-version 5.2

bench: .venv/installed-tests ## Measure what has a bound on its speed, as ratios in one run
	@$(BIN)/python -m benchmarks

lock: ## Pin the requirements again, with hashes (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header requirements.in -o requirements.txt
	cd tests && uv pip compile --universal --python-version 3.11 --generate-hashes --no-header requirements.in -o requirements.txt

.venv/installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Newsroom needs Python 3.11 or later: make PYTHON=python3.12 …")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what Newsroom runs on …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/installed-tests: tests/requirements.txt .venv/installed
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.txt
	@touch $@
