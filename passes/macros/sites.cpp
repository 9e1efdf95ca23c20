// Collecting macro sites by a walk over the tree.
#include "passes/macros/sites.h"
#include "llvm/ADT/STLExtras.h"
#include <utility>

namespace sluice {

uint32_t tokenAt(const TokenBuffer &tokens, uint32_t place) {
  const char *wanted = tokens.file->text.data() + (place - tokens.file->base);
  const char *const *begins = tokens.begins.data();
  return uint32_t(std::lower_bound(begins, begins + tokens.size(), wanted) - begins);
}

SignPlaces::SignPlaces(const SourceFile &file) {
  for (size_t at = file.text.find('@'); at != StringRef::npos; at = file.text.find('@', at + 1))
    places.push_back(file.base + uint32_t(at));
}

bool SignPlaces::anyIn(SourceRange range) const {
  const uint32_t *next = llvm::lower_bound(places, range.begin);
  return !range || (next != places.end() && *next < range.end);
}

// ---- where lists go

// SQLGlot reads the first arguments of functions that it knows as single things:
// a list in their place replaces the call. Behind `single` of them it is spliced,
// as into functions that are not listed here.
struct KnownFunction {
  StringRef name;
  unsigned single = ~0u;
};

static constexpr KnownFunction knownFunctions[] = {
    {"ABS"},         {"ANY_VALUE"},   {"ARRAY_AGG"},   {"ARRAY_CONCAT", 1}, {"AVG"},        {"CEIL"},
    {"COALESCE", 1}, {"COUNT", 1},    {"COUNT_IF"},    {"DATE_TRUNC"},      {"EXPLODE", 1}, {"FIRST"},
    {"FIRST_VALUE"}, {"FLOOR"},       {"GREATEST", 1}, {"IFNULL", 1},       {"INITCAP"},    {"LAG"},
    {"LAST"},        {"LAST_VALUE"},  {"LEAD"},        {"LEAST", 1},        {"LEFT"},       {"LENGTH"},
    {"LN"},          {"LOG"},         {"LOWER"},       {"MAX", 1},          {"MD5"},        {"MEDIAN"},
    {"MIN", 1},      {"NULLIF"},      {"NVL", 1},      {"POWER"},           {"REPLACE"},    {"RIGHT"},
    {"ROUND"},       {"SQRT"},        {"STDDEV"},      {"SUBSTRING"},       {"SUM"},        {"TRIM"},
    {"UPPER"},       {"VARIANCE"},
};

static unsigned singleArgs(const Call &call) {
  if (call.distinct || call.qualifier || call.quoted)
    return 0;
  auto row = llvm::find_if(knownFunctions, [&](auto &row) { return row.name.equals_insensitive(call.function); });
  return row == std::end(knownFunctions) ? 0 : row->single;
}

// What holds a child: a list, or a single thing that a list may replace or not.
static ListSlot::Kind slotOf(const Node &parent, const Node &child, const Node *around) {
  auto in = [&](NodeList list) { return llvm::is_contained(list, &child); };
  auto spliced = [](bool isList) { return isList ? ListSlot::Spliced : ListSlot::Replaces; };
  if (auto *select = dyn_cast<Select>(&parent))
    return in(select->items) || in(select->distinctOn) ? ListSlot::Spliced : ListSlot::Nowhere;
  if (auto *query = dyn_cast<Query>(&parent))
    return in(query->orderBy) ? ListSlot::Spliced : ListSlot::Nowhere;
  if (auto *join = dyn_cast<Join>(&parent))
    return in(join->usingColumns) ? ListSlot::Spliced : ListSlot::Nowhere;
  if (auto *call = dyn_cast<Call>(&parent)) {
    size_t index = size_t(llvm::find(call->args, &child) - call->args.begin());
    return spliced(index >= singleArgs(*call));
  }
  if (auto *set = dyn_cast<In>(&parent))
    return &child == set->set && !isa<Paren>(child) ? ListSlot::Nowhere : ListSlot::Replaces;
  if (isa<Paren>(parent))
    return spliced(isa_and_nonnull<Statement>(around) || (isa_and_nonnull<In>(around) && cast<In>(around)->set == &parent));
  if (isa<Table, TableAlias, MacroClause, Case, When, Filtered>(parent))
    return ListSlot::Nowhere;
  return spliced(!isa<Infix, Prefix, Is, Between, Cast, Aliased, SortKey, Over, Subscript, Dot>(parent));
}

namespace {
struct SiteWalk {
  const TokenBuffer &tokens;
  const SignPlaces *signs = nullptr; // null: all of the tree is walked
  ArrayRef<StringRef> params = {};
  bool inLambda = false; // in the body of a macro's lambda, where each name is a site
  bool inColumn = false;
  MacroSites sites = {};
  llvm::SmallVector<const Node *, 16> path = {}; // from the root to the node that is walked

  // Whether the node that is walked is all of the list behind IN.
  bool isAloneBehindIn() const {
    auto *in = path.size() > 2 ? dyn_cast<In>(path[path.size() - 3]) : nullptr;
    const Node *around = in ? path[path.size() - 2] : nullptr;
    auto *tuple = dyn_cast_or_null<Tuple>(around);
    return in && around == in->set && (isa<Paren>(around) || (tuple && tuple->items.size() == 1));
  }

  // Climbs from a call to the first list around it.
  ListSlot listSlot() const {
    for (size_t i = path.size(); i-- > 1;) {
      ListSlot::Kind kind = slotOf(*path[i - 1], *path[i], i > 1 ? path[i - 2] : nullptr);
      if (kind == ListSlot::Nowhere)
        return {ListSlot::Nowhere};
      if (kind == ListSlot::Replaces)
        continue;
      if (i + 1 == path.size())
        return {};
      return {ListSlot::Replaces, tokenAt(tokens, path[i]->range.begin), tokenAt(tokens, path[i]->range.end)};
    }
    return {};
  }

  // What is inside a call is expanded as anywhere else.
  void add(const Node &node) { add(node, node.range.begin); }
  void add(const Node &node, uint32_t begin) {
    sites.push_back({&node, tokenAt(tokens, begin), tokenAt(tokens, node.range.end)});
    sites.back().inColumn = inColumn;
    sites.back().inParens = isAloneBehindIn();
    if (isa<MacroCall>(node) && !inLambda)
      sites.back().list = listSlot();
    bool outside = std::exchange(inLambda, inLambda && isa<With, MacroClause>(node));
    if (!isa<Identifier, Word>(node))
      walkChildren(node);
    inLambda = outside;
  }

  // The words before JOIN go with it: LEFT @JOIN(@x) t.
  void addClause(const MacroClause &clause) {
    auto *join = dyn_cast_or_null<Join>(clause.clause);
    size_t words = join && !join->kind.empty() ? join->kind.count(' ') + 1 : 0;
    size_t index = sites.size();
    add(clause);
    sites[index].first -= uint32_t(std::min<size_t>(words, sites[index].first));
  }

  // A name of a lambda's parameter is no column, and neither is what follows it.
  void walkDotted(const Name &name) {
    auto *first = name.parts.empty() ? nullptr : dyn_cast<Identifier>(name.parts[0]);
    bool isParam = first && llvm::is_contained(params, first->name);
    bool isColumn = first ? !isParam : name.parts.size() > 1;
    bool before = std::exchange(inColumn, isColumn);
    walkChildren(name);
    inColumn = before;
  }

  void walkChildren(const Node &node) {
    forEachChild(node, [&](const Node &child) {
      if (child.kind != NodeKind::Lambda || node.kind == NodeKind::MacroCall || inLambda)
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
    if (signs && !signs->anyIn(node.range))
      return;
    path.push_back(&node);
    walkNode(node);
    path.pop_back();
  }

  void walkNode(const Node &node) {
    if (auto *table = dyn_cast<Table>(&node); table && table->name) {
      size_t first = sites.size();
      walkChildren(*table->name);
      for (MacroSite &site : llvm::MutableArrayRef<MacroSite>(sites).drop_front(first))
        site.isName = site.inTableName = isValue(*site.node);
      return;
    }
    if (isa<MacroVar, MacroString, MacroCall>(node))
      return add(node);
    if (auto *clause = dyn_cast<MacroClause>(&node))
      return addClause(*clause);
    if (auto *with = dyn_cast<With>(&node); with && with->macro)
      return add(node, with->macro->range.begin);
    if (auto *identifier = dyn_cast<Identifier>(&node)) {
      if (inLambda || identifier->name.contains('@'))
        add(node);
      return;
    }
    if (auto *word = dyn_cast<Word>(&node)) {
      if (inLambda || word->text.contains('@'))
        add(node);
      return;
    }
    if (auto *name = dyn_cast<Name>(&node); name && inLambda)
      return walkDotted(*name);
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

// Puts sites in order and says of each which one comes behind it.
static MacroSites linkSites(MacroSites sites) {
  putInOrder(sites);
  llvm::SmallVector<uint32_t, 8> open;
  for (uint32_t i = 0; i <= sites.size(); ++i) {
    while (!open.empty() && (i == sites.size() || sites[open.back()].last <= sites[i].first))
      sites[open.pop_back_val()].next = i;
    open.push_back(i);
  }
  return sites;
}

MacroSites findMacroSites(const Node &tree, const TokenBuffer &tokens, const SignPlaces &signs) {
  SiteWalk walk{.tokens = tokens, .signs = &signs};
  walk.walk(tree);
  return linkSites(std::move(walk.sites));
}

MacroSites findLambdaSites(const Lambda &lambda, const TokenBuffer &tokens, ArrayRef<StringRef> params) {
  SiteWalk walk{.tokens = tokens, .params = params, .inLambda = true};
  walk.walk(*lambda.body);
  return linkSites(std::move(walk.sites));
}

} // namespace sluice
