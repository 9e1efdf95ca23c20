// Taking holes out of lists.
#include "passes/macros/holes.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

static constexpr char holeBytes[] = "nothing";

StringRef holeText() { return {holeBytes, sizeof holeBytes - 1}; }

bool isHole(const Node &node) {
  if (auto *identifier = dyn_cast<Identifier>(&node))
    return identifier->name.data() == holeBytes;
  if (auto *name = dyn_cast<Name>(&node))
    return name->parts.size() == 1 && isHole(*name->parts[0]);
  if (auto *table = dyn_cast<Table>(&node))
    return table->name && isHole(*table->name);
  if (auto *key = dyn_cast<SortKey>(&node))
    return key->expr && isHole(*key->expr);
  return false;
}

// Whether a child stands in a list that may become shorter.
static bool isListed(const Node &parent, const Node *child) {
  auto in = [&](NodeList list) { return llvm::is_contained(list, child); };
  if (auto *select = dyn_cast<Select>(&parent))
    return in(select->items) || in(select->distinctOn) || (in(select->from) && select->from.size() > 1);
  if (auto *call = dyn_cast<Call>(&parent))
    return in(call->args) || in(call->orderBy);
  if (auto *groupBy = dyn_cast<GroupBy>(&parent))
    return in(groupBy->items);
  if (auto *tuple = dyn_cast<Tuple>(&parent))
    return in(tuple->items);
  if (auto *array = dyn_cast<Array>(&parent))
    return in(array->items);
  if (auto *name = dyn_cast<Name>(&parent))
    return in(name->parts) && name->parts.size() > 1;
  if (auto *window = dyn_cast<WindowSpec>(&parent))
    return in(window->partitionBy) || (in(window->orderBy) && window->orderBy.size() > 1);
  if (auto *query = dyn_cast<Query>(&parent))
    return in(query->orderBy) && query->orderBy.size() > 1;
  if (auto *with = dyn_cast<With>(&parent))
    return in(with->ctes);
  if (auto *values = dyn_cast<Values>(&parent))
    return in(values->rows);
  if (auto *modifier = dyn_cast<StarModifier>(&parent))
    return in(modifier->items);
  return false;
}

namespace {
struct HoleRemoval {
  Arena &arena;
  HoleProblems &problems;

  static bool isEmptied(NodeList list) { return !list.empty() && llvm::all_of(list, [](auto *node) { return isHole(*node); }); }

  const Node *remove(const Node &node) {
    if (auto *select = dyn_cast<Select>(&node); select && isEmptied(select->items))
      problems.emptied.push_back("SELECT");
    if (auto *groupBy = dyn_cast<GroupBy>(&node); groupBy && isEmptied(groupBy->items))
      problems.emptied.push_back("GROUP BY");
    return mapChildren(node, arena, [&](const Node *child) -> const Node * {
      if (!isHole(*child))
        return child->kind == NodeKind::Aliased ? unalias(cast<Aliased>(*child)) : remove(*child);
      if (!isListed(node, child))
        problems.misplaced = child;
      return nullptr;
    });
  }

  // An alias of nothing is a column of that name.
  const Node *unalias(const Aliased &aliased) {
    bool plain = isHole(*aliased.expr) && isa_and_nonnull<Identifier>(aliased.alias);
    if (!plain)
      return remove(aliased);
    problems.aliases.push_back(aliased.alias);
    Name *name = arena.make<Name>();
    name->range = aliased.range;
    name->parts = arena.copy(NodeList(aliased.alias));
    return name;
  }
};
} // namespace

const Node *removeHoles(const Node &tree, Arena &arena, HoleProblems &problems) {
  if (isHole(tree))
    return nullptr;
  const Node *result = HoleRemoval{arena, problems}.remove(tree);
  return problems.misplaced ? nullptr : result;
}

} // namespace sluice
