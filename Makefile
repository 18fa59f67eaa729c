# Everything by one word. Each target works alone, first, in any order, and again at once.
# Where make is absent: python tools/prepare.py base && .venv/bin/jalon serve --demo

PORT ?= 8000
# The first Python that really is 3.11 or newer (a name may exist and not work).
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo "$$name" && break; done)
BIN := .venv/bin
# Tests in parallel: one process a core.
CORES := $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
# A server that answers here is used; JALON_TEST_DATABASE_URL names another.
POSTGRESQL ?= postgresql://postgres@127.0.0.1:5432/jalon

.PHONY: help run test test-unit test-sqlite test-postgres test-browser check bench bench-estimation lock clean base dev messages

help:
	@echo "make run           the demonstration on http://localhost:$(PORT)   (PORT=8001 for another port)"
	@echo "make test          every test: unit, SQLite, PostgreSQL, browser (test-unit, test-sqlite, ... run one phase)"
	@echo "make check         format, lint, types, imports between rooms, templates, catalogues, migrations"
	@echo "make bench         what pages and Releases cost (docs/performance.md)"
	@echo "make bench-estimation   methods of estimation: CPU seconds, then the coverage of their intervals (20 minutes)"
	@echo "make lock          renew requirements/*.txt from pyproject.toml"
	@echo "make clean         remove what make made, data included"

base dev:
	@test -n "$(PYTHON)" || { echo "jalon: Python 3.11 or newer is needed. On Debian or Ubuntu:" \
		"sudo apt-get install python3 python3-venv" >&2; exit 1; }
	@"$(PYTHON)" tools/prepare.py $@

run: base
	@$(BIN)/jalon serve --demo --port $(PORT)

# Every test, in four phases, each printed against its budget. REPORTS=folder keeps what each run counted.
# Serial tests start servers or count CPU: they have the machine for themselves.
PARALLEL := -n $(CORES) --dist loadfile
export REPORTS
pytest = $(BIN)/pytest $(if $(REPORTS),-q -p no:cacheprovider --durations=10 --junitxml=$(REPORTS)/$(1).xml)
phase = @$(BIN)/python -m tools.phase $(1) $(2) $(MAKE) --no-print-directory

test: dev
	$(call phase,unit,4) test-unit
	$(call phase,SQLite,5) test-sqlite
	$(call phase,PostgreSQL,4) test-postgres
	$(call phase,browser,4) test-browser

# Without a database of the tests: methods, facts, published tables, and the command on instances of its own.
test-unit: dev
	$(call pytest,unit) tests/unit tests/spec tests/integration/operations $(PARALLEL) -m "not serial and not postgres"
	$(call pytest,serial) tests/unit tests/spec tests/integration -m "serial and not postgres"

test-sqlite: dev
	$(call pytest,sqlite) tests/integration --ignore=tests/integration/operations $(PARALLEL) -m "not serial and not postgres"

# The portal is left out: it renders with the database refused, so that another one changes nothing.
test-postgres: export JALON_TEST_DATABASE_URL = $(POSTGRESQL)
test-postgres: dev
	@if $(BIN)/python -m tools.answers $(POSTGRESQL); then \
	$(call pytest,postgresql) tests/integration --ignore=tests/integration/portal $(PARALLEL) -m "not serial and not sqlite and not once"; \
	else test "$$CI" != true; fi

test-browser: dev
	$(call pytest,browser) tests/browser $(PARALLEL)

check: dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet src
	$(BIN)/python -m jalon.config.catalogues --check
	$(BIN)/python -m jalon.ui.i18n check
	$(BIN)/python -m tools.house

bench: dev
	$(BIN)/python -m benchmarks

# The coverage is a simulation with a fixed seed: run again, the page changes only with the methods.
bench-estimation: dev
	$(BIN)/python -m benchmarks estimation estimation_bayes
	$(BIN)/python -m benchmarks.estimation_coverage > docs/estimation-coverage.md
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.estimation_coverage_bayes --write docs/estimation.md

lock: dev
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
		pyproject.toml --output-file requirements/base.txt
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
		--extra dev --constraint requirements/base.txt pyproject.toml --output-file requirements/dev.txt
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
		--extra matching --constraint requirements/base.txt pyproject.toml --output-file requirements/matching.txt
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
		--constraint requirements/dev.txt requirements/build.in --output-file requirements/build.txt

messages: dev
	$(BIN)/python -m jalon.ui.i18n extract

clean:
	rm -rf .venv var build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results .coverage*
	find src -name '*.mo' -delete
