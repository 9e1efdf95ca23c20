#!/usr/bin/env bash
# The life of this project on two systems, played on SQLite and told as it goes.
#
# Every `$` line can be typed by hand in a copy of this folder. The story checks
# each answer and stops with a message when one is not what it promises. It needs
# `sluice` and `sqlite3` and leaves nothing behind.
set -euo pipefail

example=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$example/." "$work"
cd "$work"

say() { printf '\n%s\n' "$*"; }
wrong() { printf 'The story has gone wrong: %s\n' "$*" >&2; exit 1; }

compile() {
  echo "  \$ sluice compile${*:+ $*}"
  sluice compile "$@" 2>&1 | sed 's/^/    /'
}

play() {
  echo "  \$ sqlite3 -bail $1 < $2"
  sqlite3 -bail "$1" <"$2"
}

# ask DATABASE QUERY: shows the answer and keeps it in $answer.
ask() {
  echo "  \$ sqlite3 $1 \"$2\""
  answer=$(sqlite3 "$1" "$2")
  sed 's/^/    /' <<<"$answer"
}

tables() { sqlite3 "$1" "SELECT name, rootpage FROM sqlite_master WHERE type = 'table' ORDER BY name"; }
sources() {
  sqlite3 :memory: "SELECT json_extract(value, '\$.pair'), json_extract(value, '\$.fingerprints.source')
    FROM json_each(readfile('$1/manifest.json'), '\$.models') ORDER BY 1"
}

say "A ferry line has two systems that never meet: nonproduction and production.
The harbour offices have already filled their own tables in both."
play nonproduction.db sources/nonproduction.sql
play production.db sources/production.sql

say "1. One run compiles the project for both systems, without a connection to either."
compile
[ "$(sources build/nonproduction/prod)" = "$(sources build/production/prod)" ] || wrong "the systems disagree about the source"
say "   Both bundles say that they were made from the same source, model by model."

say "2. In nonproduction, build.sql makes tables that nobody reads yet; swap.sql shows them, all at once."
play nonproduction.db build/nonproduction/prod/build.sql
play nonproduction.db build/nonproduction/prod/swap.sql
daily="SELECT sailed_on, tickets, takings_so_far FROM nonproduction_reports__daily_takings ORDER BY sailed_on"
ask nonproduction.db "$daily"
before=$answer
mkdir deployed
cp -r build/nonproduction/prod deployed/nonproduction

say "3. From now on bicycles are no passengers. The change is tried in an environment of its own, dev."
change="s/COUNT(f.ticket_id) AS tickets/COUNT(CASE WHEN f.fare <> 'bicycle' THEN f.ticket_id END) AS tickets/"
echo "  \$ sed -i \"$change\" models/ferries/sailing_totals.sql"
sed -i "$change" models/ferries/sailing_totals.sql
compile --environment dev --gateway nonproduction --base deployed/nonproduction
play nonproduction.db build/nonproduction/dev/build.sql
play nonproduction.db build/nonproduction/dev/swap.sql
ask nonproduction.db "${daily/reports__/reports__dev__}"
after=$answer
[ "$before" != "$after" ] || wrong "the change has changed nothing"
[ "$(sqlite3 nonproduction.db "$daily")" = "$before" ] || wrong "the views of prod have moved"
say "   The views of prod still answer as before."

say "4. The change goes to prod. Its tables are there already, so nothing is computed again."
compile --gateway nonproduction --base deployed/nonproduction
made=$(tables nonproduction.db)
play nonproduction.db build/nonproduction/prod/build.sql
[ "$(tables nonproduction.db)" = "$made" ] || wrong "a table was built again"
play nonproduction.db build/nonproduction/prod/swap.sql
play nonproduction.db build/nonproduction/prod/swap.sql
[ "$(sqlite3 nonproduction.db "$daily")" = "$after" ] || wrong "prod does not show the change"
say "   The views of prod show the change. Running swap.sql twice has done nothing more."

say "5. Second thoughts: revert.sql brings the previous answers back."
play nonproduction.db build/nonproduction/prod/revert.sql
[ "$(sqlite3 nonproduction.db "$daily")" = "$before" ] || wrong "the previous answers are not back"
say "   Somebody now edits a view by hand, so swap.sql does not go ahead."
sqlite3 nonproduction.db "DROP VIEW dev_ferries__windy_days; CREATE VIEW dev_ferries__windy_days AS SELECT 'storm' AS knots"
if play nonproduction.db build/nonproduction/prod/swap.sql 2>problem; then wrong "swap.sql has replaced a view that somebody else made"; fi
sed 's/^/    /' problem
grep -q windy_days problem || wrong "the message does not name the view"
[ "$(sqlite3 nonproduction.db "$daily")" = "$before" ] || wrong "swap.sql has changed something before it stopped"

say "6. Production starts with the changed project. It has its own tickets, its own wind and its own names."
compile --gateway production
play production.db build/production/prod/build.sql
play production.db build/production/prod/swap.sql
ask production.db "SELECT place, route, tickets FROM production_reports__busiest_routes ORDER BY place, route"
[ -z "$(sqlite3 production.db "SELECT name FROM sqlite_master WHERE name LIKE '%nonproduction%' OR name LIKE 'dev\_%' ESCAPE '\'")" ] ||
  wrong "something of nonproduction is in production"

say "The story is over: two systems, one project, and every step could be taken back."
