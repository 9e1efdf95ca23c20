// What is generated from ast.def: the walk, the rewrite, equality, the meaning
// hash and the dump. Each is a small visitor of fields; `visitFields` calls it
// for every field of a node, with the field's role.
#include "ir/syntax/ast.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/raw_ostream.h"

namespace sluice {

StringRef nodeName(NodeKind kind) {
  static constexpr StringRef names[] = {
#define NODE(NAME) #NAME,
#include "ir/syntax/ast.def"
  };
  return names[size_t(kind)];
}

StringRef opText(Op op) {
  static constexpr StringRef texts[] = {
#define OP(NAME, TEXT, LEVEL) TEXT,
#include "ir/syntax/operators.def"
  };
  return texts[size_t(op)];
}

unsigned opLevel(Op op) {
  static constexpr uint8_t levels[] = {
#define OP(NAME, TEXT, LEVEL) LEVEL,
#include "ir/syntax/operators.def"
  };
  return levels[size_t(op)];
}

// One function per node kind, overloaded; then the switch over all of them.
#define NODE(NAME) template <class Visitor> static void visitFieldsOf(const NAME &node, Visitor &visitor) {            \
  (void)node, (void)visitor;
#define CHILD(NAME, ROLE) visitor.child(#NAME, node.NAME, Role::ROLE);
#define LIST(NAME, ROLE) visitor.list(#NAME, node.NAME, Role::ROLE);
#define TEXT(NAME, ROLE) visitor.text(#NAME, node.NAME, Role::ROLE);
#define WORD(NAME, ROLE) visitor.word(#NAME, node.NAME, Role::ROLE);
#define FLAG(NAME, ROLE) visitor.flag(#NAME, node.NAME, Role::ROLE);
#define OPS(NAME, ROLE) visitor.ops(#NAME, node.NAME, Role::ROLE);
#define END(NAME) }
#include "ir/syntax/ast.def"

template <class Visitor> static void visitFields(const Node &node, Visitor &visitor) {
  switch (node.kind) {
#define NODE(NAME)                                                                                                     \
  case NodeKind::NAME:                                                                                                 \
    return visitFieldsOf(static_cast<const NAME &>(node), visitor);
#include "ir/syntax/ast.def"
  }
  llvm_unreachable("all node kinds are handled");
}

// ---- the walk

namespace {
struct ChildWalk {
  llvm::function_ref<void(const Node &)> visit;
  void child(StringRef, const Node *node, Role) {
    if (node)
      visit(*node);
  }
  void list(StringRef, NodeList nodes, Role) {
    for (const Node *node : nodes)
      visit(*node);
  }
  void text(StringRef, StringRef, Role) {}
  void word(StringRef, StringRef, Role) {}
  void flag(StringRef, bool, Role) {}
  void ops(StringRef, ArrayRef<Op>, Role) {}
};
} // namespace

void forEachChild(const Node &node, llvm::function_ref<void(const Node &)> visit) {
  ChildWalk walk{visit};
  visitFields(node, walk);
}

// ---- the rewrite

using ChildMap = llvm::function_ref<const Node *(const Node *)>;

// The mapped list: the same array when nothing changes.
static NodeList mapList(NodeList list, Arena &arena, ChildMap map) {
  llvm::SmallVector<const Node *, 16> result;
  for (const Node *node : list)
    if (const Node *mapped = map(node))
      result.push_back(mapped);
  return NodeList(result) == list ? list : arena.copy(NodeList(result));
}

const Node *mapChildren(const Node &node, Arena &arena, ChildMap map) {
  switch (node.kind) {
#define NODE(NAME)                                                                                                     \
  case NodeKind::NAME: {                                                                                               \
    using Type = NAME;                                                                                                 \
    Type fresh = static_cast<const NAME &>(node);                                                                      \
    bool changed = false;
#define CHILD(NAME, ROLE)                                                                                              \
  if (const Node *old = fresh.NAME) {                                                                                  \
    fresh.NAME = map(old);                                                                                             \
    changed |= fresh.NAME != old;                                                                                      \
  }
#define LIST(NAME, ROLE)                                                                                               \
  if (NodeList old = fresh.NAME; !old.empty()) {                                                                       \
    fresh.NAME = mapList(old, arena, map);                                                                             \
    changed |= fresh.NAME.data() != old.data();                                                                        \
  }
#define TEXT(NAME, ROLE)
#define WORD(NAME, ROLE)
#define FLAG(NAME, ROLE)
#define OPS(NAME, ROLE)
#define END(NAME)                                                                                                      \
  return changed ? arena.make<Type>(fresh) : &node;                                                                    \
  }
#include "ir/syntax/ast.def"
  }
  llvm_unreachable("all node kinds are handled");
}

// ---- meaning: hash and equality

// What a hash knows a kind of node by: two bytes of its name, so that kinds may be
// added and put in another order.
static constexpr uint16_t codeOf(const char *name) {
  uint32_t code = 0x811c9dc5; // FNV-1a
  for (; *name; ++name)
    code = (code ^ uint8_t(*name)) * 0x01000193;
  return uint16_t(code ^ (code >> 16));
}

static constexpr uint16_t nodeCodes[] = {
#define NODE(NAME) codeOf(#NAME),
#include "ir/syntax/ast.def"
};

static constexpr bool codesDiffer() {
  for (const uint16_t *a = std::begin(nodeCodes); a != std::end(nodeCodes); ++a)
    for (const uint16_t *b = std::begin(nodeCodes); b != a; ++b)
      if (*a == *b)
        return false;
  return true;
}
static_assert(codesDiffer(), "two kinds of nodes have one code: give the new one another name");

namespace {
// Empty fields are left out and the others named by their position, so that a
// field that is added to a node later moves no hash of trees without it.
struct MeaningHash {
  StableHash &hash;
  unsigned position = 0;

  bool begin(bool empty, Role role) {
    ++position;
    if (empty || role != Role::Data)
      return false;
    hash.add(uint64_t(position));
    return true;
  }
  void child(StringRef, const Node *node, Role role) {
    if (begin(!node, role))
      addMeaning(hash, node);
  }
  void list(StringRef, NodeList nodes, Role role) {
    if (!begin(nodes.empty(), role))
      return;
    hash.add(uint64_t(nodes.size()));
    for (const Node *node : nodes)
      addMeaning(hash, node);
  }
  void text(StringRef, StringRef text, Role role) {
    if (begin(text.empty(), role))
      hash.add(text);
  }
  void word(StringRef, StringRef word, Role role) {
    if (begin(word.empty(), role))
      hash.addUpper(word);
  }
  void flag(StringRef, bool flag, Role role) { begin(!flag, role); }
  void ops(StringRef, ArrayRef<Op> ops, Role role) {
    if (!begin(ops.empty(), role))
      return;
    hash.add(uint64_t(ops.size()));
    for (Op op : ops)
      hash.add(opText(op));
  }
};

// Gathers what a node says beside its children, and the children; two nodes
// are compared by what was gathered.
struct Shape {
  llvm::SmallVector<const Node *, 8> nodes; // null where a child is absent
  llvm::SmallVector<StringRef, 4> texts, words;
  llvm::SmallVector<uint64_t, 8> numbers;

  void child(StringRef, const Node *node, Role role) {
    if (role == Role::Data)
      nodes.push_back(node);
  }
  void list(StringRef, NodeList list, Role role) {
    if (role != Role::Data)
      return;
    numbers.push_back(list.size());
    nodes.append(list.begin(), list.end());
  }
  void text(StringRef, StringRef text, Role role) {
    if (role == Role::Data)
      texts.push_back(text);
  }
  void word(StringRef, StringRef word, Role role) {
    if (role == Role::Data)
      words.push_back(word);
  }
  void flag(StringRef, bool flag, Role role) {
    if (role == Role::Data)
      numbers.push_back(flag);
  }
  void ops(StringRef, ArrayRef<Op> ops, Role role) {
    if (role != Role::Data)
      return;
    numbers.push_back(ops.size());
    for (Op op : ops)
      numbers.push_back(uint64_t(op));
  }
};
} // namespace

void addMeaning(StableHash &hash, const Node *node) {
  hash.addCode(nodeCodes[size_t(node->kind)]);
  MeaningHash visitor{hash};
  visitFields(*node, visitor);
  hash.add(uint64_t(0)); // no position: the end of the node
}

bool equalMeaning(const Node *a, const Node *b) {
  if (a == b || !a || !b)
    return a == b;
  if (a->kind != b->kind)
    return false;
  Shape left, right;
  visitFields(*a, left);
  visitFields(*b, right);
  auto sameWord = [](StringRef x, StringRef y) { return x.equals_insensitive(y); };
  return left.numbers == right.numbers && left.texts == right.texts && llvm::equal(left.words, right.words, sameWord) &&
         llvm::equal(left.nodes, right.nodes, equalMeaning);
}

// ---- the dump

namespace {
struct Dump {
  llvm::raw_ostream &out;
  bool cosmetic;

  bool begin(StringRef name, bool empty, Role role) {
    if (empty || (role == Role::Cosmetic && !cosmetic))
      return false;
    out << ' ' << name;
    return true;
  }
  void node(const Node *node) {
    out << '(' << nodeName(node->kind);
    visitFields(*node, *this);
    out << ')';
  }
  void child(StringRef name, const Node *child, Role role) {
    if (!begin(name, !child, role))
      return;
    out << ':';
    node(child);
  }
  void list(StringRef name, NodeList list, Role role) {
    if (!begin(name, list.empty(), role))
      return;
    out << ":[";
    llvm::interleave(list, out, [&](const Node *item) { node(item); }, " ");
    out << ']';
  }
  void text(StringRef name, StringRef text, Role role) {
    if (begin(name, text.empty(), role))
      llvm::printEscapedString(text, out << ':');
  }
  void word(StringRef name, StringRef word, Role role) {
    if (begin(name, word.empty(), role))
      out << ':' << word.upper();
  }
  void flag(StringRef name, bool flag, Role role) { begin(name, !flag, role); }
  void ops(StringRef name, ArrayRef<Op> ops, Role role) {
    if (!begin(name, ops.empty(), role))
      return;
    out << ":[";
    llvm::interleave(ops, out, [&](Op op) { out << opText(op); }, " ");
    out << ']';
  }
};
} // namespace

std::string dumpTree(const Node *node, bool cosmetic) {
  std::string text;
  llvm::raw_string_ostream out(text);
  if (node)
    Dump{out, cosmetic}.node(node);
  else
    out << "(nothing)";
  return text;
}

} // namespace sluice
