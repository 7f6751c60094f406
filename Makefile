PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
AUDIT  := pip-audit>=2.9,<3

.PHONY: help setup demo browse test lint format requirements audit clean

help:   ## what can be made
	@grep -hE '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(VENV)/ready: requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "newscrawl needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt -r requirements-dev.txt
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

requirements:  ## pin what the *.in files ask for, with hashes; needs uv
	for name in requirements.in requirements-*.in; do \
		uv pip compile --universal --python-version 3.11 --no-header --no-annotate --generate-hashes --quiet \
			$$name --output-file $${name%.in}.txt || exit 1; \
	done

audit:  ## ask pypi.org whether a flaw is known in anything that is pinned
	@test -x $(VENV)-audit/bin/pip-audit || { $(PYTHON) -m venv $(VENV)-audit && \
		$(VENV)-audit/bin/python -m pip install --quiet --disable-pip-version-check "$(AUDIT)"; }
	@for name in requirements*.txt; do \
		$(VENV)-audit/bin/pip-audit --strict --disable-pip --require-hashes --requirement $$name || { \
			echo "$$name: not audited: a flaw is listed above, or pypi.org could not be asked"; exit 1; }; \
	done

clean:  ## remove the virtual environments and what the demo made
	rm -rf $(VENV) $(VENV)-audit demo
