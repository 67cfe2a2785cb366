# Two commands: `make run` starts the product, `make test` proves it.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin

.PHONY: run test lint format translations lock clean

run: .venv/installed
	$(BIN)/kb index corpus
	$(BIN)/kb serve --host $(HOST) --port $(PORT)

test: .venv/installed-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest

lint: .venv/installed-test
	$(BIN)/ruff check . && $(BIN)/mypy

format: .venv/installed-test
	$(BIN)/ruff format . && $(BIN)/ruff check --fix .

translations: .venv/installed-test
	PYTHONPATH=. $(BIN)/python scripts/translations.py

lock:
	uv pip compile pyproject.toml --universal --generate-hashes --quiet -o requirements.lock
	uv pip compile pyproject.toml --extra cluster --universal --generate-hashes --quiet -o requirements-cluster.lock
	uv pip compile pyproject.toml --group test --all-extras --universal --generate-hashes --quiet -o requirements-test.lock

clean:
	rm -rf .venv build dist

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python requirements.lock pyproject.toml
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps -e .
	touch $@

.venv/installed-test: .venv/installed requirements-test.lock
	$(BIN)/pip install --quiet --require-hashes -r requirements-test.lock
	touch $@
