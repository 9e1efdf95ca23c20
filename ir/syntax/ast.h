// The syntax tree. Nodes are immutable once built, live in an arena, and view
// the text that they come from; ast.def lists them.
//
//   if (auto *call = dyn_cast<Call>(node))
//     use(call->function, call->args);
//
// A rewrite gives back the same pointer where nothing changed:
//
//   const Node *result = mapChildren(*node, arena, [&](const Node *child) { ... });
#pragma once
#include "ir/base/arena.h"
#include "ir/base/hash.h"
#include "ir/base/source.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Casting.h"

namespace sluice {

using llvm::cast;
using llvm::cast_or_null;
using llvm::dyn_cast;
using llvm::dyn_cast_or_null;
using llvm::isa;
using llvm::isa_and_nonnull;

enum class NodeKind : uint8_t {
#define NODE(NAME) NAME,
#include "ir/syntax/ast.def"
};

enum class Op : uint8_t {
#define OP(NAME, TEXT, LEVEL) NAME,
#include "ir/syntax/operators.def"
};

StringRef opText(Op op);
unsigned opLevel(Op op);

// Whether a field is part of the meaning of a tree.
enum class Role : uint8_t { Data, Cosmetic };

struct Node {
  NodeKind kind;
  SourceRange range; // what was parsed; for text made by a macro, its call
  explicit Node(NodeKind kind) : kind(kind) {}
};

using NodeList = ArrayRef<const Node *>;

#define NODE(NAME)                                                                                                     \
  struct NAME final : Node {                                                                                           \
    static constexpr NodeKind Kind = NodeKind::NAME;                                                                   \
    NAME() : Node(Kind) {}                                                                                             \
    static bool classof(const Node *node) { return node->kind == Kind; }
#define CHILD(NAME, ROLE) const Node *NAME = nullptr;
#define LIST(NAME, ROLE) NodeList NAME;
#define TEXT(NAME, ROLE) StringRef NAME;
#define WORD(NAME, ROLE) StringRef NAME;
#define FLAG(NAME, ROLE) bool NAME = false;
#define OPS(NAME, ROLE) ArrayRef<Op> NAME;
#define END(NAME)                                                                                                      \
  }                                                                                                                    \
  ;
#include "ir/syntax/ast.def"

StringRef nodeName(NodeKind kind);

// Calls `visit` for each child, in the order of the source; absent ones are
// left out.
void forEachChild(const Node &node, llvm::function_ref<void(const Node &)> visit);

// The node with each child replaced by `map(child)`: the same node when no
// child changes. A null result removes the child from a list, or leaves the
// field empty.
const Node *mapChildren(const Node &node, Arena &arena, llvm::function_ref<const Node *(const Node *)> map);

// Whether two trees mean the same: Cosmetic fields and ranges do not count.
bool equalMeaning(const Node *a, const Node *b);

// Adds a tree's meaning to a hash. Equal trees add the same.
void addMeaning(StableHash &hash, const Node *node);

// The tree as nested parentheses, one line; Cosmetic fields are left out
// unless asked for, as are empty fields.
//
//   (Call function:SUM args:[(Name parts:[(Identifier name:a)])])
std::string dumpTree(const Node *node, bool cosmetic = false);

} // namespace sluice
