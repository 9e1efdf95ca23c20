#!/usr/bin/env bash
# Configures and builds a preset of CMakePresets.json: all of it, or some targets.
#
#   tools/dev/build.sh release sluice     build/bin/sluice
#   tools/dev/build.sh asan               everything, with sanitizers, in build/asan
#
# CMake's own report is shown only when it has something to complain about.
set -euo pipefail
cd "$(dirname "$0")/../.."

preset=$1
shift
mkdir -p build
cmake --preset "$preset" >"build/configure-$preset.log" 2>&1 || { cat "build/configure-$preset.log" >&2; exit 1; }
cmake --build --preset "$preset" ${1:+--target "$@"}
