# The commands of the house. `make run` and `make test` need nothing but Python 3.11 or newer.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
VOICE := .venv-narrate/bin

# Read the lessons aloud: make narrate, or one of them: make narrate LESSONS=l01
LESSONS ?=

.PHONY: run demo test check bench screenshots narrate setup setup-dev browser clean

run: setup
	$(BIN)/streamlit run app.py --server.port $(PORT)

demo: setup
	DATA_DIR=$${DATA_DIR:-data/demo} $(BIN)/python manage.py demo
	DATA_DIR=$${DATA_DIR:-data/demo} $(BIN)/streamlit run app.py --server.port $(PORT)

test: setup-dev browser
	$(BIN)/python -m tests.everything

check: setup-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/python manage.py check-courses
	$(BIN)/python manage.py check-migrations
	$(BIN)/pytest -n 2 -m "not browser and not slow" -k "not postgresql"

bench: setup-dev browser
	$(BIN)/python -m tests.bench $(BENCH)

screenshots: setup-dev browser
	$(BIN)/python -m tests.screenshots

narrate: .setup-narrate
	$(VOICE)/python -m narration.render $(LESSONS)
	$(VOICE)/python -m narration.check $(LESSONS)

setup: .setup-run
setup-dev: .setup-dev

.setup-run: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.setup-dev: requirements.txt requirements-dev.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch .setup-run $@

.setup-narrate: requirements-narrate.txt
	test -x $(VOICE)/python || $(PYTHON) -m venv .venv-narrate
	$(VOICE)/pip install --quiet --disable-pip-version-check -r requirements-narrate.txt
	touch $@

browser: setup-dev
	$(BIN)/python -m tests.browser_setup

clean:
	rm -rf .setup-run .setup-dev .setup-narrate $(VENV) .venv-narrate .pytest_cache .mypy_cache .ruff_cache .hypothesis build
