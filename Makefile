# The whole set-up: `make run` and `make test` on a machine with Python 3.11+, make and git.
# uv installs the locked packages in a few seconds; where it cannot (it reads no pip.conf), pip does.
# All is compiled once here: else each start of a process would do it, where none may write byte-code.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL = ($(BIN)/python -m pip install --quiet --disable-pip-version-check uv \
	&& $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python \
		--require-hashes -r $(1)) \
	|| $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
CHECKOUT = $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	--no-deps --no-build-isolation --editable .

.PHONY: help venv run test nightly lint bench simulate demo wheel lock clean

help:  ## what can be made
	@awk -F ':.*## +' '/^[a-z]+:.*##/ {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

venv: $(VENV)/.run  ## the virtual environment, with what the monitor needs

run: $(VENV)/.run  ## the service, with config/: crawl, match, ring (on the console until Slack is set)
	@exec $(BIN)/tocsin run

demo: $(VENV)/.run  ## a small newspaper and a Slack stand-in on loopback: the whole path in 20 seconds
	@exec $(BIN)/tocsin demo

test: $(VENV)/.test  ## every test but the nightly ones
	@$(BIN)/python -m compileall -q monitor spiders alerts
	$(BIN)/python -m pytest -m "not nightly"

nightly: $(VENV)/.test  ## the tests that take long, and new examples for those that draw them
	$(BIN)/python -m pytest -m "nightly or hypothesis" -n 0 --hypothesis-profile=by-night \
		--timeout=7200

lint: $(VENV)/.test  ## style, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.bench  ## what it costs, beside what one would otherwise take
	$(BIN)/python -m tests.benchmarks

simulate: $(VENV)/.test  ## simulated sources: how soon articles are found, and what is said of sources
	$(BIN)/python -m tests.simulation

wheel: $(VENV)/.run  ## the package, in dist/: what deploy/ installs
	$(BIN)/python -m hatchling build -t wheel

lock: $(VENV)/.test  ## new versions into requirements/, with hashes and without any index address
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile -q --upgrade --universal --generate-hashes --no-header --no-emit-index-url \
		--python-version 3.11 pyproject.toml --group build -o requirements/run.txt
	$(BIN)/uv pip compile -q --upgrade --universal --generate-hashes --no-header --no-emit-index-url \
		--python-version 3.11 pyproject.toml --group test -o requirements/test.txt
	$(BIN)/uv pip compile -q --upgrade --universal --generate-hashes --no-header --no-emit-index-url \
		--python-version 3.11 pyproject.toml --group bench -c requirements/test.txt -o requirements/bench.txt

clean:  ## forget the virtual environment and what tests left
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	$(call INSTALL,requirements/run.txt)
	$(CHECKOUT)
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.run
	$(call INSTALL,requirements/test.txt)
	@touch $@

$(VENV)/.bench: requirements/bench.txt $(VENV)/.test
	$(call INSTALL,requirements/bench.txt) && touch $@ || echo "bench: without some of the rivals"
