# Everything a fresh clone needs: Python 3.11 or later, make, and the network for the first installation.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO ?= demo

.PHONY: demo test lint unit browser bench docs clean

demo: $(VENV)/.core  ## simulate a company, build its personas, name the report to open
	$(BIN)/personae demo $(DEMO)

test: lint unit  ## everything that CI checks

lint: $(VENV)/.dev
	$(BIN)/ruff check src tests bench docs language
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: $(VENV)/.dev browser
	$(BIN)/pytest -q -n 2 --dist loadfile

# The browser journeys need Chromium; where it can't be installed they skip and say so.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || test -n "$$CHROMIUM" || \
	  { command -v apt-get >/dev/null && test "$$(id -u)" = 0 && apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } || true

bench: $(VENV)/.dev  ## figures of docs/benchmarks.md; takes a while
	$(BIN)/personae bench recovery
	$(BIN)/personae bench titles
	$(BIN)/personae bench discovery
	$(BIN)/python bench/events_to_features.py

docs: $(VENV)/.dev
	$(BIN)/python -m mkdocs build --strict

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "personae needs Python 3.11 or later; set PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.core: $(VENV)/bin/python pyproject.toml language/pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[language]' ./language
	touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml language/pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,language,spark]' ./language
	touch $@ $(VENV)/.core

clean:
	rm -rf $(VENV) $(DEMO) site build dist
