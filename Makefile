# Two commands matter: `make demo` to see Argus, `make test` to trust it.
# Other Python than the first one found: make demo PYTHON=/path/to/python3.12

PYTHON ?=
export PYTHON
PY := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help demo test coverage lint bench
MAKEFLAGS += --no-print-directory

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

demo: ## fill a demonstration agency and start everything
	@bin/prepare
	@exec $(PY) manage.py demo

test: ## style, types, imports, then every test on SQLite and on PostgreSQL
	@exec bin/test

coverage: ## which lines and branches no test on SQLite runs through
	@exec bin/test --coverage

lint: ## only style, types, imports and migrations
	@bin/prepare dev
	@exec bin/lint

bench: ## measure, and print the table of docs/performance.md
	@bin/prepare
	@exec $(PY) -m bench
