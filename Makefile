# make demo   a sample park and one enterprise, computed before your eyes
# make test   all tests
# make cover  the same, slower, and which lines and branches of the package no test goes through
# make truth  ten times as much of what is drawn at random: parks of known outcome, spoilt files, schemes, requests
# make lint   style, types, direction of imports
# make bench  start-up, assessments a second, batches of 1 and 10 million lines, requests a second, beside yardsticks
# make clean  removes what these commands made
#
# Needs Python 3.11 or later and pip. Another interpreter: make test PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

PARK := scenarios/park
CASE := scenarios/cases/foodstuffs-importer.json
DECIDED := --as-of 2026-03-01 --decide warehousing.ratio=0.5

OVER_TWO := -n 2 --dist worksteal
DRAWN := tests/truth tests/fuzz tests/schemes tests/batch/test_ranges.py tests/batch/test_schemes.py tests/web/test_schemathesis.py

.PHONY: demo test cover truth lint bench clean

demo: $(VENV)/.ready
	$(BIN)/subsidy batch $(PARK)/declarations-*.csv --out demo-result --force \
	    --register $(PARK)/register.csv --firsts $(PARK)/firsts.csv \
	    --warehousing $(PARK)/warehousing.csv --prior $(PARK)/prior.csv $(DECIDED)
	@echo
	$(BIN)/subsidy estimate --case $(CASE) $(DECIDED)

test: $(VENV)/.ready
	$(BIN)/python -m pytest $(OVER_TWO)

cover: $(VENV)/.ready
	$(BIN)/python -m pytest $(OVER_TWO) --cov --cov-branch --cov-report=term-missing:skip-covered

truth: $(VENV)/.ready
	DRAW_TIMES=10 $(BIN)/python -m pytest $(OVER_TWO) $(DRAWN)

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# ROWS=1000000,100000000 chooses the files for the batch, OPTIONS='--markdown -o figures.json' anything else
bench: $(VENV)/.bench
	$(BIN)/python bench/run.py $(if $(ROWS),--rows $(ROWS)) $(OPTIONS)

clean:
	rm -rf $(VENV) demo-result bench/.data build dist *.egg-info .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find bench scenarios subsidy tests -name __pycache__ -prune -exec rm -rf {} +

# Made anew only when pyproject.toml or constraints.txt changes.
$(VENV)/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed; name one: make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(PIP) -e '.[test,lint]'
	$(BIN)/python -m compileall -q subsidy
	@touch $@

$(VENV)/.bench: $(VENV)/.ready
	$(PIP) -e '.[bench]'
	@touch $@
