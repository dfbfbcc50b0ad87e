# Two commands for a newcomer: `make run` and `make test`. Needed: Python 3.11 or newer with venv and pip, and make.

PYTHON ?= python3
PORT ?= 5000
BIN := .venv/bin
UV := $(BIN)/uv pip --quiet
SOURCES := flasky tests deploy hatch_build.py manage.py wsgi.py
ASSET_SOURCES := package.json package-lock.json $(shell find flasky/assets -type f)

# Byte code is kept, whatever the shell says: every process of the site and of the tests then starts in half the time.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test check static fix assets lock clean format lint types contracts templates coverage

run: .venv/.runtime
	$(BIN)/flasky run --port $(PORT)

test: .venv/.dev
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

# What CI runs after `make test`: everything that needs no test.
check: static coverage

static: format lint types contracts templates

format: .venv/.dev
	$(BIN)/ruff format --check $(SOURCES)

lint: .venv/.dev
	$(BIN)/ruff check $(SOURCES)

types: .venv/.dev
	$(BIN)/mypy

contracts: .venv/.dev
	$(BIN)/lint-imports

templates: .venv/.dev
	$(BIN)/djlint --quiet --lint --check flasky/templates

# The tests once more, with coverage; CI sets COVERED=1 because its `make test` measured already.
coverage: .venv/.dev
	test -n "$(COVERED)" || $(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report= $(ARGS)
	$(BIN)/coverage report

fix: .venv/.dev
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/djlint --quiet --reformat flasky/templates

assets: .venv/.dev
	$(BIN)/python -m flasky.lib.asset_build

lock: .venv/.uv
	$(UV) compile pyproject.toml --extra postgres --extra mysql $(LOCK) -o requirements.txt
	$(UV) compile pyproject.toml --extra dev -c requirements.txt $(LOCK) -o requirements-dev.txt
LOCK := --upgrade --generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock"

clean:
	rm -rf .venv node_modules flasky/static/dist htmlcov .coverage

.venv/.uv:
	$(PYTHON) -m venv .venv
	$(BIN)/pip --quiet --disable-pip-version-check install uv
	touch $@

.venv/.runtime: .venv/.uv requirements.txt pyproject.toml hatch_build.py $(ASSET_SOURCES)
	$(UV) install --compile-bytecode --require-hashes -r requirements.txt
	$(UV) install --no-deps --editable .
	touch $@

.venv/.dev: .venv/.runtime requirements-dev.txt
	$(UV) install --compile-bytecode --require-hashes -r requirements-dev.txt
	$(BIN)/python -m flasky.lib.asset_build --tools
	touch $@
