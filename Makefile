# Needs make, and Python 3.11 or newer with venv and pip. Everything is installed into $(VENV); delete it to start afresh.

PYTHON ?= $(shell for python in python3.12 python3.11 python3.13 python3; do \
	"$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& echo "$$python" && break; done)
VENV ?= .venv
EXAMPLE ?= examples/bjorkdalen.yaml
PYTEST_FLAGS ?= --numprocesses auto --dist loadgroup

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# A stamp says that the step it is named after is done, and is renewed when pyproject.toml changes.
CREATED := $(VENV)/.stamp-created
INSTALLED := $(VENV)/.stamp-installed
TOOLS := $(VENV)/.stamp-tools
DURABLE := $(VENV)/.stamp-durable
NODE := $(VENV)/.stamp-node
PEERS := $(VENV)/.stamp-peers

.DEFAULT_GOAL := help
.PHONY: help run test explore check format golden docs wheel bench bench-peers

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile
	@echo 'Variables: PYTHON=python3.12  VENV=.venv  EXAMPLE=examples/….yaml  PYTEST_FLAGS="-k name"'

run: $(INSTALLED) ## recommend measures for an example area
	$(BIN)/fasmodell recommend $(EXAMPLE)

test: $(TOOLS) $(DURABLE) $(NODE) ## run every test
	@cat $(DURABLE) $(NODE)
	$(BIN)/python -m pytest $(PYTEST_FLAGS)

explore: $(TOOLS) $(DURABLE) ## try the laws with examples that differ each time
	FASMODELL_LAWS=explore $(BIN)/python -m pytest $(PYTEST_FLAGS) -m hypothesis

check: $(TOOLS) ## lint, format, types, who imports whom, and the rule base
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict src cli.py $(wildcard tests/typing)
	$(BIN)/lint-imports
	$(BIN)/fasmodell check
	$(BIN)/fasmodell fmt --check rules knowledge_base examples

format: $(TOOLS) ## put the code and the rule base into their one form
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(BIN)/fasmodell fmt rules knowledge_base examples

golden: $(TOOLS) $(DURABLE) ## rewrite the golden files, to be read as a diff
	FASMODELL_GOLDEN=write $(BIN)/python -m pytest -m golden

docs: $(INSTALLED) ## rewrite docs/catalogue/ and schemas/ from the rule base
	$(BIN)/python -m fasmodell.authoring.catalogue_pages docs/catalogue
	$(BIN)/python -m fasmodell.authoring.editor_schemas schemas

wheel: $(TOOLS) ## build the sdist, and from it the wheel, into dist/
	rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist .

bench: $(TOOLS) $(DURABLE) ## run every script of benchmarks/
	@cat $(DURABLE)
	@test -n "$(wildcard benchmarks/bench_*.py)" || { echo 'nothing to do: there is no benchmarks/bench_*.py' >&2; exit 5; }
	@set -e; for script in $(sort $(wildcard benchmarks/bench_*.py)); do echo "$$script"; $(BIN)/python "$$script"; done

bench-peers: $(TOOLS) $(DURABLE) $(PEERS) ## measure beside what one could use instead (minutes); rewrites docs/benchmarks.md
	@cat $(DURABLE) $(PEERS)
	$(BIN)/python benchmarks/compare_peers.py

$(CREATED):
	@python="$(PYTHON)"; if [ -z "$$python" ]; then \
		echo 'no Python 3.11 or newer with venv and pip was found; name one: make PYTHON=/path/to/python3 …' >&2; exit 1; fi; \
	echo "making $(VENV) with $$python; packages are fetched once" >&2; \
	"$$python" -m venv $(VENV)
	@touch $@

$(INSTALLED): $(CREATED) pyproject.toml
	@$(PIP) install --editable .
	@touch $@

$(TOOLS): $(CREATED) pyproject.toml
	@$(PIP) install --editable '.[dev]'
	@touch $@ $(INSTALLED)

# The second engine is built from source: where that fails, or Python is too new for it, work goes on without it.
$(DURABLE): $(TOOLS)
	@$(PIP) install --editable '.[durable]' >$(VENV)/durable.log 2>&1 || true
	@if $(BIN)/python -c 'import durable.engine' 2>>$(VENV)/durable.log; \
	then echo 'durable-rules is installed: both engines are tested'; \
	else echo 'durable-rules cannot be had here (it needs a C compiler and Python < 3.13): its tests are skipped; see $(VENV)/durable.log, and delete $@ to try again'; \
	fi >$@

# Each on its own: one that cannot be had here is left out of the comparison, which says so.
$(PEERS): $(TOOLS) benchmarks/requirements-peers.txt
	@: >$(VENV)/peers.log
	@for peer in $$(grep -v '^#' benchmarks/requirements-peers.txt); do \
		$(PIP) install "$$peer" >>$(VENV)/peers.log 2>&1 || echo "$$peer cannot be had here; see $(VENV)/peers.log, and delete $@ to try again"; \
	done >$@

# An editor's language server, a second validator of schemas, and checkers of web pages, for the tests alone.
$(NODE): $(CREATED) tests/node/package.json
	@mkdir -p $(VENV)/node && cp tests/node/package.json $(VENV)/node/
	@(cd $(VENV)/node && npm install --no-package-lock --ignore-scripts --no-audit --no-fund) >$(VENV)/node.log 2>&1 || true
	@if (cd $(VENV)/node && node -e '["ajv", "axe-core", "html-validate", "yaml-language-server"].forEach(one => require.resolve(one))') 2>>$(VENV)/node.log; \
	then echo 'ajv, axe-core, html-validate and yaml-language-server are installed: schemas and web pages are tested with them'; \
	else echo 'ajv, axe-core, html-validate and yaml-language-server cannot be had here (they need node and npm): their tests are skipped; see $(VENV)/node.log, and delete $@ to try again'; \
	fi >$@
