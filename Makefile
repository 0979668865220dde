# Each target sets up .venv by itself; that is quick when nothing changed.
PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN = .venv/bin

.PHONY: demo test torture lint bench interop docs

demo: .venv/.ready
	@$(BIN)/mcp-voipms demo

test: .venv/.ready
	@$(BIN)/python -m pytest -q -n auto --dist worksteal

torture: .venv/.ready
	@PYTHONPATH=tests $(BIN)/python -m torture

lint: .venv/.ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/basedpyright

bench: .venv/.ready
	@PYTHONPATH=tests $(BIN)/python benchmarks/run.py

interop: .venv/.ready
	@$(BIN)/python tests/interop/run.py

docs: .venv/.ready
	@$(BIN)/python docs/generate.py

.venv/.ready: requirements-dev.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "mcp-voipms needs Python 3.11 or later, and none was found. Install it, or name it: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Setting up .venv (once) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --disable-pip-version-check -q -r requirements-dev.txt
	@$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps --no-build-isolation -e .
	@touch $@
