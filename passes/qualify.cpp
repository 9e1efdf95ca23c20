// Completing names: the entry points, the walk, names and queries. Relations
// are in qualify_relations.cpp, calls in qualify_calls.cpp.
#include "passes/qualifier.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

// ---- names

// A name in the dialect's case, without a copy where it has that already.
static StringRef normalized(StringRef name, bool quoted, const Dialect &dialect, bool isTable, Arena &arena) {
  bool upper = CaseRule::Upper == dialect.caseRule;
  auto moves = [&](char c) { return upper ? llvm::isLower(c) : llvm::isUpper(c); };
  if (llvm::none_of(name, moves))
    return name;
  return arena.copy(StringRef(normalizeName(name, quoted, dialect, isTable)));
}

const Identifier *Qualifier::makeIdentifier(StringRef name, bool quoted) {
  auto *made = arena.make<Identifier>();
  made->name = name;
  made->quoted = quotes || quoted;
  return made;
}

const Identifier *Qualifier::identifier(StringRef name, bool quoted, bool isTable) {
  return makeIdentifier(normalized(name, quoted, dialect, isTable, arena), quoted);
}

const Node *Qualifier::mapAlias(const Node *alias) {
  if (isa_and_nonnull<String>(alias))
    return identifier(outputName(*alias, dialect, arena), true);
  return map(alias);
}

static bool sameNames(NodeList a, NodeList b) {
  return llvm::equal(a, b, [](const Node *x, const Node *y) {
    auto *left = dyn_cast<Identifier>(x), *right = dyn_cast<Identifier>(y);
    return left && right && left->name == right->name;
  });
}

// The source of that name in this scope or one around it.
static const QualifiedSource *findSource(const QualifyScope *scope, NodeList parts) {
  for (; scope; scope = scope->outer)
    for (const QualifiedSource &source : scope->sources)
      if (sameNames(source.parts, parts))
        return &source;
  return nullptr;
}

// A column has up to four parts, all but the last name its table. Where the
// table has its own name as alias, that is enough.
static const Node *mapName(Qualifier &q, const Name &name) {
  auto *mapped = q.arena.make<Name>(name);
  mapped->parts = q.mapList(name.parts);
  if (mapped->parts.size() < 3)
    return mapped;
  NodeList table = mapped->parts.take_front(std::min<size_t>(mapped->parts.size(), 4) - 1);
  const QualifiedSource *source = findSource(q.scope, table);
  if (!source || source->alias->name != cast<Identifier>(table.back())->name)
    return mapped;
  llvm::SmallVector<const Node *, 4> parts{source->alias};
  llvm::append_range(parts, mapped->parts.drop_front(table.size()));
  mapped->parts = q.arena.copy(NodeList(parts));
  return mapped;
}

const Identifier *findWord(const Node *node) {
  auto *name = dyn_cast_or_null<Name>(node);
  auto *word = name && name->parts.size() == 1 ? dyn_cast<Identifier>(name->parts[0]) : nullptr;
  return word && !word->quoted ? word : nullptr;
}

// ---- the walk

NodeList Qualifier::mapList(NodeList list) {
  llvm::SmallVector<const Node *, 16> mapped;
  mapped.reserve(list.size());
  for (const Node *node : list)
    mapped.push_back(map(node));
  return NodeList(mapped) == list ? list : arena.copy(NodeList(mapped));
}

const Node *Qualifier::mapChildrenOf(const Node &node) {
  return mapChildren(node, arena, [this](const Node *child) { return map(child); });
}

// ---- words

// a COLLATE de_DE names no column.
static const Node *mapCollation(Qualifier &q, const Infix &node) {
  auto *mapped = q.arena.make<Infix>(node);
  llvm::SmallVector<const Node *, 4> operands;
  for (size_t i = 0; i < node.operands.size(); ++i) {
    bool collation = i > 0 && node.ops[i - 1] == Op::Collate && findWord(node.operands[i]);
    operands.push_back(collation ? node.operands[i] : q.map(node.operands[i]));
  }
  mapped->operands = q.arena.copy(NodeList(operands));
  return mapped;
}

// f(a => 1) names a parameter, not a column.
static const Node *mapKeywordArg(Qualifier &q, const KeywordArg &arg) {
  if (arg.sign != "=>")
    return q.mapChildrenOf(arg);
  auto *mapped = q.arena.make<KeywordArg>(arg);
  mapped->value = q.map(arg.value);
  return mapped;
}

// The members of semi-structured data keep their spelling: only `a` of a:b[0].c
// is a name.
static const Node *findPathMapped(Qualifier &q, const Node *node) {
  if (auto *path = dyn_cast_or_null<Path>(node)) {
    auto *mapped = q.arena.make<Path>(*path);
    mapped->operand = q.map(path->operand);
    return mapped;
  }
  if (auto *dot = dyn_cast_or_null<Dot>(node))
    if (const Node *operand = findPathMapped(q, dot->operand)) {
      auto *mapped = q.arena.make<Dot>(*dot);
      mapped->operand = operand;
      return mapped;
    }
  if (auto *subscript = dyn_cast_or_null<Subscript>(node))
    if (const Node *operand = findPathMapped(q, subscript->operand)) {
      auto *mapped = q.arena.make<Subscript>(*subscript);
      mapped->operand = operand;
      return mapped;
    }
  return nullptr;
}

// The name of a view's table is printed as it was written.
static const Node *mapLateralView(Qualifier &q, const LateralView &view) {
  auto *mapped = q.arena.make<LateralView>(*cast<LateralView>(q.mapChildrenOf(view)));
  if (auto *name = dyn_cast_or_null<Identifier>(view.table); name && !name->quoted) {
    auto *table = q.arena.make<Identifier>(*cast<Identifier>(mapped->table));
    table->quoted = false;
    mapped->table = table;
  }
  return mapped;
}

static const Node *mapAliased(Qualifier &q, const Aliased &aliased) {
  auto *mapped = q.arena.make<Aliased>(aliased);
  mapped->expr = q.map(aliased.expr);
  mapped->alias = q.mapAlias(aliased.alias);
  return mapped;
}

const Node *Qualifier::map(const Node *node) {
  if (!node || isa<String>(node) || isa<Number>(node) || isa<Word>(node))
    return node;
  if (auto *name = dyn_cast<Name>(node))
    return mapName(*this, *name);
  if (auto *name = dyn_cast<Identifier>(node))
    return identifier(name->name, name->quoted);
  if (auto *call = dyn_cast<Call>(node))
    return mapCall(*call);
  if (auto *aliased = dyn_cast<Aliased>(node))
    return mapAliased(*this, *aliased);
  if (isa<Query>(node) || isa<Select>(node) || isa<SetOperation>(node))
    return mapQuery(node, false);
  if (auto *table = dyn_cast<Table>(node))
    return mapTable(*table, true);
  if (auto *with = dyn_cast<With>(node))
    return mapWith(*with);
  if (auto *arg = dyn_cast<KeywordArg>(node))
    return mapKeywordArg(*this, *arg);
  if (auto *view = dyn_cast<LateralView>(node))
    return mapLateralView(*this, *view);
  if (auto *inner = dyn_cast<Lambda>(node))
    return mapLambda(*inner);
  if (lambda)
    if (const Node *mapped = findFunctional(node))
      return mapped;
  if (auto *infix = dyn_cast<Infix>(node); infix && llvm::is_contained(infix->ops, Op::Collate))
    return mapCollation(*this, *infix);
  if (isa<Path>(node) || isa<Dot>(node) || isa<Subscript>(node))
    if (const Node *mapped = findPathMapped(*this, node))
      return mapped;
  // ORDER BY ALL names no column.
  if (auto *key = dyn_cast<SortKey>(node))
    if (const Identifier *word = findWord(key->expr); word && word->name.equals_insensitive("ALL"))
      return node;
  // ((SELECT 1)) is (SELECT 1).
  if (auto *paren = dyn_cast<Paren>(node); paren && isa_and_nonnull<Subquery>(paren->expr))
    return map(paren->expr);
  return mapChildrenOf(*node);
}

// ---- queries

namespace {
// Enters a scope for as long as it lives, and names its sources at the end.
struct ScopeGuard {
  Qualifier &q;
  QualifyScope scope;
  explicit ScopeGuard(Qualifier &q) : q(q) {
    scope.outer = q.scope;
    q.scope = &scope;
  }
  ~ScopeGuard() {
    q.nameSources(scope);
    q.scope = scope.outer;
  }
};
} // namespace

const Node *Qualifier::mapWith(const With &with) {
  auto *mapped = arena.make<With>(with);
  llvm::SmallVector<const Node *, 8> ctes;
  for (const Node *node : with.ctes) {
    if (isa<ScalarCte>(node)) {
      ctes.push_back(mapChildrenOf(*node));
      continue;
    }
    auto *cte = arena.make<Cte>(*cast<Cte>(node));
    cte->name = mapAlias(cte->name);
    auto *name = dyn_cast_or_null<Identifier>(cte->name);
    if (name && with.recursive && scope)
      scope->ctes.push_back(name->name);
    cte->columns = mapList(cte->columns);
    cte->keys = mapList(cte->keys);
    cte->query = cte->columns.empty() ? mapSource(cte->query) : mapQuery(cte->query, false);
    if (name && !with.recursive && scope)
      scope->ctes.push_back(name->name);
    ctes.push_back(cte);
  }
  mapped->ctes = arena.copy(NodeList(ctes));
  return mapped;
}

// The items of the outermost SELECT, with the names that they have anyway.
static NodeList nameProjections(Qualifier &q, NodeList items, bool outermost = true) {
  llvm::SmallVector<const Node *, 16> named;
  for (const Node *item : items) {
    StringRef name = isa<Aliased>(item) ? StringRef() : outputName(*item, q.dialect, q.arena);
    if (name.empty() || name == "*") {
      named.push_back(item);
      continue;
    }
    auto *aliased = q.arena.make<Aliased>();
    aliased->range = item->range;
    aliased->expr = item;
    aliased->alias = q.makeIdentifier(name);
    aliased->keyword = true;
    named.push_back(aliased);
  }
  NodeList all = q.arena.copy(NodeList(named));
  if (outermost)
    q.projections = all;
  return all;
}

// A query that others read by name: some dialects name its columns, too.
const Node *Qualifier::mapSource(const Node *query) {
  namesQuery = dialect.namesInnerColumns;
  const Node *mapped = mapQuery(query, false);
  namesQuery = false;
  return mapped;
}

// FROM comes first: it says which names are tables.
static const Node *mapSelect(Qualifier &q, const Select &select, bool outermost) {
  auto *mapped = q.arena.make<Select>(select);
  bool names = std::exchange(q.namesSelect, false);
  llvm::SmallVector<const Node *, 4> from;
  for (const Node *relation : select.from)
    from.push_back(q.mapRelation(relation));
  mapped->from = q.arena.copy(NodeList(from));
  mapped->items = q.mapList(select.items);
  if (outermost)
    mapped->items = nameProjections(q, mapped->items);
  else if (names)
    mapped->items = nameProjections(q, mapped->items, false);
  for (NodeList *list : {&mapped->distinctOn, &mapped->lateralViews, &mapped->windows})
    *list = q.mapList(*list);
  for (const Node **child : {&mapped->top, &mapped->into, &mapped->prewhere, &mapped->where, &mapped->groupBy,
                             &mapped->having, &mapped->qualify})
    *child = q.map(*child);
  return mapped;
}

static const Node *mapBody(Qualifier &q, const Node *body, bool outermost);

// A term of a set operation is a scope of its own.
static const Node *mapSetOperation(Qualifier &q, const SetOperation &operation, bool outermost) {
  auto *mapped = q.arena.make<SetOperation>(operation);
  llvm::SmallVector<const Node *, 4> terms;
  for (const Node *term : operation.terms) {
    ScopeGuard guard(q);
    terms.push_back(mapBody(q, term, outermost && terms.empty()));
  }
  mapped->terms = q.arena.copy(NodeList(terms));
  return mapped;
}

// What a query is made of; its scope has been entered.
static const Node *mapBody(Qualifier &q, const Node *body, bool outermost) {
  if (auto *select = dyn_cast_or_null<Select>(body))
    return mapSelect(q, *select, outermost);
  if (auto *operation = dyn_cast_or_null<SetOperation>(body))
    return mapSetOperation(q, *operation, outermost);
  if (auto *subquery = dyn_cast_or_null<Subquery>(body)) {
    auto *mapped = q.arena.make<Subquery>(*subquery);
    mapped->query = q.mapQuery(subquery->query, outermost);
    return mapped;
  }
  if (auto *pivot = dyn_cast_or_null<PivotQuery>(body)) {
    auto *mapped = q.arena.make<PivotQuery>(*pivot);
    mapped->relation = q.mapNamed(pivot->relation);
    for (NodeList *list : {&mapped->on, &mapped->aggregates, &mapped->groupBy})
      *list = q.mapList(*list);
    return mapped;
  }
  return isa_and_nonnull<Query>(body) ? q.mapQuery(body, outermost) : q.map(body);
}

const Node *Qualifier::mapQuery(const Node *node, bool outermost) {
  ScopeGuard guard(*this);
  bool names = std::exchange(namesQuery, false);
  auto *query = dyn_cast_or_null<Query>(node);
  if (!query)
    return mapBody(*this, node, outermost);
  auto *mapped = arena.make<Query>(*query);
  mapped->with = map(query->with);
  namesSelect = names;
  mapped->body = mapBody(*this, query->body, outermost);
  mapped->orderBy = mapList(query->orderBy);
  mapped->tails = mapList(query->tails);
  return mapped;
}

// ---- entry points

static std::vector<std::string> columnNames(const Qualifier &q) {
  std::vector<std::string> names;
  for (const Node *item : q.projections) {
    StringRef name = outputName(*item, q.dialect, q.arena);
    if (name.empty() || name == "*")
      return {};
    names.push_back(name.str());
  }
  return names;
}

QualifiedQuery qualifyQuery(const Node *query, const Dialect &dialect, Arena &arena, bool quotes) {
  QualifiedQuery result;
  Qualifier q{.dialect = dialect, .arena = arena, .tables = result.tables, .quotes = quotes};
  result.tree = q.mapQuery(query, true);
  llvm::stable_sort(result.tables, [](const Table *a, const Table *b) { return a->range.begin < b->range.begin; });
  result.columns = columnNames(q);
  return result;
}

// Whether `part` can be a word that no list has, as what stands beside it says.
static bool isUnknownWord(const Node *before, const Node *part, const Node *after) {
  const auto *name = dyn_cast<Identifier>(part);
  if (!name || name->quoted)
    return false;
  const auto *set = dyn_cast_or_null<Word>(before), *next = dyn_cast_or_null<Word>(after);
  if (set && next && set->text.equals_insensitive("SET"))
    return llvm::isAlpha(next->text.front()) && !next->text.equals_insensitive("TO");
  return isa_and_nonnull<Table>(before) || isa_and_nonnull<Identifier, Name, Table, Number, String, Paren, Tuple, Call>(after);
}

bool isUnderstood(const Node *node) {
  const auto *statement = dyn_cast<Statement>(node);
  if (!statement)
    return !isa<Command, Opaque>(node);
  // In these a name behind a table is its alias.
  static constexpr StringRef rows[] = {"INSERT", "UPDATE", "DELETE", "MERGE"};
  if (llvm::any_of(rows, [&](StringRef verb) { return statement->verb.starts_with_insensitive(verb); }))
    return true;
  NodeList parts = statement->parts;
  for (size_t i = 0; i < parts.size(); ++i)
    if (isUnknownWord(i ? parts[i - 1] : nullptr, parts[i], i + 1 < parts.size() ? parts[i + 1] : nullptr))
      return false;
  return true;
}

const Node *qualifyStatement(const Node *node, const Dialect &dialect, Arena &arena) {
  llvm::SmallVector<const Table *, 8> tables;
  Qualifier q{.dialect = dialect, .arena = arena, .tables = tables};
  ScopeGuard guard(q);
  auto *statement = dyn_cast_or_null<Statement>(node);
  if (!statement)
    return isa_and_nonnull<Query>(node) ? q.mapQuery(node, true) : q.map(node);
  if (!isUnderstood(statement))
    return statement;
  auto *mapped = arena.make<Statement>(*statement);
  llvm::SmallVector<const Node *, 8> parts;
  for (const Node *part : statement->parts)
    parts.push_back(isa<Query>(part) ? q.mapQuery(part, true) : q.map(part));
  mapped->parts = arena.copy(NodeList(parts));
  return mapped;
}

} // namespace sluice
