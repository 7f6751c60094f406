PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.PHONY: help setup demo browse test lint format clean

help:   ## what can be made
	@grep -hE '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(VENV)/ready: requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "newscrawl needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -r requirements-dev.txt
	@touch $@

setup: $(VENV)/ready  ## a virtual environment with everything newscrawl needs

demo: $(VENV)/ready  ## serve a small news site of our own, crawl it, show what was kept, export it
	@$(BIN)/python -m tests.demo

browse: $(VENV)/ready  ## read what is stored in a browser, on this machine alone: make browse DB=news.db PORT=8001
	@$(BIN)/python -c 'import datasette' 2>/dev/null || \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-browse.txt
	@$(BIN)/python -m newscrawl.browse $(DB) $(if $(PORT),--port $(PORT))

test: $(VENV)/ready  ## run the tests
	$(BIN)/python -m pytest

lint: $(VENV)/ready  ## check style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/ready  ## make style right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:  ## remove the virtual environment and what the demo made
	rm -rf $(VENV) demo
