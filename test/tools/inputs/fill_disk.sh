# Run in a project: fills a disk of 300 KB with the bundles of a project that has grown.
mount -t tmpfs -o size=300k tmpfs disk || exit 1
sluice compile -q --out disk && cp -r disk before
cp big.sql models
sluice compile --out disk
echo "exit $?"
for gateway in nonproduction production; do
  diff -r before/$gateway disk/$gateway >/dev/null && echo "$gateway: unchanged"
done
echo "hidden: $(find disk -mindepth 1 -name '.*' | wc -l)"
mount -o remount,size=100m disk
sluice compile -q --out disk
echo "exit $?"
diff -rq before/production disk/production >/dev/null || echo "production: new"
