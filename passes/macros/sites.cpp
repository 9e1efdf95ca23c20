// Collecting macro sites by a walk over the tree.
#include "passes/macros/sites.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

uint32_t tokenAt(const TokenBuffer &tokens, uint32_t place) {
  const char *wanted = tokens.file->text.data() + (place - tokens.file->base);
  const char *const *begins = tokens.begins.data();
  return uint32_t(std::lower_bound(begins, begins + tokens.size(), wanted) - begins);
}

namespace {
struct SiteWalk {
  const TokenBuffer &tokens;
  MacroSites sites;

  void add(const Node &node) {
    sites.push_back({&node, tokenAt(tokens, node.range.begin), tokenAt(tokens, node.range.end)});
    if (node.kind != NodeKind::Identifier)
      walkChildren(node);
  }

  void walkChildren(const Node &node) {
    forEachChild(node, [&](const Node &child) {
      if (child.kind != NodeKind::Lambda || node.kind == NodeKind::MacroCall)
        walk(child);
    });
  }

  static bool isValue(const Node &node) { return isa<MacroVar, MacroString>(node); }

  void walkName(const Node *node) {
    size_t first = sites.size();
    if (node)
      walk(*node);
    if (first < sites.size())
      sites[first].isName = isValue(*sites[first].node);
  }

  void walk(const Node &node) {
    if (auto *table = dyn_cast<Table>(&node); table && table->name) {
      size_t first = sites.size();
      walk(*table->name);
      for (MacroSite &site : llvm::MutableArrayRef<MacroSite>(sites).drop_front(first))
        site.isName = site.inTableName = isValue(*site.node);
      return;
    }
    if (isa<MacroVar, MacroString, MacroCall, MacroClause>(node))
      return add(node);
    if (auto *identifier = dyn_cast<Identifier>(&node)) {
      if (identifier->name.contains('@'))
        add(node);
      return;
    }
    if (auto *word = dyn_cast<Word>(&node)) {
      if (word->text.contains('@'))
        add(node);
      return;
    }
    if (auto *aliased = dyn_cast<Aliased>(&node); aliased && aliased->alias && isValue(*aliased->alias)) {
      walk(*aliased->expr);
      return walkName(aliased->alias);
    }
    if (auto *table = dyn_cast<TableAlias>(&node); table && table->alias && isValue(*table->alias)) {
      walk(*table->relation);
      walkName(table->alias);
      for (const Node *column : table->columns)
        walkName(column);
      return;
    }
    if (auto *cte = dyn_cast<Cte>(&node); cte && cte->name && isValue(*cte->name)) {
      walkName(cte->name);
      for (const Node *column : cte->columns)
        walkName(column);
      return walk(*cte->query);
    }
    if (auto *call = dyn_cast<Call>(&node); call && call->function.contains('@') && !call->quoted)
      return add(node);
    if (!isa<Type, ArrayType, Command, Opaque, JinjaBlock>(node))
      walkChildren(node);
  }
};
} // namespace

// Trees keep the clauses of FROM t SELECT a in the order of SELECT.
static void putInOrder(llvm::MutableArrayRef<MacroSite> sites) {
  auto before = [](const MacroSite &a, const MacroSite &b) {
    return std::make_pair(a.first, ~a.last) < std::make_pair(b.first, ~b.last);
  };
  if (!llvm::is_sorted(sites, before))
    llvm::stable_sort(sites, before);
}

MacroSites findMacroSites(const Node &tree, const TokenBuffer &tokens) {
  SiteWalk walk{tokens, {}};
  walk.walk(tree);
  putInOrder(walk.sites);
  llvm::SmallVector<uint32_t, 8> open;
  for (uint32_t i = 0; i <= walk.sites.size(); ++i) {
    while (!open.empty() && (i == walk.sites.size() || walk.sites[open.back()].last <= walk.sites[i].first))
      walk.sites[open.pop_back_val()].next = i;
    open.push_back(i);
  }
  return std::move(walk.sites);
}

} // namespace sluice
