// The identity of a model's trees: data rebuilds its table, metadata does not.
#include "passes/elaborate/model_tree.h"

namespace sluice {
namespace {

// A value in its stored form: a single text is the same however it is quoted,
// and a list however it is bracketed.
void addValue(StableHash &hash, const PropertyValue &value) {
  hash.add(value.row->name).add(StringRef(value.text)).add(uint64_t(value.items.size()));
  for (const std::string &key : value.keys)
    hash.add(StringRef(key));
  for (const Node *item : value.items)
    addMeaning(hash, item);
}

void addValues(StableHash &hash, StringRef title, ArrayRef<PropertyValue> values, PropertyRole role) {
  hash.add(title);
  for (const PropertyValue &value : values)
    if (value.row->role == role && value.row->type != PropertyType::Calls)
      addValue(hash, value);
}

void addTrees(StableHash &hash, StringRef title, ArrayRef<const Node *> trees) {
  hash.add(title).add(uint64_t(trees.size()));
  for (const Node *tree : trees)
    addMeaning(hash, tree);
}

void addCalls(StableHash &hash, ArrayRef<NamedCall> calls) {
  for (const NamedCall &call : calls) {
    hash.add(StringRef(call.name)).add(uint64_t(call.args.size()));
    for (auto &[name, text] : call.args)
      hash.add(StringRef(name)).add(StringRef(text));
  }
}

} // namespace

void hashTree(const ModelTree &tree, HashBatch &batch, Digest &data, Digest &metadata) {
  StableHash hash;
  hash.add("resolved data").add(kindRow(tree.kind).name).add(tree.dialect->name).add(StringRef(quotedName(tree.table)));
  addValues(hash, "properties", tree.properties, PropertyRole::Data);
  addValues(hash, "kind", tree.parameters, PropertyRole::Data);
  addTrees(hash, "before", tree.before);
  addTrees(hash, "query", tree.query ? ArrayRef(tree.query) : ArrayRef<const Node *>());
  addTrees(hash, "after", tree.after);
  batch.add(hash, data);
  hash.add("resolved metadata").add(StringRef(tree.description));
  addValues(hash, "properties", tree.properties, PropertyRole::Metadata);
  addValues(hash, "kind", tree.parameters, PropertyRole::Metadata);
  addTrees(hash, "on virtual update", tree.onVirtualUpdate);
  addCalls(hash, tree.signals);
  for (const AuditTree &audit : tree.audits)
    addMeaning(hash.add(StringRef(audit.name)).add(uint64_t(audit.blocking)), audit.query);
  for (const Digest &source : tree.auditSources)
    hash.add(source);
  batch.add(hash, metadata);
}

void hashModel(const ModelTree &tree, const ModelDecl &decl, const TreeInputs &inputs, HashBatch &batch, ModelBody &body) {
  const RunTimes byDefault;
  if (!tree.readsTimes || inputs.times == byDefault)
    return hashTree(tree, batch, body.data, body.metadata);
  Report seen;
  ModelTree atDefault = makeTree(decl, {inputs.shared, inputs.config, inputs.gateway, inputs.blueprint, byDefault, inputs.parser,
                                        inputs.arena, Sink(seen), nullptr, inputs.parents});
  hashTree(atDefault, batch, body.data, body.metadata);
}

} // namespace sluice
