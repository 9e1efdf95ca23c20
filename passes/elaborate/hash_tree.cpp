// The identity of a model's trees: data rebuilds its table, metadata does not.
#include "ir/syntax/text.h"
#include "passes/elaborate/model_tree.h"

namespace sluice {
namespace {

// A property's meaning; a single text is the same however it is quoted.
void addProperty(StableHash &hash, const PropertyValue &value) {
  hash.add(value.row->name);
  if (plainText(value.tree))
    hash.add("text").add(StringRef(value.text));
  else
    addMeaning(hash.add("tree"), value.tree);
}

void addProperties(StableHash &hash, const ModelTree &tree, PropertyRole role) {
  for (const PropertyValue &value : tree.properties)
    if (value.row->role == role && value.row->name != "audits")
      addProperty(hash, value);
}

void addTrees(StableHash &hash, StringRef title, ArrayRef<const Node *> trees) {
  hash.add(title).add(uint64_t(trees.size()));
  for (const Node *tree : trees)
    addMeaning(hash, tree);
}

} // namespace

TreeHash hashTree(const ModelTree &tree) {
  StableHash hash;
  TreeHash result;
  hash.add("resolved data").add(kindRow(tree.kind).name).add(tree.dialect->name).add(StringRef(quotedName(tree.table)));
  addProperties(hash, tree, PropertyRole::Data);
  addTrees(hash, "before", tree.before);
  addTrees(hash, "query", tree.query ? ArrayRef(tree.query) : ArrayRef<const Node *>());
  addTrees(hash, "after", tree.after);
  result.data = hash.finish();
  hash.add("resolved metadata").add(StringRef(tree.description));
  addProperties(hash, tree, PropertyRole::Metadata);
  for (const AuditTree &audit : tree.audits)
    hash.add(audit.hash);
  for (const Digest &source : tree.auditSources)
    hash.add(source);
  result.metadata = hash.finish();
  return result;
}

} // namespace sluice
