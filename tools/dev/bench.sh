#!/usr/bin/env bash
# Measures the tools on made-up projects of 1,000 and 10,000 models, two gateways.
#
#   tools/dev/bench.sh build
#
# Beside each figure stands what the machine does without a compiler: reading the
# same files and writing the same bytes.
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=$PWD/$1/bin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say() { printf '\n== %s\n' "$*"; }
compare() { hyperfine --style basic --warmup 1 --min-runs 5 "$@" 2>/dev/null; }

say "start-up"
compare -N --warmup 20 --min-runs 100 /bin/true "$bin/sluice --version"
ls -l "$bin/sluice" | awk '{ printf "the program has %.1f MB\n", $5 / 1e6 }'

for models in 1000 10000; do
  project=$work/$models
  say "$models models"
  python3 test/bench/gen_project.py --plain --models $models --out "$project"

  say "$models models: front end, one thread"
  "$bin/sluice-bench" lex "$project/models"
  "$bin/sluice-bench" parse "$project/models"
  "$bin/sluice-bench" compare "$project/models"

  say "$models models: phases of compile"
  "$bin/sluice" --timings compile -p "$project" --out "$work/out"

  say "$models models: whole commands, into an empty folder"
  # Any model that its author named without a macro.
  model=$(grep -rhoE --max-count=1 '^ *name [a-z_]+\.int_[a-z_0-9]+' "$project/models" | awk 'NR == 1 { model = $2 } END { print model }')
  everything=$work/everything-$models
  python3 test/bench/gen_project.py --models $models --out "$everything"
  compare --ignore-failure --prepare "rm -rf $work/out $work/copy" \
    -n "read the files only" "find $project -type f -exec cat {} + > /dev/null" \
    -n "render one model" "$bin/sluice render -p $project $model" \
    -n "check" "$bin/sluice check -p $project" \
    -n "check a project with every feature" "$bin/sluice check -p $everything" \
    -n "compile" "$bin/sluice compile -p $project --out $work/out"
  "$bin/sluice" compile -p "$project" --out "$work/out" >/dev/null
  compare --prepare "rm -rf $work/copy" -n "write the bundles only" "cp -r $work/out $work/copy"
done
