# The front door: each target installs what it needs, builds, and does one thing.
# `make` alone lists them. Everything that is built stands in build/.

.DEFAULT_GOAL := help
.PHONY: help demo build check check-asan fuzz bench format clean
MAKEFLAGS += --no-print-directory

help: ## list what can be asked for
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

demo: ## play the story of two isolated systems on SQLite, and say what happens
	@tools/dev/install.sh build demo
	@tools/dev/build.sh release sluice
	@PATH="$(CURDIR)/build/bin:$$PATH" examples/isolated_systems/story.sh

build: ## the compiler: build/bin/sluice, and build/bin/sluice-conform beside it
	@tools/dev/install.sh build
	@tools/dev/build.sh release sluice sluice-conform

check: ## run every test; the last line says how many passed
	@tools/dev/install.sh build check
	@tools/dev/build.sh release
	@python3 test/run.py build

check-asan: ## the same with AddressSanitizer and UBSan; PART=fast leaves out what only tests engines and scripts
	@tools/dev/install.sh build check
	@tools/dev/build.sh asan
	@python3 test/run.py build/asan $(if $(filter fast,$(PART)),--fast)

RUNS ?= 100000
SEED ?= 1
FOR ?= 60
fuzz: ## feed the front end with RUNS=100000 mutated inputs from SEED=1, then `sluice check` with projects FOR=60 seconds of each kind, under the sanitizers
	@tools/dev/install.sh build
	@tools/dev/build.sh asan sluice-fuzz sluice
	@build/asan/bin/sluice-fuzz --runs $(RUNS) --seed $(SEED) $(wildcard test/conformance/*.jsonl) $$(find test -name '*.cases' | LC_ALL=C sort)
	@tools/dev/fuzz_projects.py projects headers jinja --seed $(SEED) --seconds $(FOR) --program build/asan/bin/sluice

bench: ## measure speed and memory on made-up projects of 1,000 and 10,000 models
	@tools/dev/install.sh build check
	@tools/dev/build.sh release
	@tools/dev/bench.sh build

format: ## lay out all C++ the way .clang-format says
	@tools/dev/install.sh format
	@find ir frontend passes backend tools test -name '*.cpp' -o -name '*.h' | xargs clang-format -i

clean: ## remove everything that was built and installed here
	@rm -rf build
