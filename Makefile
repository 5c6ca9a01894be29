# `make run` shows the site, `make test` proves it. Everything else is for those who change it: `make help`.

PYTHON ?= python3
PY := .venv/bin/python
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run demo test smoke smoke-other check fix messages bench chaos fuzz vendor

help: ## This list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: .venv/run ## The site with everything it needs, on http://localhost:8000 (PORT=, INBOX_PORT=, HOST= change it)
	@exec $(PY) -m exportprogram.services.up

demo: .venv/run ## Throw the local data away and start over from the demonstration's
	@exec $(PY) -m exportprogram.services.reset

test: .venv/dev ## All tests; browser tests when Chromium is there
	@$(PY) -m pytest -n 2 --dist worksteal -q -rs

smoke: .venv/run ## Start everything for real once, ask for a page, stop it
	@$(PY) -m exportprogram.services.smoke

OTHER ?= python3.13
smoke-other: ## The same on another Python, in a clone of its own (OTHER=python3.13)
	@folder=$$(mktemp -d) && git clone -q . "$$folder/site" && $(MAKE) -C "$$folder/site" smoke PYTHON=$(OTHER); \
	ended=$$?; rm -rf "$$folder"; exit $$ended

CHECKS := style types imports migrations templates catalogues production proportions
check: $(CHECKS) ## Style, types, imports, migrations, templates, catalogues, production's settings, proportions

.PHONY: $(CHECKS)
style: .venv/dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
types: .venv/dev
	$(PY) -m mypy
imports: .venv/dev
	$(PY) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"
migrations: .venv/dev
	$(PY) manage.py makemigrations --check --dry-run
templates: .venv/dev
	$(PY) -m djlint templates companies --lint --quiet
catalogues: .venv/dev
	$(PY) manage.py messages --check
production: .venv/dev
	SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(60))') ALLOWED_HOSTS=example.org \
	SITE_URL=https://example.org DATABASE_URL=postgres://user@localhost/site REDIS_URL=redis://localhost:6379/0 \
	EMAIL_URL=smtp://localhost:25 $(PY) manage.py check --deploy --fail-level WARNING
proportions: .venv/dev
	$(PY) manage.py proportions

fix: .venv/dev ## Let ruff and djlint put right what they can
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

messages: .venv/dev ## Bring the message catalogues up to date with the sources (needs GNU gettext)
	$(PY) manage.py messages

bench: .venv/dev ## Measure the pages, the import and the memory on generated data
	$(PY) -m tests.benchmarks

chaos: .venv/dev ## Kill, stop and freeze everything while reminders leave; half an hour (docs/reliability.md)
	$(PY) -m tests.chaos

fuzz: .venv/dev ## Post 50 000 bodies to all forms, or POSTS=; the tests post 1 500
	@FUZZ_POSTS=$(or $(POSTS),50000) FUZZ_SEED=$$(date +%s) $(PY) -m pytest tests/fuzz -n 2 -q -p no:cacheprovider

vendor: .venv/dev ## Fetch the vendored front-end files again, by version and checksum
	$(PY) static/vendor/vendor.py

# --- Set-up, repeated only when the requirements change

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing (Debian: apt-get install python3-venv)" >&2; exit 1; }
	@rm -rf .venv && $(PYTHON) -m venv .venv && touch $@

define install
@echo "Installing $(1) ..."
@if ! { command -v uv >/dev/null 2>&1 && uv pip install --quiet --python $(PY) -r $(1) 2>/dev/null; }; then $(PY) -m pip install --quiet --disable-pip-version-check --no-input -r $(1); fi
@touch $@
endef

.venv/run: requirements.txt .venv/made
	$(call install,requirements.txt)

.venv/dev: requirements-dev.txt requirements.txt .venv/made
	$(call install,requirements-dev.txt)
	@touch .venv/run
