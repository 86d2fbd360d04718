# Needs Python 3.11 or newer, pip's package index and make. Everything else is installed into .venv.
#
#   make demo         see it at work
#   make test         the whole suite, with coverage
#   make test-long    the property tests with many more examples (SEED=n for other ones)
#   make conformance  what needs Java, or FHIR validators and a FHIR server (they are installed)
#   make check        the rest of the gate: style, types, layers, docstrings, dependencies
#   make bench        speed, as ratios
#   make bench-cohort speed of tables of many families, as ratios
#   make bench-families  from documents to evidence: families a second
#   make bench-fhir   FHIR R4 in and out, as ratios; memory of a bulk export of 1 GB
#   make bench-progress   effect sizes of many cases: milliseconds a case
#   make coverage-simulation  how often the limits of a score hold the truth
#   make rank-correlation-simulation  the same for practice beside progress
#   make cross-check-r  effect sizes beside R, on series drawn anew (SEED=n); needs R, see CONTRIBUTING.md
#   make mutants      do the tests notice a changed line?
#   make build        the wheel, in dist/
#   make clean        remove all of the above

PYTHON ?= python3
JOBS ?= 2
SEED ?= 0
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# A stamp says that a step was done; a second run skips it until the files it depends on change.
CREATED := $(VENV)/.created
RUNS := $(VENV)/.runs
DEVELOPS := $(VENV)/.develops
VALIDATES := build/validators/.installed
VALIDATORS := tests/conformance/fhir/validators

.DEFAULT_GOAL := help
.PHONY: help demo test test-long conformance check bench bench-cohort bench-families bench-fhir bench-progress \
  coverage-simulation rank-correlation-simulation cross-check-r mutants build clean

help:
	@sed -n '3,19s/^# *//p' Makefile

$(CREATED):
	@$(PYTHON) -c 'import sys; sys.exit("collabcare needs Python 3.11 or newer: make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	@touch $@

# Editable, so that what runs is always the code as it stands.
$(RUNS): pyproject.toml $(CREATED)
	$(PIP) install --editable ".[cli]"
	@touch $@

$(DEVELOPS): pyproject.toml requirements-dev.txt $(CREATED)
	$(PIP) install --requirement requirements-dev.txt --editable ".[cli,testing]"
	@touch $(RUNS) $@

demo: $(RUNS)
	$(BIN)/collabcare demo

# loadfile: the examples of one page build on each other, so they stay in one process.
test: $(DEVELOPS)
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --ignore tests/conformance --cov --cov-report term $(ARGS)

test-long: $(DEVELOPS)
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --hypothesis-profile long --hypothesis-seed $(SEED) --ignore tests/conformance tests $(ARGS)

# FHIR validators and a FHIR server that others wrote. Their Node.js comes with the development tools.
$(VALIDATES): $(VALIDATORS)/install.py $(VALIDATORS)/split_definitions.py $(VALIDATORS)/package.json \
  $(VALIDATORS)/requirements.txt $(VALIDATORS)/requirements-google.txt | $(DEVELOPS)
	$(BIN)/python $(VALIDATORS)/install.py

# In one process, so that Java starts once.
conformance: $(DEVELOPS) $(VALIDATES)
	@command -v java >/dev/null || { echo "make conformance needs Java 17 or newer: no java on the path." >&2; exit 1; }
	$(BIN)/python -m pytest tests/conformance $(ARGS)

# mypy and pyright read src and typing_tests both: see pyproject.toml.
check: $(DEVELOPS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports
	$(BIN)/pydoclint --quiet src
	$(BIN)/deptry src
	@if [ -f tools/generate.py ]; then echo "$(BIN)/python -m tools.generate --check"; $(BIN)/python -m tools.generate --check; fi

bench: $(DEVELOPS)
	$(BIN)/python benchmarks/bench.py $(ARGS)

coverage-simulation: $(DEVELOPS)
	$(BIN)/python benchmarks/coverage.py $(ARGS)

rank-correlation-simulation: $(DEVELOPS)
	$(BIN)/python benchmarks/rank_correlation.py

bench-cohort: $(DEVELOPS)
	$(BIN)/python benchmarks/cohort.py $(ARGS)

bench-families: $(DEVELOPS)
	$(BIN)/python benchmarks/families.py $(ARGS)

bench-fhir: $(DEVELOPS)
	$(BIN)/python benchmarks/fhir_r4.py $(ARGS)

bench-progress: $(DEVELOPS)
	$(BIN)/python benchmarks/progress.py $(ARGS)

cross-check-r: $(DEVELOPS)
	@command -v Rscript >/dev/null || { echo "make cross-check-r needs R: see CONTRIBUTING.md." >&2; exit 1; }
	$(BIN)/python -m tools.cross_check_r --seed $(SEED) $(ARGS)

# mutmut runs the tests in a copy of the tree, so the shared data is named in full.
mutants: export COLLABCARE_SHARED := $(abspath $(or $(COLLABCARE_SHARED),../shared))
mutants: $(DEVELOPS)
	$(BIN)/mutmut run $(ARGS)
	$(BIN)/mutmut results

build: $(CREATED)
	rm -rf dist
	$(PIP) wheel --no-deps --wheel-dir dist .

clean:
	rm -rf $(VENV) build dist mutants .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
