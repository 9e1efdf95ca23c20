#!/usr/bin/env bash
# Installs what this project needs on Debian 12, by package name.
#
#   tools/dev/install.sh build          what a compiler run needs
#   tools/dev/install.sh build check    the same, and what the tests need
#
# A group that is already there costs one look at the package database, so the
# Makefile calls this before everything and nobody has to remember it. The tests'
# Python packages live in build/venv and never touch the system's own.
set -euo pipefail
cd "$(dirname "$0")/../.."

packagesOf() {
  case $1 in
    build) echo make cmake ninja-build ccache g++ antlr4 default-jre-headless libantlr4-runtime-dev \
                llvm-19-dev llvm-19-tools libyaml-cpp-dev libsqlite3-dev libjemalloc-dev zlib1g-dev ;;
    check) echo sqlite3 postgresql postgresql-client libgtest-dev hyperfine locales strace python3-venv ;;
    demo) echo sqlite3 ;;
    fuzz) echo clang-14 libclang-rt-14-dev ;;
    format) echo clang-format clang-tidy ;;
    *) echo "install.sh: no group '$1'; there are build, check, demo, fuzz, format" >&2; return 2 ;;
  esac
}

# Prints those of the given packages that are not installed. An unknown package
# makes dpkg-query complain, which is the same answer: it is missing.
missingOf() {
  comm -23 <(printf '%s\n' "$@" | sort -u) \
    <(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' "$@" 2>/dev/null | sed -n 's/^ii  *//p' | sort -u)
}

asRoot() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

installPackages() {
  echo "installing: $*"
  asRoot apt-get update -qq
  asRoot env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# DuckDB's native client runs scripts in tests; SQLGlot is asked what a printed
# query means, and its source distribution carries the queries to ask about; Jinja2
# renders templates beside us; lit ends a test that hangs with the help of psutil.
prepareVenv() {
  local venv=build/venv packages=(duckdb-cli==1.5.6 sqlglot==30.8.0 jinja2==3.1.6 psutil==7.2.2)
  [ "$(cat $venv/stamp 2>/dev/null)" = "${packages[*]}" ] && return
  echo "installing into $venv: ${packages[*]}"
  mkdir -p build
  /usr/bin/python3 -m venv --clear $venv
  $venv/bin/pip install -q --disable-pip-version-check "${packages[@]}"
  $venv/bin/pip download -q --disable-pip-version-check --no-deps --no-binary sqlglot -d $venv sqlglot==30.8.0
  mkdir $venv/sqlglot
  tar -xzf $venv/sqlglot-30.8.0.tar.gz -C $venv/sqlglot --strip-components 1
  echo "${packages[*]}" >$venv/stamp
}

[ $# -gt 0 ] || set -- build
packages=()
for group in "$@"; do
  list=$(packagesOf "$group")
  read -ra names <<<"$list"
  packages+=("${names[@]}")
done

mapfile -t missing < <(missingOf "${packages[@]}")
[ ${#missing[@]} = 0 ] || installPackages "${missing[@]}"
[[ " $* " != *" check "* ]] || prepareVenv
