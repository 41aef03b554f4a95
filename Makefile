# Needs make and one Python of at least 3.11, under any name: `make demo PYTHON=python3.13`.
PYTHON ?= python3
BIN := .venv/bin
DEMO := .demo
WEEK := 2026-W20
SOURCES := agent prompts schemas cache tests bench

FUZZ_SECONDS ?= 120

.PHONY: help demo test test-all picture lint format bench fuzz lock clean
.DELETE_ON_ERROR:

help:
	@echo "make demo    a digest, a tag lookup and a weekly digest from examples/"
	@echo "make test    all tests (about 10 minutes on 2 cores)"
	@echo "make test-all  the same, and the tests that drive a real Chromium"
	@echo "make picture the picture in the README anew, from the examples, in Chromium"
	@echo "make lint    ruff, mypy --strict, import-linter"
	@echo "make format  let ruff rewrite what it can"
	@echo "make fuzz    damaged files of every kind against the readers, for FUZZ_SECONDS=120"
	@echo "make bench   start-up time, splitters, asking a model, quality, claims, merging, size, a page in Chromium"
	@echo "make lock    write both lock files anew (needs uv)"
	@echo "make clean   remove everything that make has made"

demo: .venv/product
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	@echo '$$ digest build examples/*.txt -o $(DEMO)/digest.md'
	@$(BIN)/digest build examples/*.txt --home $(DEMO)/home -o $(DEMO)/digest.md
	@echo && head -n 48 $(DEMO)/digest.md
	@echo && echo '        … the rest is in $(DEMO)/digest.md' && echo
	@echo '$$ digest tags mossgate'
	@$(BIN)/digest tags mossgate --home $(DEMO)/home
	@echo && echo '$$ digest weekly --week $(WEEK) -o $(DEMO)/weekly.md'
	@$(BIN)/digest weekly --week $(WEEK) --home $(DEMO)/home -o $(DEMO)/weekly.md
	@echo && head -n 24 $(DEMO)/weekly.md
	@echo && echo '        … the rest is in $(DEMO)/weekly.md' && echo
	@echo 'Your own pages, saved as text:  $(BIN)/digest build PAGES.txt'
	@echo 'With a model of your own server:  $(BIN)/digest doctor --find'
	@echo '  $(BIN)/digest build PAGES.txt --base-url http://localhost:11434/v1 --model qwen3:4b'

test: .venv/develop
	@$(BIN)/python -m pytest

# The system's browser is used. Where Debian's may be installed, it is; without any, these tests skip and say so.
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable
test-all: test
	@for name in $(BROWSERS); do if command -v $$name >/dev/null; then exit 0; fi; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium fonts-liberation >/dev/null && exit 0; fi; \
	echo 'There is no Chromium here, so its tests skip: apt install chromium' >&2
	@$(BIN)/python -m pytest tests/browser -rs
	@$(BIN)/python -m bench.page

picture: .venv/develop
	@DIGEST_PICTURE=docs/page.png $(BIN)/python -m pytest tests/browser/test_picture.py

lint: .venv/develop
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy --strict $(SOURCES)
	@$(BIN)/lint-imports

format: .venv/develop
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: .venv/develop
	@$(BIN)/python -m bench.startup
	@$(BIN)/python -m bench.splitters
	@$(BIN)/python -m bench.asking
	@$(BIN)/python -m bench.quality
	@$(BIN)/python -m bench.csabstruct
	@$(BIN)/python -m bench.extracting
	@$(BIN)/python -m bench.claims
	@$(BIN)/python -m bench.merging
	@$(BIN)/python -m bench.library
	@$(BIN)/python -m bench.build
	@$(BIN)/python -m bench.tokens
	@$(BIN)/python -m bench.oracle
	@$(BIN)/python -m bench.shapes
	@$(BIN)/python -m bench.page

fuzz: .venv/develop
	@FUZZ_SECONDS=$(FUZZ_SECONDS) $(BIN)/python -m tests.fuzz

COMPILE := uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	--python-version 3.11 --group build pyproject.toml

lock:
	@command -v uv >/dev/null || { echo 'make lock needs uv: pipx install uv' >&2; exit 1; }
	@$(COMPILE) --upgrade -o requirements.lock
	@$(COMPILE) --upgrade --extra dev --extra train -o requirements-dev.lock

clean:
	rm -rf .venv .fuzz $(DEMO) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info

# One environment, two fillings: what runs, or that and what checks it. An environment older than its
# lock is built anew, never patched, so that it holds what the lock says and nothing else.
.venv/product: requirements.lock pyproject.toml
	@$(call environment,requirements$(if $(wildcard .venv/develop),-dev).lock)
	@touch $@ $(wildcard .venv/develop)

.venv/develop: requirements-dev.lock pyproject.toml
	@$(call environment,requirements-dev.lock)
	@touch .venv/product $@

define environment
	set -e; \
	command -v $(PYTHON) >/dev/null || { \
	  echo 'There is no `$(PYTHON)` here. Python 3.11 or newer is needed:' >&2; \
	  echo '  apt install python3 python3-venv  |  brew install python  |  uv python install 3.13' >&2; \
	  echo 'Another name for it: make $(or $(MAKECMDGOALS),demo) PYTHON=python3.13' >&2; exit 1; }; \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$$($(PYTHON) --version) is too old: Python 3.11 or newer is needed:" >&2; \
	  echo '  apt install python3.11 python3.11-venv  |  brew install python  |  uv python install 3.13' >&2; \
	  echo 'then: make $(or $(MAKECMDGOALS),demo) PYTHON=python3.11' >&2; exit 1; }; \
	$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "$$($(PYTHON) --version) comes without its venv module. Install it:" >&2; \
	  echo '  apt install python3-venv  |  dnf install python3-pip' >&2; exit 1; }; \
	echo 'Making .venv from $(1) (once)' >&2; \
	$(PYTHON) -m venv --clear .venv; \
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r $(1) || { \
	  echo 'The packages of $(1) could not be installed; the reason stands above.' >&2; \
	  echo 'No network? Connect, or name your mirror to pip: pip config set global.index-url ADDRESS' >&2; \
	  echo 'then run make $(or $(MAKECMDGOALS),demo) again.' >&2; exit 1; }; \
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
endef
