# Everything from a fresh clone: needs Python 3.11 or newer with pip, and nothing else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint types check-generated pytest wheel generate docs clean

demo: $(VENV)/demo.stamp  ## Run the quickstart against a local server
	@$(BIN)/python examples/quickstart.py

test: lint types check-generated pytest wheel  ## Run all checks

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/dev.stamp
	$(BIN)/mypy
	$(BIN)/pyright

check-generated: $(VENV)/dev.stamp
	$(BIN)/python -m codegen --check
	$(BIN)/python -m codegen.description --check

pytest: $(VENV)/dev.stamp
	$(BIN)/python -m pytest

wheel: $(VENV)/dev.stamp  ## Build the wheel and import every module of it where nothing else is installed
	$(BIN)/python -m tests.wheel

generate: $(VENV)/dev.stamp  ## Write the generated code and pages
	$(BIN)/python -m codegen
	$(BIN)/python -m codegen.description

docs: $(VENV)/docs.stamp  ## Build the site of the documentation; its start page is build/docs/index.html
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going --conf-dir docs --doctree-dir build/doctrees . build/docs

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/demo.stamp: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[async,server]'
	@touch $@

$(VENV)/dev.stamp: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/demo.stamp

$(VENV)/docs.stamp: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[docs]'
	@touch $@

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache
