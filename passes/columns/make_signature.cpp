// Walks from the outermost projections inwards, to the tables that columns come
// from. A query inside is looked at when a column of it is asked for.
//
//   WITH c AS (SELECT x.a AS b, x.d FROM s.x AS x) SELECT c.b FROM c
//     c.b -> the projection `x.a AS b` of c -> Inner(Column(s.x, a))
#include "passes/columns/make_signature.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SaveAndRestore.h"
#include "passes/columns/term_builder.h"
#include "passes/qualify.h"
#include <deque>

namespace sluice {
namespace {

// What a name in FROM stands for: a table, a query inside, or what is not known.
struct Source {
  StringRef name;
  int table = -1;
  SignatureScope *inner = nullptr;
  llvm::SmallVector<StringRef, 2> merged = {}; // by USING, with those of a source before it
};

// A query by name, and those that it sees.
struct CteScope {
  StringRef name;
  SignatureScope *query = nullptr;
  const CteScope *outer = nullptr;
};

// A column of a query, or all columns of a table.
struct Output {
  StringRef name;
  const Node *item = nullptr;           // a projection, which sees `scope`
  SignatureScope *scope = nullptr;
  uint32_t term = 0;                    // once it is made
  bool made = false, star = false;
};

} // namespace

// A query, opened when it is needed.
struct SignatureScope {
  const Node *query = nullptr;
  const CteScope *ctes = nullptr;
  bool opened = false;
  bool known = true; // whether all columns are among the outputs
  llvm::SmallVector<Source, 4> sources = {};
  std::vector<Output> outputs = {};
};

namespace {

StringRef nameOf(const Node *node) {
  const auto *identifier = dyn_cast_or_null<Identifier>(node);
  return identifier ? identifier->name : StringRef();
}

class SignatureBuilder : TermBuilder {
public:
  SignatureBuilder(ArrayRef<const Table *> tables, const Dialect &dialect, Arena &arena, QuerySignature &made)
      : TermBuilder(dialect, made), tables(tables), arena(arena) {}

  void build(const Node *query, const std::vector<std::string> *wanted);

private:
  SignatureScope &makeScope(const Node *query, const CteScope *ctes) { return scopes.emplace_back(query, ctes); }
  SignatureScope &open(SignatureScope &scope);
  void openBody(SignatureScope &scope, const Node *body);
  void openSelect(SignatureScope &scope, const Select &select);
  void openOperation(SignatureScope &scope, const SetOperation &operation);
  void addCtes(const Node *with, SignatureScope &scope);
  void addSources(const Node *node, SignatureScope &scope);
  void addJoins(const Joined &joined, SignatureScope &scope);
  void addSource(const Node *node, SignatureScope &scope);
  void addItem(const Node &item, SignatureScope &scope);
  void addStar(const Star &star, StringRef source, SignatureScope &scope);
  void addAll(const Source &source, ArrayRef<StringRef> excluded, SignatureScope &scope);
  uint32_t termOf(Output &output);
  uint32_t columnOf(Source &source, StringRef column);
  uint32_t innerColumn(SignatureScope &inner, StringRef column);
  uint32_t nameTerm(const Name &name, SignatureScope &scope) override;
  uint32_t subqueryTerm(const Node *query, SignatureScope &scope) override;

  ArrayRef<const Table *> tables;
  Arena &arena;
  std::deque<SignatureScope> scopes;
  std::deque<CteScope> ctes;
};

// ---- sources

// A name without a schema may be a CTE; the last one of its name is meant.
void SignatureBuilder::addSource(const Node *node, SignatureScope &scope) {
  Source &source = scope.sources.emplace_back();
  const auto *alias = dyn_cast_or_null<TableAlias>(node);
  if (!alias)
    return;
  source.name = nameOf(alias->alias);
  if (!alias->columns.empty())
    return;
  if (const auto *subquery = dyn_cast<Subquery>(alias->relation))
    source.inner = &makeScope(subquery->query, scope.ctes);
  const auto *table = dyn_cast<Table>(alias->relation);
  const auto *found = llvm::find(tables, table);
  if (table && found != tables.end())
    source.table = int(found - tables.begin());
  const auto *name = table && found == tables.end() ? dyn_cast_or_null<Name>(table->name) : nullptr;
  for (const CteScope *cte = scope.ctes; cte && name && name->parts.size() == 1 && !source.inner; cte = cte->outer)
    if (cte->name == nameOf(name->parts.front()))
      source.inner = cte->query;
}

// What NATURAL merges is not followed.
void SignatureBuilder::addJoins(const Joined &joined, SignatureScope &scope) {
  addSources(joined.first, scope);
  for (const Node *node : joined.joins) {
    const auto *join = dyn_cast<Join>(node);
    size_t first = scope.sources.size();
    if (join && !join->kind.contains_insensitive("NATURAL"))
      addSources(join->right, scope);
    else
      scope.sources.emplace_back();
    if (join && first < scope.sources.size())
      for (const Node *column : join->usingColumns)
        scope.sources[first].merged.push_back(nameOf(column));
  }
}

void SignatureBuilder::addSources(const Node *node, SignatureScope &scope) {
  if (const auto *joined = dyn_cast_or_null<Joined>(node))
    return addJoins(*joined, scope);
  if (const auto *paren = dyn_cast_or_null<ParenRelation>(node))
    return addSources(paren->relation, scope);
  addSource(node, scope);
}

// ---- queries

void SignatureBuilder::addAll(const Source &source, ArrayRef<StringRef> excluded, SignatureScope &scope) {
  if (source.table >= 0) {
    uint32_t term = makeText(TypeTerm::Star, llvm::join(excluded, "\n"), source.table);
    scope.outputs.push_back({{}, nullptr, nullptr, term, true, true});
    return;
  }
  scope.known &= source.inner && open(*source.inner).known;
  if (!source.inner || !scope.known)
    return;
  for (Output &output : source.inner->outputs) {
    if (!output.star && llvm::is_contained(excluded, output.name))
      continue;
    Output copy{output.name, nullptr, nullptr, output.star ? output.term : make(TypeTerm::Inner, termOf(output)), true, output.star};
    if (output.star && !excluded.empty())
      copy.term = makeText(TypeTerm::Star, (made.text(made.terms[output.term]) + "\n" + llvm::join(excluded, "\n")).str(),
                           made.terms[output.term].table);
    scope.outputs.push_back(copy);
  }
}

// The columns that EXCEPT leaves; other words change columns, which are then not
// known.
void SignatureBuilder::addStar(const Star &star, StringRef name, SignatureScope &scope) {
  llvm::SmallVector<StringRef, 4> excluded;
  for (const Node *node : star.modifiers) {
    const auto *modifier = dyn_cast<StarModifier>(node);
    if (!modifier || !modifier->keyword.starts_with_insensitive("EXC"))
      return void(scope.known = false);
    for (const Node *item : modifier->items)
      excluded.push_back(outputName(*item, dialect, arena));
  }
  for (const Source &source : scope.sources) {
    if (!name.empty() && source.name != name)
      continue;
    llvm::SmallVector<StringRef, 4> left(excluded);
    if (name.empty())
      llvm::append_range(left, source.merged);
    addAll(source, left, scope);
  }
}

void SignatureBuilder::addItem(const Node &item, SignatureScope &scope) {
  const auto *name = dyn_cast<Name>(&item);
  const auto *star = dyn_cast<Star>(name && !name->parts.empty() ? name->parts.back() : &item);
  if (star)
    return addStar(*star, name && name->parts.size() > 1 ? nameOf(name->parts[name->parts.size() - 2]) : "", scope);
  scope.outputs.push_back({outputName(item, dialect, arena), &item, &scope});
}

void SignatureBuilder::openSelect(SignatureScope &scope, const Select &select) {
  for (const Node *relation : select.from)
    addSources(relation, scope);
  if (!select.lateralViews.empty())
    scope.sources.emplace_back();
  scope.known = select.asWhat.empty();
  scope.outputs.reserve(select.items.size());
  for (const Node *item : select.items)
    addItem(*item, scope);
}

// Columns have the names of the first term's. For a query that is read by others
// they are as wide as those of all terms.
void SignatureBuilder::openOperation(SignatureScope &scope, const SetOperation &operation) {
  const CteScope *seen = scope.ctes;
  SignatureScope &first = open(makeScope(operation.terms.front(), seen));
  scope.known = first.known;
  scope.outputs = first.outputs;
  bool outermost = &scope == &scopes.front();
  for (const Node *term : outermost ? NodeList() : operation.terms.drop_front()) {
    SignatureScope &other = open(makeScope(term, seen));
    bool alike = other.known && other.outputs.size() == scope.outputs.size();
    for (auto [i, output] : llvm::enumerate(scope.outputs)) {
      if (output.star)
        continue;
      uint32_t term = 0;
      if (alike && !other.outputs[i].star)
        term = make(TypeTerm::Common, withoutLiteral(termOf(output)), make(TypeTerm::Common, withoutLiteral(termOf(other.outputs[i]))));
      output = {output.name, nullptr, nullptr, term, true, false};
    }
  }
}

void SignatureBuilder::addCtes(const Node *node, SignatureScope &scope) {
  const auto *with = dyn_cast_or_null<With>(node);
  for (const Node *item : with ? with->ctes : NodeList())
    if (const auto *cte = dyn_cast<Cte>(item)) {
      SignatureScope &query = makeScope(cte->columns.empty() ? cte->query : nullptr, scope.ctes);
      scope.ctes = &ctes.emplace_back(nameOf(cte->name), &query, scope.ctes);
    }
}

void SignatureBuilder::openBody(SignatureScope &scope, const Node *body) {
  while (isa_and_nonnull<Query, Subquery>(body)) {
    if (const auto *subquery = dyn_cast<Subquery>(body)) {
      body = subquery->query;
      continue;
    }
    const auto *query = cast<Query>(body);
    addCtes(query->with, scope);
    body = query->body;
  }
  if (const auto *select = dyn_cast_or_null<Select>(body))
    return openSelect(scope, *select);
  if (const auto *operation = dyn_cast_or_null<SetOperation>(body))
    return openOperation(scope, *operation);
  scope.known = false;
}

SignatureScope &SignatureBuilder::open(SignatureScope &scope) {
  if (scope.opened)
    return scope;
  scope.opened = true;
  llvm::SaveAndRestore<unsigned> deeper(depth, depth + 1);
  if (depth < maxDepth)
    openBody(scope, scope.query);
  else
    scope.known = false;
  return scope;
}

// ---- columns

uint32_t SignatureBuilder::termOf(Output &output) {
  if (output.made)
    return output.term;
  output.made = true; // before it is known: who asks for itself gets nothing
  uint32_t term = expression(output.item, *output.scope);
  return output.term = term;
}

uint32_t SignatureBuilder::innerColumn(SignatureScope &inner, StringRef column) {
  open(inner);
  auto named = llvm::find_if(inner.outputs, [&](const Output &output) { return !output.star && output.name == column; });
  if (named != inner.outputs.end())
    return make(TypeTerm::Inner, termOf(*named));
  uint32_t term = 0;
  for (const Output &output : inner.outputs)
    if (output.star) {
      uint32_t one = makeText(TypeTerm::Column, column, made.terms[output.term].table);
      term = term ? make(TypeTerm::Either, term, one) : one;
    }
  return term ? make(TypeTerm::Inner, term) : 0;
}

uint32_t SignatureBuilder::columnOf(Source &source, StringRef column) {
  if (source.table >= 0)
    return makeText(TypeTerm::Column, column, source.table);
  return source.inner ? innerColumn(*source.inner, column) : 0;
}

// A name without a table is a column of the first source that has it.
uint32_t SignatureBuilder::nameTerm(const Name &name, SignatureScope &scope) {
  if (name.parts.empty() || name.parts.size() > 2)
    return 0;
  StringRef column = nameOf(name.parts.back());
  if (name.parts.size() == 2) {
    StringRef table = nameOf(name.parts.front());
    auto found = llvm::find_if(scope.sources, [&](const Source &source) { return source.name == table; });
    return found == scope.sources.end() ? 0 : columnOf(*found, column);
  }
  uint32_t term = 0;
  for (Source &source : scope.sources) {
    if (source.table < 0 && !source.inner)
      return 0;
    uint32_t one = columnOf(source, column);
    term = term && one ? make(TypeTerm::Either, term, one) : term | one;
  }
  return term;
}

uint32_t SignatureBuilder::subqueryTerm(const Node *query, SignatureScope &scope) {
  SignatureScope &inner = open(makeScope(query, scope.ctes));
  bool one = inner.known && inner.outputs.size() == 1 && !inner.outputs.front().star;
  return one ? withoutLiteral(termOf(inner.outputs.front())) : 0;
}

bool isAmong(StringRef name, ArrayRef<std::string> wanted) {
  return llvm::any_of(wanted, [&](StringRef other) { return other.equals_insensitive(name); });
}

void SignatureBuilder::build(const Node *query, const std::vector<std::string> *wanted) {
  SignatureScope &scope = open(makeScope(query, nullptr));
  made.complete = scope.known && !wanted;
  for (Output &output : scope.outputs) {
    if (wanted && !isAmong(output.name, *wanted))
      continue;
    uint32_t term = termOf(output);
    auto at = uint32_t(made.words.size());
    made.words.append(output.name.data(), output.name.size());
    made.items.push_back({at, uint32_t(output.name.size()), term});
    made.complete &= output.star || !output.name.empty();
  }
}

} // namespace

QuerySignature makeSignature(const Node *query, ArrayRef<const Table *> tables, const Dialect &dialect, Arena &arena,
                             const std::vector<std::string> *wanted) {
  // What is written is kept, so it gets no more memory than it needs; the room is used again.
  static thread_local QuerySignature room;
  room.items.clear();
  room.terms.clear();
  room.words.clear();
  SignatureBuilder(tables, dialect, arena, room).build(query, wanted);
  return room;
}

} // namespace sluice
