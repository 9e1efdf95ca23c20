// Completing names in FROM: each source gets an alias.
//
//   s.t                      s.t AS t
//   (SELECT 1)               (SELECT 1) AS _0
//   (t JOIN u ON c) AS x     (SELECT * FROM t AS t JOIN u AS u ON c) AS x
#include "passes/qualifier.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

// ---- tables

// t_2, _0, _col_1
static const Identifier *numbered(Qualifier &q, StringRef before, size_t number) {
  llvm::SmallString<32> name(before);
  name += llvm::utostr(number);
  return q.identifier(q.arena.copy(name.str()), false);
}

static bool isCte(const QualifyScope *scope, StringRef name) {
  for (; scope; scope = scope->outer)
    if (llvm::is_contained(scope->ctes, name))
      return true;
  return false;
}

// INFORMATION_SCHEMA.TABLES is one part: what stands before it is the data set.
static NodeList joinView(Qualifier &q, NodeList parts) {
  size_t count = parts.size();
  auto *schema = q.dialect.dottedNames && count > 1 ? dyn_cast<Identifier>(parts[count - 2]) : nullptr;
  auto *view = dyn_cast<Identifier>(parts.back());
  if (!schema || !view || !schema->name.equals_insensitive("INFORMATION_SCHEMA"))
    return parts;
  llvm::SmallVector<const Node *, 4> joined(parts.begin(), parts.end() - 2);
  joined.push_back(q.makeIdentifier(q.arena.copy(StringRef((schema->name + "." + view->name).str()))));
  return q.arena.copy(NodeList(joined));
}

// The parts of a table's name. The name of a CTE gets the case of a column.
static NodeList mapTableParts(Qualifier &q, NodeList parts, bool &cte) {
  llvm::SmallVector<const Node *, 4> mapped;
  auto *only = parts.size() == 1 ? dyn_cast<Identifier>(parts[0]) : nullptr;
  if (only) {
    const Identifier *name = q.identifier(only->name, only->quoted);
    cte = isCte(q.scope, name->name);
    if (cte)
      return q.arena.copy(NodeList(static_cast<const Node *>(name)));
  }
  for (const Node *part : parts)
    if (auto *name = dyn_cast<Identifier>(part); name && name->name.empty()) // db..t
      mapped.push_back(part);
    else if (name)
      mapped.push_back(q.identifier(name->name, name->quoted, true));
    else
      mapped.push_back(q.mapAlias(part));
  return joinView(q, q.arena.copy(NodeList(mapped)));
}

// A name that no source of the scope has: t, else t_2, t_3, ...
static const Identifier *unusedName(Qualifier &q, const Identifier *wanted) {
  auto taken = [&](StringRef name) {
    return llvm::any_of(q.scope->sources, [&](const QualifiedSource &other) { return other.alias->name == name; });
  };
  llvm::SmallString<32> before(wanted->name);
  before += '_';
  const Identifier *name = wanted;
  for (unsigned i = 2; taken(name->name); ++i)
    name = numbered(q, before, i);
  return name;
}

static const TableAlias *withAlias(Qualifier &q, const Node *relation, const Node *alias) {
  auto *named = q.arena.make<TableAlias>();
  named->range = relation->range;
  named->relation = relation;
  named->alias = alias;
  named->keyword = true;
  return named;
}

const Node *Qualifier::mapTable(const Table &table, bool named) {
  auto *mapped = arena.make<Table>(table);
  auto *name = dyn_cast_or_null<Name>(table.name);
  if (!name) {
    mapped->name = mapAlias(table.name);
    return mapped;
  }
  bool cte = false;
  auto *mappedName = arena.make<Name>(*name);
  mappedName->parts = mapTableParts(*this, name->parts, cte);
  mappedName->joined &= mappedName->parts.size() == name->parts.size();
  mapped->name = mappedName;
  bool known = llvm::all_of(mappedName->parts, [](const Node *part) { return isa<Identifier>(part); });
  if (!cte && known)
    tables.push_back(mapped);
  if (named || !known || !scope)
    return mapped;
  auto *last = cast<Identifier>(mappedName->parts.back());
  StringRef view = dialect.dottedNames ? last->name.rsplit('.').second : StringRef(); // INFORMATION_SCHEMA.TABLES
  auto *own = arena.make<Identifier>(*identifier(view.empty() ? last->name : view, true));
  own->quoted = last->quoted;
  const Identifier *alias = cte ? last : unusedName(*this, own);
  scope->sources.push_back({mappedName->parts, alias});
  return withAlias(*this, mapped, alias);
}

// ---- sources that may have no name

// The columns of VALUES that nobody named: _col_0, _col_1, ...
static NodeList columnsOf(Qualifier &q, const Node *relation) {
  auto *lateral = dyn_cast_or_null<Lateral>(relation);
  auto *call = lateral ? dyn_cast_or_null<Call>(lateral->relation) : nullptr;
  if (call && q.dialect.flattenColumns && call->function.equals_insensitive("FLATTEN")) {
    llvm::SmallVector<const Node *, 8> columns;
    for (StringRef name : {"SEQ", "KEY", "PATH", "INDEX", "VALUE", "THIS"})
      columns.push_back(q.makeIdentifier(name));
    return q.arena.copy(NodeList(columns));
  }
  if (auto *subquery = dyn_cast_or_null<Subquery>(relation))
    return columnsOf(q, subquery->query);
  if (auto *query = dyn_cast_or_null<Query>(relation))
    return query->with || !query->tails.empty() ? NodeList() : columnsOf(q, query->body);
  auto *values = dyn_cast_or_null<Values>(relation);
  if (!values || values->rows.empty())
    return {};
  auto *row = dyn_cast<Tuple>(values->rows[0]);
  llvm::SmallVector<const Node *, 8> columns;
  for (size_t i = 0; i < (row ? row->items.size() : 1); ++i)
    columns.push_back(numbered(q, "_col_", i));
  return q.arena.copy(NodeList(columns));
}

// A source whose name is known when its scope ends.
static const Node *later(Qualifier &q, const Node *relation, llvm::SmallVectorImpl<TableAlias *> &waiting) {
  auto *named = q.arena.make<TableAlias>();
  named->range = relation->range;
  named->relation = relation;
  named->columns = columnsOf(q, relation);
  named->keyword = true;
  waiting.push_back(named);
  return named;
}

// Queries are counted through the statement. Functions share that count for
// the first of a scope; the others are _2, _3, ...
void Qualifier::nameSources(QualifyScope &ended) {
  auto next = [&] { return numbered(*this, "_", nextAlias++); };
  for (TableAlias *source : ended.derived)
    source->alias = next();
  for (size_t i = 0; i < ended.functions.size(); ++i)
    ended.functions[i]->alias = i == 0 ? next() : numbered(*this, "_", i + 1);
}

// (t JOIN u) AS x hides the names of t and u, as a query does.
static const Node *selectAll(Qualifier &q, const ParenRelation &relation) {
  auto *select = q.arena.make<Select>();
  select->items = q.arena.copy(NodeList(static_cast<const Node *>(q.arena.make<Star>())));
  select->from = q.arena.copy(NodeList(relation.relation));
  auto *query = q.arena.make<Query>();
  query->body = select;
  auto *subquery = q.arena.make<Subquery>();
  subquery->range = relation.range;
  subquery->query = q.mapQuery(query, false);
  return subquery;
}

// ---- the kinds of relations

static bool isCallOf(const Node *relation, StringRef function) {
  auto *call = dyn_cast_or_null<Call>(relation);
  return call && !call->qualifier && call->function.equals_insensitive(function);
}

static bool isOrdinal(const Node *relation) {
  auto *modifier = dyn_cast_or_null<RelationModifier>(relation);
  return modifier && modifier->keyword.equals_insensitive("WITH ORDINALITY") && isCallOf(modifier->relation, "UNNEST");
}

// GENERATE_SERIES(1, 3) AS i: the name is that of the column.
static const Node *mapSeries(Qualifier &q, const TableAlias &node) {
  auto *mapped = cast<TableAlias>(later(q, q.mapNamed(node.relation), q.scope->functions));
  const_cast<TableAlias *>(mapped)->columns = q.arena.copy(NodeList(q.mapAlias(node.alias)));
  return mapped;
}

static const Node *mapTableAlias(Qualifier &q, const TableAlias &node) {
  if (q.dialect.seriesColumns && node.alias && node.columns.empty() && isCallOf(node.relation, "GENERATE_SERIES"))
    return mapSeries(q, node);
  auto *mapped = q.arena.make<TableAlias>(node);
  mapped->relation = q.mapNamed(node.relation);
  auto *modifier = dyn_cast_or_null<RelationModifier>(node.relation);
  bool offset = modifier && modifier->keyword.equals_insensitive("WITH OFFSET"); // its name stays as it is written
  mapped->alias = offset ? node.alias : q.mapAlias(node.alias);
  mapped->columns = node.columns.empty() ? columnsOf(q, mapped->relation) : q.mapList(node.columns);
  if (isOrdinal(mapped->relation) && !node.columns.empty()) { // the number's column is no column to the reference
    llvm::SmallVector<const Node *, 4> columns(mapped->columns.begin(), mapped->columns.end());
    columns.back() = node.columns.back();
    mapped->columns = q.arena.copy(NodeList(columns));
  }
  auto *table = dyn_cast<Table>(mapped->relation);
  auto *name = table ? dyn_cast_or_null<Name>(table->name) : nullptr;
  if (auto *alias = dyn_cast_or_null<Identifier>(mapped->alias); alias && q.scope)
    q.scope->sources.push_back({name ? name->parts : NodeList(), alias});
  return mapped;
}

// A sample is taken of a table with its alias; other words belong to the name.
static const Node *mapModifier(Qualifier &q, const RelationModifier &node, bool named) {
  static constexpr StringRef behindAlias[] = {"TABLESAMPLE", "USING SAMPLE", "SAMPLE", "FINAL"};
  static constexpr StringRef hints[] = {"WITH", "USE INDEX", "USE KEY", "FORCE INDEX", "FORCE KEY", "IGNORE INDEX", "IGNORE KEY", "INDEXED BY"};
  bool hint = llvm::any_of(hints, [&](StringRef word) { return word.equals_insensitive(node.keyword); });
  bool behind = !q.dialect.sampleBeforeAlias || node.keyword.equals_insensitive("FINAL");
  bool version = q.dialect.versionBehindAlias && node.keyword.equals_insensitive("FOR SYSTEM_TIME AS OF");
  bool sample = hint || version || (behind && llvm::any_of(behindAlias, [&](StringRef word) { return word.equals_insensitive(node.keyword); }));
  auto *mapped = q.arena.make<RelationModifier>(node);
  mapped->relation = sample && !named ? q.mapRelation(node.relation) : q.mapNamed(node.relation);
  bool columns = !node.args.empty() && isa<Tuple>(node.args[0]) && isCallOf(node.relation, "OPENJSON");
  mapped->args = node.keyword.equals_insensitive("WITH") && !columns ? node.args : q.mapList(node.args);
  if (named || sample)
    return mapped;
  if (node.keyword.equals_insensitive("WITH OFFSET")) { // the column of positions has a name of its own
    mapped->relation = q.mapRelation(node.relation);
    auto *offset = q.arena.make<Identifier>();
    offset->name = "offset";
    return withAlias(q, mapped, offset);
  }
  auto *table = dyn_cast<Table>(mapped->relation);
  auto *name = table ? dyn_cast<Name>(table->name) : nullptr;
  if (!name || !isa<Identifier>(name->parts.back()))
    return later(q, mapped, q.scope->functions);
  const Identifier *alias = unusedName(q, cast<Identifier>(name->parts.back()));
  q.scope->sources.push_back({name->parts, alias});
  return withAlias(q, mapped, alias);
}

// The table keeps its alias before PIVOT; the result has one of its own.
// IN (a AS 'x', b AS 'y') behind UNPIVOT: the labels are values.
static const Node *mapLabels(Qualifier &q, const Node *field) {
  auto *in = dyn_cast<In>(field);
  auto *set = in ? dyn_cast_or_null<Tuple>(in->set) : nullptr;
  if (!set)
    return q.map(field);
  auto *tuple = q.arena.make<Tuple>(*set);
  llvm::SmallVector<const Node *, 8> items;
  for (const Node *item : set->items) {
    auto *labeled = dyn_cast<Aliased>(item);
    if (!labeled || !isa_and_nonnull<String>(labeled->alias)) {
      items.push_back(q.map(item));
      continue;
    }
    auto *mapped = q.arena.make<Aliased>(*labeled);
    mapped->expr = q.map(labeled->expr);
    items.push_back(mapped);
  }
  tuple->items = q.arena.copy(NodeList(items));
  auto *mapped = q.arena.make<In>(*in);
  mapped->operand = q.map(in->operand);
  mapped->set = tuple;
  return mapped;
}

static NodeList mapFields(Qualifier &q, const Pivot &node) {
  llvm::SmallVector<const Node *, 4> fields;
  for (const Node *field : node.fields)
    fields.push_back(node.keyword.equals_insensitive("UNPIVOT") ? mapLabels(q, field) : q.map(field));
  return q.arena.copy(NodeList(fields));
}

static const Node *mapPivot(Qualifier &q, const Pivot &node, bool named) {
  auto *mapped = q.arena.make<Pivot>(node);
  mapped->relation = q.mapRelation(node.relation);
  mapped->fields = mapFields(q, node);
  for (NodeList *list : {&mapped->aggregates, &mapped->groupBy})
    *list = q.mapList(*list);
  if (named || isa<Pivot>(mapped->relation))
    return mapped;
  auto *inner = dyn_cast<TableAlias>(mapped->relation);
  if (inner && inner->alias && node.keyword.equals_insensitive("UNPIVOT"))
    return withAlias(q, mapped, inner->alias);
  return later(q, mapped, q.scope->derived);
}

static const Node *mapJoin(Qualifier &q, const Node *node) {
  auto *join = dyn_cast<Join>(node);
  if (!join)
    return q.map(node);
  auto *mapped = q.arena.make<Join>(*join);
  bool outer = std::exchange(q.applies, join->kind.ends_with_insensitive("APPLY"));
  mapped->right = q.mapRelation(join->right);
  q.applies = outer;
  mapped->match = q.map(join->match);
  mapped->on = q.map(join->on);
  mapped->usingColumns = q.mapList(join->usingColumns);
  return mapped;
}

static const Node *mapJoined(Qualifier &q, const Joined &node) {
  auto *mapped = q.arena.make<Joined>(node);
  mapped->first = q.mapRelation(node.first);
  llvm::SmallVector<const Node *, 8> joins;
  for (const Node *join : node.joins)
    joins.push_back(mapJoin(q, join));
  mapped->joins = q.arena.copy(NodeList(joins));
  return mapped;
}

// A file that is read as a table: 'x.csv' is the name "x.csv".
static const Node *tableOf(Qualifier &q, const String &file, bool named) {
  auto *name = q.arena.make<Name>();
  name->parts = q.arena.copy(NodeList(static_cast<const Node *>(&file)));
  auto *table = q.arena.make<Table>();
  table->range = file.range;
  table->name = name;
  return q.mapTable(*table, named);
}

// (PIVOT t ON a USING SUM(b)) gets no name.
static bool isPivotQuery(const Node *relation) {
  auto *subquery = dyn_cast_or_null<Subquery>(relation);
  auto *query = subquery ? dyn_cast_or_null<Query>(subquery->query) : nullptr;
  return query && isa_and_nonnull<PivotQuery>(query->body);
}

const Node *Qualifier::mapNamed(const Node *relation) {
  if (auto *file = dyn_cast_or_null<String>(relation))
    return tableOf(*this, *file, true);
  if (auto *paren = dyn_cast_or_null<ParenRelation>(relation))
    return selectAll(*this, *paren);
  if (auto *modifier = dyn_cast_or_null<RelationModifier>(relation))
    return mapModifier(*this, *modifier, true);
  if (auto *pivot = dyn_cast_or_null<Pivot>(relation))
    return mapPivot(*this, *pivot, true);
  if (auto *lateral = dyn_cast_or_null<Lateral>(relation)) {
    auto *mapped = arena.make<Lateral>(*lateral);
    mapped->relation = mapNamed(lateral->relation);
    return mapped;
  }
  if (auto *subquery = dyn_cast_or_null<Subquery>(relation); subquery && dialect.namesInnerColumns && !applies) {
    auto *mapped = arena.make<Subquery>(*subquery);
    mapped->query = mapSource(subquery->query);
    return mapped;
  }
  return map(relation);
}

const Node *Qualifier::mapRelation(const Node *relation) {
  if (auto *file = dyn_cast_or_null<String>(relation))
    return tableOf(*this, *file, false);
  if (auto *table = dyn_cast_or_null<Table>(relation))
    return mapTable(*table, false);
  if (auto *alias = dyn_cast_or_null<TableAlias>(relation))
    return mapTableAlias(*this, *alias);
  if (auto *joined = dyn_cast_or_null<Joined>(relation))
    return mapJoined(*this, *joined);
  if (auto *modifier = dyn_cast_or_null<RelationModifier>(relation))
    return mapModifier(*this, *modifier, false);
  if (auto *pivot = dyn_cast_or_null<Pivot>(relation))
    return mapPivot(*this, *pivot, false);
  if (auto *paren = dyn_cast_or_null<ParenRelation>(relation)) {
    auto *mapped = arena.make<ParenRelation>(*paren);
    mapped->relation = mapRelation(paren->relation);
    return mapped;
  }
  if (isPivotQuery(relation))
    return mapNamed(relation);
  if (isa_and_nonnull<Subquery>(relation))
    return later(*this, mapNamed(relation), scope->derived);
  if (dialect.implicitUnnests && isCallOf(relation, "UNNEST")) { // it has a name that is counted, not printed
    later(*this, relation, scope->functions);
    return mapNamed(relation);
  }
  if (isa_and_nonnull<Call, Lateral, Values>(relation))
    return later(*this, mapNamed(relation), scope->functions);
  return map(relation);
}

} // namespace sluice
