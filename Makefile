# What you need: Python 3.11 or later, and make. `make` alone lists the targets.
# Environments are made once and again when pyproject.toml changes; uv is used where it is there.

PYTHON ?= $(shell scripts/find-python)
PYTEST ?= -q -n 2

.DEFAULT_GOAL := help
.PHONY: help demo test test-main test-others test-314 test-versions soak soak-store soak-turns lint format conformance conformance-cuts conformance-asyncio bench gallery pictures clean

help: ## this list
	@grep -E '^[a-z0-9-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 24

demo: .venv/.installed ## kill a program, see what was saved, go on; two programs on the machine
	@.venv/bin/python scripts/demo .venv/bin/stillframe
	@echo
	@echo "== examples/fibonacci.py: one generator, suspended and resumed, its frame read in between"
	.venv/bin/stillframe run examples/fibonacci.py
	@echo
	@echo "== examples/tour.py: closures, classes, exceptions, generators, async"
	.venv/bin/stillframe run examples/tour.py
	@echo
	@echo "== the same generator's code: CPython's instructions, and the ones that the machine ran"
	.venv/bin/stillframe dis examples/fibonacci.py fibonacci

test: lint test-main test-others test-314 test-versions ## everything, under every Python that is here

test-main: .venv/.installed-dev ## the whole suite, under the main interpreter
	.venv/bin/python -m pytest $(PYTEST)

test-others: .venv/.installed-dev ## the suite under the other interpreters
	@MAKE="$(MAKE)" scripts/test-others .venv/bin/python $(PYTEST)

test-314: ## the suite under CPython 3.14, in Pyodide
	@echo "== Python 3.14 (Pyodide)"
	@PYTHON="$(PYTHON)" tests/pyodide/run.sh pytest -q -m "not slow"

test-versions: .venv/.installed-dev ## what each Python here freezes, thawed under each other one
	@MAKE="$(MAKE)" PYTHON="$(PYTHON)" scripts/test-versions .venv/bin/python

soak: .venv/.installed-dev ## freeze and thaw a million times, memory checked (minutes)
	cd tests && ../.venv/bin/python -X dev -m cuts.soak 1000000

soak-turns: .venv/.installed-dev ## save and resume ten programs at every turn of their loops (minutes)
	SOAK=1 .venv/bin/python -m pytest $(PYTEST) tests/turns/test_cutting.py -k every_turn

soak-store: .venv/.installed-dev ## kill a program that saves, 500 times (two minutes)
	cd tests && ../.venv/bin/python -W error -m unit.program.soak 500

lint: .venv/.installed-dev ## ruff and mypy --strict
	.venv/bin/ruff check .
	.venv/bin/mypy

format: .venv/.installed-dev ## let ruff sort the imports and lay out the code
	.venv/bin/ruff check --select I --fix src tests
	.venv/bin/ruff format src tests

conformance: .venv/.installed-dev ## CPython's own tests on the machine, as a table
	.venv/bin/python -m tests.conformance

conformance-cuts: .venv/.installed-dev ## those of coroutines, cut at every suspension
	.venv/bin/python -m tests.conformance cuts

conformance-asyncio: .venv/.installed-dev ## asyncio's own tests on our event loop
	.venv/bin/python -m tests.conformance asyncio

bench: .venv/.installed ## the machine, freezing, the loop, the store, saving, recording: each beside its peers (an hour)
	@missed=; for part in benchmarks benchmarks.loop benchmarks.store benchmarks.saving benchmarks.recording; do \
	    .venv/bin/python -m $$part || missed="$$missed $$part"; \
	done; test -z "$$missed" || { echo "not all bars are met:$$missed" >&2; exit 1; }

gallery: .venv/.installed ## the gallery of docs/gallery.md as live pages: docs/gallery/index.html
	@cd tests && ../.venv/bin/python -m gallery

pictures: .venv/.installed-dev ## the docs' pictures anew: of a terminal; of the gallery (needs Chromium; playwright and pillow in .venv)
	@cd tests && ../.venv/bin/python -m gallery pictures

clean: ## remove all that was made
	rm -rf .venv .venvs build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	rm -f docs/gallery/*.html
	find . -name __pycache__ -not -path './.git/*' -type d -prune -exec rm -rf {} +

.venv/.installed: pyproject.toml
	@scripts/make-env "$(PYTHON)" .venv .
	@touch $@

.venv/.installed-dev: pyproject.toml
	@scripts/make-env "$(PYTHON)" .venv '.[dev]'
	@touch $@ .venv/.installed

.venvs/%/.installed: pyproject.toml
	@mkdir -p .venvs
	@scripts/make-env "$$(scripts/find-python $*)" .venvs/$* '.[test]'
	@touch $@
