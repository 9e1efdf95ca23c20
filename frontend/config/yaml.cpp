// Builds the tree from yaml-cpp's events. yaml-cpp throws; nothing leaves this
// file but values.
#include "frontend/config/yaml.h"
#include "frontend/config/diags.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include <sstream>
#include <yaml-cpp/depthguard.h>
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
constexpr size_t mostCopied = 1u << 20;

size_t countNodes(const YamlNode &node) {
  size_t count = 1;
  for (const YamlNode &item : node.items)
    count += countNodes(item);
  for (const YamlNode::Entry &entry : node.entries)
    count += countNodes(entry.value);
  return count;
}

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
  // A handful of lines whose aliases name each other can stand for more nodes
  // than any memory holds.
  void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override {
    const YamlNode &target = anchors[anchor];
    copied += countNodes(target);
    if (copied > mostCopied)
      throw YAML::ParserException(mark, "its aliases stand for too many values");
    add(target, mark, 1, 0);
  }
  void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                const std::string &value) override {
    checkClosed(mark);
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

  // yaml-cpp takes the end of the text for the end of a quoted scalar.
  void checkClosed(const YAML::Mark &mark) const {
    StringRef text = StringRef(rendered.text).drop_front(std::min(size_t(std::max(mark.pos, 0)), rendered.text.size()));
    if (text.empty() || (text.front() != '"' && text.front() != '\''))
      return;
    char quote = text.front();
    for (size_t i = 1; i < text.size(); ++i)
      if (text[i] == '\\' && quote == '"')
        ++i;
      else if (text[i] == quote && text.drop_front(i + 1).starts_with(StringRef(&quote, 1)) && quote == '\'')
        ++i;
      else if (text[i] == quote)
        return;
    throw YAML::ParserException(mark, "this quoted text is never closed");
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
    auto first = llvm::find_if(map.node.entries, [&](const YamlNode::Entry &entry) { return entry.key == key.text; });
    if (first != map.node.entries.end()) {
      sink.report(key.range, diag::ConfigDuplicateKey, plainKey(key.text)).note(first->range, "the first one stands here");
      return;
    }
    // Nothing has no place of its own.
    if (value.kind == YamlNode::Kind::Null)
      value.range = key.range;
    map.node.entries.push_back({key.text, key.range, std::move(value)});
  }

  const RenderedText &rendered;
  const SourceFile &file;
  Sink sink;
  std::vector<Open> stack;
  std::map<YAML::anchor_t, YamlNode> anchors;
  size_t copied = 0; // nodes that came from aliases
};

// What yaml-cpp says, without the texts of the file that it may quote: one of
// them may be a password.
StringRef plainProblem(const YAML::Exception &problem) { return StringRef(problem.msg).split(": ").first; }
} // namespace

StringRef plainKey(StringRef key) { return key.take_until([](char c) { return c == ':' || c == '='; }); }

std::optional<YamlNode> readYaml(const RenderedText &rendered, const SourceFile &file, Sink sink) {
  TreeBuilder builder(rendered, file, sink);
  auto fail = [&](const YAML::Exception &problem, StringRef text) {
    size_t at = std::min(rendered.sourceOf(size_t(std::max(problem.mark.pos, 0))), file.text.size());
    sink.report(file.range(at, at), diag::ConfigSyntax, text);
    return std::nullopt;
  };
  try {
    std::istringstream stream(rendered.text);
    YAML::Parser parser(stream);
    parser.HandleNextDocument(builder);
  } catch (const YAML::DeepRecursion &problem) {
    return fail(problem, "it is nested too deeply");
  } catch (const YAML::Exception &problem) {
    return fail(problem, plainProblem(problem));
  }
  return std::move(builder.root);
}

} // namespace sluice
