// Reads unit tests, test by test.
#include "frontend/declare/unit_tests.h"
#include "frontend/config/yaml.h"
#include "frontend/declare/diags.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {
namespace {

// Keys of a test, of a table of rows, and of `outputs`.
constexpr StringRef testKeys[] = {"model", "description", "schema", "gateway", "inputs", "outputs", "vars"};
constexpr StringRef rowsKeys[] = {"rows", "query", "columns", "format", "path", "csv_settings"};
constexpr StringRef outputKeys[] = {"query", "ctes", "partial"};

class TestReader {
public:
  TestReader(const YamlNode::Entry &entry, Sink sink) : entry(entry), sink(sink) {}
  std::optional<UnitTestDecl> read();

private:
  bool isMap(const YamlNode &node, StringRef what) {
    if (node.kind != YamlNode::Kind::Map)
      sink.report(node.range, diag::UnitTestShape, what, describe(node), "a mapping");
    return node.kind == YamlNode::Kind::Map;
  }
  void checkKeys(const YamlNode &map, ArrayRef<StringRef> known, StringRef where);
  void checkRows(const YamlNode &node, StringRef what);
  void readInputs(const YamlNode &inputs);
  void checkOutputs(const YamlNode *outputs);

  const YamlNode::Entry &entry;
  Sink sink;
  UnitTestDecl test;
};

void TestReader::checkKeys(const YamlNode &map, ArrayRef<StringRef> known, StringRef where) {
  for (const YamlNode::Entry &key : map.entries)
    if (!llvm::is_contained(known, key.key))
      sink.report(key.range, diag::UnitTestKey, key.key, where, findNearest(key.key, known));
}

// A list of rows, or a mapping that says where rows come from: from one place.
void TestReader::checkRows(const YamlNode &node, StringRef what) {
  if (node.kind == YamlNode::Kind::List) {
    for (const YamlNode &row : node.items)
      isMap(row, (what + "[]").str());
    return;
  }
  if (node.kind == YamlNode::Kind::Null || !isMap(node, what))
    return;
  checkKeys(node, rowsKeys, what);
  if (node.find("query") && node.find("rows"))
    sink.report(node.find("rows")->range, diag::UnitTestRows, what);
  const YamlNode *rows = node.find("rows");
  if (rows && rows->kind == YamlNode::Kind::List)
    checkRows(*rows, what);
}

void TestReader::readInputs(const YamlNode &inputs) {
  if (inputs.kind == YamlNode::Kind::Null || !isMap(inputs, "inputs"))
    return;
  for (const YamlNode::Entry &input : inputs.entries) {
    test.inputs.push_back({input.key, input.range});
    checkRows(input.value, input.key);
  }
}

void TestReader::checkOutputs(const YamlNode *outputs) {
  bool some = outputs && (outputs->find("query") || outputs->find("ctes"));
  if (!some)
    sink.report(outputs ? outputs->range : entry.range, diag::UnitTestOutputs, entry.key);
  if (!outputs || outputs->kind != YamlNode::Kind::Map)
    return;
  checkKeys(*outputs, outputKeys, "outputs");
  if (const YamlNode *query = outputs->find("query"))
    checkRows(*query, "outputs.query");
  if (const YamlNode *ctes = outputs->find("ctes"); ctes && isMap(*ctes, "outputs.ctes"))
    for (const YamlNode::Entry &cte : ctes->entries)
      checkRows(cte.value, cte.key);
}

std::optional<UnitTestDecl> TestReader::read() {
  const YamlNode &body = entry.value;
  if (!isMap(body, entry.key))
    return std::nullopt;
  checkKeys(body, testKeys, "a unit test");
  test.name = entry.key;
  test.range = entry.range;
  if (const YamlNode *gateway = body.find("gateway"))
    test.gateway = StringRef(gateway->text).lower();
  if (const YamlNode *inputs = body.find("inputs"))
    readInputs(*inputs);
  checkOutputs(body.find("outputs"));
  const YamlNode *model = body.find("model");
  if (!model || model->text.empty()) {
    sink.report(entry.range, diag::UnitTestModelMissing, entry.key);
    return std::nullopt;
  }
  test.model = model->text;
  test.modelRange = model->range;
  return std::move(test);
}

} // namespace

std::vector<UnitTestDecl> readUnitTests(const Sources &sources, Environment &environment, Sink sink) {
  std::vector<UnitTestDecl> tests;
  for (const SourceFile *file : sources.ofRole(FileRole::UnitTests)) {
    auto rendered = renderTemplates(*file, environment, Outputs::Values, sink);
    auto root = rendered ? readYaml(*rendered, *file, sink) : std::nullopt;
    if (!root)
      continue;
    if (root->kind != YamlNode::Kind::Map) {
      sink.report(root->range ? root->range : file->range(0, 0), diag::UnitTestShape, file->path, describe(*root), "a mapping of tests");
      continue;
    }
    for (const YamlNode::Entry &entry : root->entries)
      if (auto test = TestReader(entry, sink).read())
        tests.push_back(std::move(*test));
  }
  return tests;
}

} // namespace sluice
