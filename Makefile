# Two commands are enough: `make run` and `make test`. Everything else is a part of them.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
INSTALLED := $(VENV)/.installed

# One after the other on the screen, where make can do that (4.0 and later).
SYNC := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

.DEFAULT_GOAL := help
.PHONY: help run test check unit tests-without-kafka tests-with-kafka books matrix bench lock clean

help: ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: $(INSTALLED) ## start sandbox and service, publish the example day, show every verdict (ONCE=1: end when all are in)
	@$(BIN)/python examples/day/run.py $(if $(ONCE),--once,)

test: check unit ## everything CI runs: style, types, import contracts, tests

check: $(INSTALLED) ## ruff, mypy strict, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	cd sandbox && ../$(BIN)/ruff check . && ../$(BIN)/ruff format --check . && ../$(BIN)/mypy
	$(BIN)/lint-imports

unit: $(INSTALLED) ## the tests alone; those that need Kafka mostly wait, so they run beside the others
	@rm -f .cache/kafka-not-tested
	@$(MAKE) --no-print-directory --jobs 2 $(SYNC) tests-without-kafka tests-with-kafka
	@cat .cache/kafka-not-tested 2>/dev/null || true

tests-without-kafka:
	cd sandbox && ../$(BIN)/pytest -rs
	$(BIN)/pytest -m "not kafka"

tests-with-kafka:
	$(BIN)/pytest -m kafka

books: $(INSTALLED) ## every case of the books: object by surface by kind of trouble (CASE=bill-rest-foreign_draft: those alone)
	BOOKS=all $(BIN)/pytest tests/books -m "not kafka" $(if $(CASE),-k $(CASE),)

matrix: $(INSTALLED) ## the end-to-end suite under every reading of the public sources (three quarters of an hour)
	$(BIN)/python -m tests.end_to_end.matrix

bench: $(INSTALLED) ## side-by-side benchmarks, each ending with a correctness proof
	$(BIN)/python -m bench

lock: $(INSTALLED) ## renew both lock files from pyproject.toml (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --extra dev pyproject.toml -o requirements-dev.lock

clean: ## forget the virtual environment and every cache
	rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(INSTALLED): requirements-dev.lock pyproject.toml sandbox/pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . -e ./sandbox
	@touch $@
