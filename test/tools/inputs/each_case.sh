# Runs sluice on each project below a folder, and prints what it says and how it ends.
#
#     each_case.sh CASES [ARGUMENT]...      default: check
#
# A case without a config.yaml gets the one that stands beside the cases; a
# file `sluice` in a case holds the arguments for it alone.
cases=$1
shift
[ $# -gt 0 ] || set -- check
for folder in "$cases"/*/; do
  folder=${folder%/}
  [ -e "$folder/config.yaml" ] || [ -e "$folder/no_config" ] || cp "$cases/config.yaml" "$folder/"
  arguments="$*"
  [ -e "$folder/sluice" ] && arguments=$(cat "$folder/sluice")
  echo "== $(basename "$folder")"
  (cd "$folder" && eval "sluice $arguments") 2>&1
  echo "exit $?"
done
