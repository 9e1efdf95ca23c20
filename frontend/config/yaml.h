// YAML as a tree with places. yaml-cpp reads; this keeps where each value
// stands, whether it was quoted, and keys that are given twice.
#pragma once
#include "frontend/config/template.h"

namespace sluice {

struct YamlNode {
  enum class Kind : uint8_t { Null, Scalar, List, Map };
  struct Entry;
  Kind kind = Kind::Null;
  std::string text;   // of a scalar
  bool plain = false; // a scalar without quotes
  SourceRange range;
  std::vector<YamlNode> items;
  std::vector<Entry> entries;

  // The value of a key of a map, or null.
  const YamlNode *find(StringRef key) const;
};

struct YamlNode::Entry {
  std::string key;
  SourceRange range; // of the key
  YamlNode value;
};

// What a node is, for messages: "a list", "a mapping", "a text", "nothing".
StringRef describe(const YamlNode &node);

// A key as messages may show it: `password:x`, where a blank is missing, is the
// key `password` for them.
StringRef plainKey(StringRef key);

// Reads the first document of a text. Problems are reported at the places of
// the file that the text was rendered from; nothing is returned after an error.
// An empty text is a node of kind Null.
std::optional<YamlNode> readYaml(const RenderedText &rendered, const SourceFile &file, Sink sink);

} // namespace sluice
