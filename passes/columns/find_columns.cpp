// A goal that needs others is put aside until they are reached. No goal calls
// another, so chains of models may be as long as they like; one that asks for
// itself gets nothing.
#include "passes/columns/find_columns.h"
#include "ir/dialect/type_words.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include "passes/columns/type_rules.h"
#include "passes/graph.h"

namespace sluice {
namespace {

// Whether a model's columns stand beside it, not in a query.
bool isDeclared(const ModelBody &body) {
  return body.python || body.kind == Kind::External || body.kind == Kind::Seed || body.find("columns");
}

bool isDistinct(ArrayRef<StringRef> names) {
  llvm::SmallDenseSet<StringRef, 64> seen;
  return llvm::all_of(names, [&](StringRef name) { return seen.insert(name).second; });
}

// Whether a Star leaves a column out.
bool leavesOut(StringRef excluded, StringRef column) {
  while (!excluded.empty()) {
    auto [name, rest] = excluded.split('\n');
    if (name == column)
      return true;
    excluded = rest;
  }
  return false;
}

} // namespace

// The types of a model's terms, as far as the columns that they need are known.
class ColumnFinder::Evaluation {
public:
  Evaluation(ColumnFinder &finder, uint32_t variant, const QuerySignature &signature, Goals &needs)
      : finder(finder), variant(variant), body(finder.body(variant)), signature(signature), needs(needs),
        known(signature.terms.size()) {}

  ExpressionType term(uint32_t index);
  // The type of a column that a Star gives; nothing where it does not.
  std::optional<StringRef> starColumn(const TypeTerm &star, StringRef column);

private:
  ExpressionType evaluate(const TypeTerm &term);
  StringRef column(uint32_t table, StringRef name);
  StringRef common(const TypeTerm &first);
  bool exists(uint32_t index);
  bool hasColumn(uint32_t table, StringRef name);
  bool knowsTables();
  std::optional<uint32_t> parent(uint32_t table) { return finder.findTable(variant, body.queryTables[table]); }

  ColumnFinder &finder;
  uint32_t variant;
  const ModelBody &body;
  const QuerySignature &signature;
  Goals &needs;
  std::vector<std::optional<ExpressionType>> known; // by index of a term
  std::optional<bool> tablesKnown;
};

ExpressionType ColumnFinder::Evaluation::term(uint32_t index) {
  if (!known[index])
    known[index] = evaluate(signature.terms[index]);
  return *known[index];
}

ExpressionType ColumnFinder::Evaluation::evaluate(const TypeTerm &made) {
  switch (made.kind) {
  case TypeTerm::Unknown:
  case TypeTerm::Star:
    return {};
  case TypeTerm::Meant:
    return {signature.text(made), made.literal};
  case TypeTerm::Written:
    return {finder.keep(readType(signature.text(made), *body.dialect))};
  case TypeTerm::Column:
    return {knowsTables() ? column(made.table, signature.text(made)) : StringRef()};
  case TypeTerm::Inner:
    return {knowsTables() ? term(made.a).type : StringRef()};
  case TypeTerm::Either:
    return term(exists(made.a) ? made.a : made.b);
  case TypeTerm::Common:
    return {common(made)};
  case TypeTerm::Sum:
    return {sumType(term(made.a).type)};
  case TypeTerm::Infix:
    return {infixType(term(made.a), term(made.b))};
  case TypeTerm::Divide:
    return {quotientType(term(made.a).type, term(made.b).type, made.wholes)};
  case TypeTerm::Interval:
    return {made.b ? "INTERVAL TIME" : "INTERVAL"};
  }
  return {};
}

StringRef ColumnFinder::Evaluation::common(const TypeTerm &first) {
  CommonType common;
  common.add(term(first.a));
  for (uint32_t next = first.b; next; next = signature.terms[next].b)
    common.add(term(signature.terms[next].a));
  return common.result();
}

bool ColumnFinder::Evaluation::exists(uint32_t index) {
  const TypeTerm &made = signature.terms[index];
  if (made.kind == TypeTerm::Column)
    return hasColumn(made.table, signature.text(made));
  if (made.kind == TypeTerm::Either)
    return exists(made.a) || exists(made.b);
  return made.kind != TypeTerm::Inner || exists(made.a);
}

bool ColumnFinder::Evaluation::hasColumn(uint32_t table, StringRef name) {
  auto from = parent(table);
  if (!from || !finder.reached({*from, Goal::Named, {}}, needs))
    return false;
  const Names &names = finder.states[*from].names;
  return names && llvm::is_contained(*names, name);
}

// A model that reads itself is no table that has to be known.
bool ColumnFinder::Evaluation::knowsTables() {
  if (tablesKnown)
    return *tablesKnown;
  tablesKnown = true;
  for (uint32_t table = 0; table < body.queryTables.size(); ++table) {
    auto from = parent(table);
    if (from == variant)
      continue;
    bool named = from && finder.reached({*from, Goal::Named, {}}, needs) && finder.states[*from].names;
    tablesKnown = *tablesKnown && named;
  }
  return *tablesKnown;
}

StringRef ColumnFinder::Evaluation::column(uint32_t table, StringRef name) {
  auto from = parent(table);
  if (!from || !finder.reached({*from, Goal::Typed, name}, needs))
    return {};
  return finder.respell(finder.columnState(*from, name).type, *body.dialect);
}

std::optional<StringRef> ColumnFinder::Evaluation::starColumn(const TypeTerm &star, StringRef name) {
  if (leavesOut(signature.text(star), name) || !hasColumn(star.table, name))
    return std::nullopt;
  return knowsTables() ? column(star.table, name) : StringRef();
}

// ---- goals

ColumnFinder::ColumnFinder(const Project &project, const GatewayModels &models, ModelMaker &maker)
    : project(project), models(models), maker(maker), states(models.variants.size()) {
  byName.reserve(models.variants.size());
  for (auto [index, variant] : llvm::enumerate(models.variants))
    byName[fullName(*variant.body, variant.body->table)] = uint32_t(index);
}

// A name that a model writes, with the catalog that stands before its names of two
// parts.
ColumnFinder::FullName ColumnFinder::fullName(const ModelBody &body, const TableName &name) {
  bool complete = !name.catalog.empty() || name.schema.empty();
  StringRef catalog = complete ? StringRef(name.catalog) : keep(modelCatalog(project.config, *models.gateway, body));
  return {catalog, name.schema, name.table};
}

std::optional<uint32_t> ColumnFinder::findTable(uint32_t variant, size_t table) {
  auto &known = states[variant].tables;
  if (known)
    return (*known)[table];
  known.emplace();
  for (const TableUse &use : body(variant).tables) {
    auto found = byName.find(fullName(body(variant), use.name));
    known->push_back(found == byName.end() ? std::nullopt : std::optional(found->second));
  }
  return (*known)[table];
}

// A type of another dialect is read in the words that this one has for it, as
// SQLMesh hands it on.
StringRef ColumnFinder::respell(StringRef type, const Dialect &dialect) {
  if (type.empty())
    return type;
  auto [entry, isNew] = respelled.try_emplace({type.data(), &dialect});
  if (isNew)
    entry->second = keep(readType(writeType(type, dialect), dialect));
  return entry->second;
}

ColumnFinder::ColumnState &ColumnFinder::columnState(uint32_t variant, StringRef column) {
  std::vector<ColumnState> &columns = states[variant].columns;
  auto found = llvm::find_if(columns, [&](const ColumnState &state) { return state.name == column; });
  return found != columns.end() ? *found : columns.emplace_back(keep(column), StringRef());
}

ColumnFinder::Phase &ColumnFinder::phaseOf(const Goal &goal) {
  if (goal.kind == Goal::Typed)
    return columnState(goal.variant, goal.column).phase;
  State &state = states[goal.variant];
  return goal.kind == Goal::Made ? state.made : goal.kind == Goal::Signed ? state.isSigned : state.named;
}

bool ColumnFinder::reached(const Goal &goal, Goals &needs) {
  if (phaseOf(goal) != Phase::New)
    return true;
  needs.push_back(goal);
  return false;
}

void ColumnFinder::solve(Goal root) {
  std::vector<Goal> path{root};
  Goals needs;
  while (!path.empty()) {
    const Goal goal = path.back();
    needs.clear();
    if (phaseOf(goal) != Phase::Done) {
      phaseOf(goal) = Phase::Open;
      attempt(goal, needs);
    }
    if (needs.empty()) {
      phaseOf(goal) = Phase::Done;
      path.pop_back();
    }
    llvm::append_range(path, needs);
  }
}

void ColumnFinder::attempt(const Goal &goal, Goals &needs) {
  if (goal.kind == Goal::Made)
    return attemptMade(goal.variant, needs);
  if (body(goal.variant).poisoned || !reached({goal.variant, Goal::Made, {}}, needs))
    return;
  if (goal.kind == Goal::Signed)
    states[goal.variant].whole = std::make_unique<QuerySignature>(maker.sign(goal.variant));
  else if (goal.kind == Goal::Named)
    states[goal.variant].names = attemptNames(goal.variant, needs);
  else if (StringRef type = attemptType(goal.variant, goal.column, needs); needs.empty())
    columnState(goal.variant, goal.column).type = type == "NULL" ? StringRef() : type;
}

void ColumnFinder::attemptMade(uint32_t variant, Goals &needs) {
  if (!body(variant).asksColumns || body(variant).poisoned)
    return;
  for (auto [table, use] : llvm::enumerate(body(variant).tables))
    if (auto from = use.dependency ? findTable(variant, table) : std::nullopt)
      if (*from != variant && reached({*from, Goal::Named, {}}, needs) && states[*from].names)
        for (StringRef name : *states[*from].names)
          reached({*from, Goal::Typed, name}, needs);
  if (!needs.empty())
    return;
  maker.remake(variant);
  states[variant].tables.reset();
}

// Null while it is not known, and where it asks for itself.
const QuerySignature *ColumnFinder::wholeSignature(uint32_t variant, Goals &needs) {
  return reached({variant, Goal::Signed, {}}, needs) ? states[variant].whole.get() : nullptr;
}

// Names without a star are known of the body, with those that its kind adds.
ColumnFinder::Names ColumnFinder::attemptNames(uint32_t variant, Goals &needs) {
  const ModelBody &body = this->body(variant);
  std::vector<StringRef> names(body.columns.size());
  llvm::transform(body.columns, names.begin(), [](const ModelColumn &column) { return StringRef(column.name); });
  if (names.empty()) {
    const QuerySignature *whole = isDeclared(body) ? nullptr : wholeSignature(variant, needs);
    if (!whole || !whole->complete)
      return std::nullopt;
    names = namesOf(variant, *whole, needs);
  }
  return names.empty() || !isDistinct(names) ? std::nullopt : std::optional(std::move(names));
}

// Those that a signature names, and those of its stars; none where these are not
// known.
std::vector<StringRef> ColumnFinder::namesOf(uint32_t variant, const QuerySignature &signature, Goals &needs) {
  std::vector<StringRef> names;
  for (const QuerySignature::Item &item : signature.items) {
    const TypeTerm &term = signature.terms[item.term];
    if (term.kind != TypeTerm::Star) {
      names.push_back(signature.text(item));
      continue;
    }
    auto from = findTable(variant, body(variant).queryTables[term.table]);
    if (!from || !reached({*from, Goal::Named, {}}, needs) || !states[*from].names)
      return {};
    llvm::copy_if(*states[*from].names, std::back_inserter(names),
                  [&](StringRef name) { return !leavesOut(signature.text(term), name); });
  }
  return names;
}

// The type of a column, if the signature has it.
std::optional<StringRef> ColumnFinder::termType(uint32_t variant, const QuerySignature &signature, StringRef column, Goals &needs) {
  Evaluation evaluation(*this, variant, signature, needs);
  for (const QuerySignature::Item &item : signature.items)
    if (signature.terms[item.term].kind != TypeTerm::Star && signature.text(item) == column)
      return evaluation.term(item.term).type;
  for (const QuerySignature::Item &item : signature.items)
    if (const TypeTerm &term = signature.terms[item.term]; term.kind == TypeTerm::Star)
      if (auto type = evaluation.starColumn(term, column))
        return type;
  return std::nullopt;
}

StringRef ColumnFinder::attemptType(uint32_t variant, StringRef column, Goals &needs) {
  const ModelBody &body = this->body(variant);
  if (auto type = termType(variant, body.signature, column, needs))
    return *type;
  for (const ModelColumn &known : body.columns)
    if (known.name == column && !known.type.empty())
      return keep(readType(known.type, known.neutral && !body.find("columns") ? *findDialect("") : *body.dialect));
  if (isDeclared(body))
    return {};
  const QuerySignature *whole = wholeSignature(variant, needs);
  return whole ? termType(variant, *whole, column, needs).value_or(StringRef()) : StringRef();
}

StringRef ColumnFinder::findType(uint32_t variant, StringRef column) {
  solve({variant, Goal::Typed, column});
  return columnState(variant, column).type;
}

std::optional<std::vector<FoundColumn>> ColumnFinder::findColumns(uint32_t variant) {
  solve({variant, Goal::Named, {}});
  if (!states[variant].names)
    return std::nullopt;
  std::vector<FoundColumn> found;
  for (StringRef name : *states[variant].names)
    found.push_back({name, findType(variant, name)});
  return found;
}

} // namespace sluice
