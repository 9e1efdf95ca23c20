// Builds the tree from yaml-cpp's events. yaml-cpp throws; nothing leaves this
// file but values.
#include "frontend/config/yaml.h"
#include "frontend/config/diags.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include <sstream>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

namespace sluice {

const YamlNode *YamlNode::find(StringRef key) const {
  auto found = llvm::find_if(entries, [&](const Entry &entry) { return entry.key == key; });
  return found == entries.end() ? nullptr : &found->value;
}

StringRef describe(const YamlNode &node) {
  switch (node.kind) {
  case YamlNode::Kind::Null:
    return "nothing";
  case YamlNode::Kind::Scalar:
    return "a text";
  case YamlNode::Kind::List:
    return "a list";
  case YamlNode::Kind::Map:
    return "a mapping";
  }
  llvm_unreachable("all kinds are handled");
}

namespace {
// Puts finished nodes into the container that is open; in a map every second
// node is a key.
class TreeBuilder : public YAML::EventHandler {
public:
  TreeBuilder(const RenderedText &rendered, const SourceFile &file, Sink sink)
      : rendered(rendered), file(file), sink(sink) {}

  YamlNode root;

  void OnDocumentStart(const YAML::Mark &) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override { add({}, mark, 0, anchor); }
  void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override {
    add(anchors.count(anchor) ? anchors[anchor] : YamlNode(), mark, 1, 0);
  }
  void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                const std::string &value) override {
    YamlNode node;
    node.kind = YamlNode::Kind::Scalar;
    node.text = value;
    node.plain = tag == "?";
    add(std::move(node), mark, value.size() + (node.plain ? 0 : 2), anchor);
  }
  void OnSequenceStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(YamlNode::Kind::List, mark, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(YamlNode::Kind::Map, mark, anchor);
  }
  void OnMapEnd() override { close(); }

private:
  struct Open {
    YamlNode node;
    YAML::anchor_t anchor;
    std::optional<YamlNode> key;
  };

  SourceRange rangeAt(const YAML::Mark &mark, size_t length) const {
    size_t from = rendered.sourceOf(size_t(std::max(mark.pos, 0)));
    return file.range(from, std::min(from + length, file.text.size()));
  }

  void open(YamlNode::Kind kind, const YAML::Mark &mark, YAML::anchor_t anchor) {
    YamlNode node;
    node.kind = kind;
    node.range = rangeAt(mark, 1);
    stack.push_back({std::move(node), anchor, {}});
  }

  void close() {
    Open done = std::move(stack.back());
    stack.pop_back();
    place(std::move(done.node), done.anchor);
  }

  void add(YamlNode node, const YAML::Mark &mark, size_t length, YAML::anchor_t anchor) {
    node.range = rangeAt(mark, length);
    place(std::move(node), anchor);
  }

  void place(YamlNode node, YAML::anchor_t anchor) {
    if (anchor)
      anchors[anchor] = node;
    if (stack.empty()) {
      root = std::move(node);
      return;
    }
    Open &parent = stack.back();
    if (parent.node.kind == YamlNode::Kind::List)
      parent.node.items.push_back(std::move(node));
    else if (!parent.key)
      parent.key = std::move(node);
    else
      addEntry(parent, std::move(node));
  }

  void addEntry(Open &map, YamlNode value) {
    YamlNode key = std::move(*map.key);
    map.key.reset();
    if (map.node.find(key.text))
      sink.report(key.range, diag::ConfigDuplicateKey, key.text);
    map.node.entries.push_back({key.text, key.range, std::move(value)});
  }

  const RenderedText &rendered;
  const SourceFile &file;
  Sink sink;
  std::vector<Open> stack;
  std::map<YAML::anchor_t, YamlNode> anchors;
};
} // namespace

std::optional<YamlNode> readYaml(const RenderedText &rendered, const SourceFile &file, Sink sink) {
  TreeBuilder builder(rendered, file, sink);
  try {
    std::istringstream stream(rendered.text);
    YAML::Parser parser(stream);
    parser.HandleNextDocument(builder);
  } catch (const YAML::Exception &problem) {
    size_t at = rendered.sourceOf(size_t(std::max(problem.mark.pos, 0)));
    at = std::min(at, file.text.size());
    sink.report(file.range(at, at), diag::ConfigSyntax, problem.msg);
    return std::nullopt;
  }
  return std::move(builder.root);
}

} // namespace sluice
