# Warmline's commands. `make` alone lists them.

PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup run demo train test check evaluate bench bench-nlu clean

help: ## list what can be done
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

setup: ## install everything into this folder (.venv, web/node_modules) and build the front end
	@$(PYTHON) scripts/setup.py

run: setup ## start the shop, the desk and the bot; Ctrl-C stops them
	@$(BIN)/warmline up

demo: setup ## play five dialogues with the bot in the terminal, with timing
	@$(BIN)/warmline demo

train: setup ## train the bot, if its data changed
	@$(BIN)/warmline train

test: train ## run every test, the browser's too
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder $(ARGS)

check: setup ## lint, types, import contracts, the bot's data
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/warmline validate
	@$(PYTHON) scripts/setup.py npm run --silent typecheck

evaluate: setup ## measure how well the bot understands
	@$(BIN)/warmline evaluate $(ARGS)

bench-nlu: setup ## measure the pipeline on public data sets, beside stock Rasa (an hour and more)
	@$(BIN)/python -m bench.nlu $(ARGS)

bench: train ## measure how fast Warmline is
	@$(BIN)/python -m bench $(ARGS)

clean: ## remove what was built, installed and trained (var/, with conversations and logs, stays)
	rm -rf .venv .tools web/node_modules web/dist models/*.tar.gz models/*.json .rasa
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
