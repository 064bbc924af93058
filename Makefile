# Two commands do the work: `make extract` and `make test`. Both need python3 (3.11 or later) and nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Without bytecode each of the processes that a run or a test starts compiles the project anew, a third of its start.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: bench train-confidence train-columns help extract printings files validate dashboard docs test test-all test-whole test-unit mutation lint format clean lock sweep

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

extract: $(VENV)/.run ## read the plans in data/raw/ and publish data/clean/
	$(BIN)/cruscotto extract

validate: $(VENV)/.run ## check the published tables again
	$(BIN)/cruscotto validate

dashboard: $(VENV)/.dashboard ## look at data/clean/ in the browser
	$(BIN)/cruscotto dashboard

docs: $(VENV)/.docs ## make pages of docs/ in build/docs/
	$(BIN)/mkdocs build --quiet

# Two processes, a file of tests after the other: a module's fixtures are made once.
PYTEST := $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

test: $(VENV)/.dev ## run the tests, without those that take minutes
	$(PYTEST) -m "not slow"

test-all: $(VENV)/.dev ## run all tests: killed runs, fuzzing and hostile files too
	$(PYTEST)

test-whole: $(VENV)/.dev ## run all tests in full size, before a release: 500 kills, a million damaged messages (hours)
	CRUSCOTTO_TESTS=whole $(PYTEST)

test-unit: $(VENV)/.dev ## run the tests that need less than a minute
	$(PYTEST) -m unit

bench: $(VENV)/.dev ## measure speed and row recall beside other tools, into bench/results.md
	$(BIN)/python -m bench

N ?= 1-10
PRINTINGS ?= build/printings
printings: $(VENV)/.dev ## draw the plans in random styles N=1-10 into PRINTINGS=build/printings, and measure how they are read
	$(BIN)/python -m tests.printings.measure $(PRINTINGS) --draw $(N) --worst 10

FILES ?= build/files
WEASYPRINT ?= $(BIN)/python
files: $(VENV)/.dev ## make tagged, damaged, scanned and office files of the plans, and measure how they are read, into docs/files.md
	$(BIN)/python -m tests.files.measure $(FILES) --weasyprint $(WEASYPRINT)

HELD_BACK ?= build/held-back
train-confidence: $(VENV)/.train ## fit the weights of confidence to PRINTINGS=build/printings, measure them on HELD_BACK=build/held-back
	$(BIN)/python -m tests.trust.corpus build/corpus.jsonl --printings $(PRINTINGS) --plans ../shared/wild/plans ../shared/plans/pdf/other tests/extractors/invented ../shared/wild/printings ../shared/plans/text --damaged ../shared/plans/pdf
	$(BIN)/python -m tests.trust.fit build/corpus.jsonl
	$(BIN)/python -m tests.trust.corpus build/held-back.jsonl --printings $(HELD_BACK)
	$(BIN)/python -m tests.trust.report build/held-back.jsonl --json tests/trust/measured.json
	$(BIN)/python -m tests.trust.make_confidence_page

SAMPLE ?= 40
SEED ?= 0
train: $(VENV)/.train ## learn the weights by which rows of text are parted from the printings in PRINTINGS
	$(BIN)/python -m training $(PRINTINGS)

TAGGED ?= build/tagged
train-columns: $(VENV)/.train ## learn the weights by which columns are parted from the tagged printings in TAGGED=build/tagged
	$(BIN)/python -m training.columns $(TAGGED)

mutation: $(VENV)/.dev ## try SAMPLE=40 small changes of normalizers/ and count those that its tests notice
	$(BIN)/python -m tests.mutate --sample $(SAMPLE) --seed $(SEED)

sweep: $(VENV)/.dev ## halve and double each tolerance of extractors/: docs/tolerances.md says which readings notice
	$(BIN)/python -m tests.sweep

lint: $(VENV)/.dev ## ruff, mypy --strict and the import rules (.importlinter)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(VENV)/.dev ## let ruff rewrite what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## remove the environment, caches and the published tables
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist mutants
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find data/clean -mindepth 1 ! -name .gitkeep -delete

lock: ## resolve the lock files anew (needs uv)
	uv pip compile --universal --generate-hashes --no-header --python-version 3.11 --group build --group dev pyproject.toml -o requirements-dev.lock
	uv pip compile --universal --generate-hashes --no-header --python-version 3.11 --group build pyproject.toml --constraint requirements-dev.lock -o requirements.lock
	uv pip compile --universal --generate-hashes --no-header --python-version 3.11 --group build --group dashboard pyproject.toml --constraint requirements-dev.lock -o requirements-dashboard.lock
	uv pip compile --universal --generate-hashes --no-header --python-version 3.11 --group build --group docs pyproject.toml --constraint requirements-dev.lock -o requirements-docs.lock
	uv pip compile --universal --generate-hashes --no-header --python-version 3.11 --group build --group train pyproject.toml --constraint requirements-dev.lock -o requirements-train.lock

# Python itself is left as it is found; only the environment is made. The project is installed without resolving
# anything: all it needs, its build backend too, stands in the lock files with its hash.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed, this is " + sys.version.split()[0] + ": make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	touch $@

$(VENV)/.train: requirements-train.lock $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-train.lock
	touch $@

$(VENV)/.docs: requirements-docs.lock $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-docs.lock
	touch $@

$(VENV)/.dashboard: requirements-dashboard.lock $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dashboard.lock
	touch $@
