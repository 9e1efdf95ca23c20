// Relations: tables and their names, aliases, samples, joins.
//
//   FROM t AS a JOIN u ON c, (v, w)
//
// A dialect's row says where a name between one pair of quotes has several parts,
// and where what looks like a table is an array of a table before it.
#include "frontend/parse/builder.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

// The name that other sources of FROM know this one by; null if it has none.
static const Identifier *sourceName(const Node *relation) {
  if (auto *alias = dyn_cast_or_null<TableAlias>(relation))
    return dyn_cast_or_null<Identifier>(alias->alias);
  auto *table = dyn_cast_or_null<Table>(relation);
  auto *name = table ? dyn_cast_or_null<Name>(table->name) : nullptr;
  return name && !name->parts.empty() ? dyn_cast_or_null<Identifier>(name->parts.back()) : nullptr;
}

// UNNEST(t.a) for the table t.a, if t is a source before it.
const Node *Builder::asUnnest(const Node *relation, ArrayRef<StringRef> sources) {
  auto *alias = dyn_cast_or_null<TableAlias>(relation);
  auto *table = dyn_cast_or_null<Table>(alias ? alias->relation : relation);
  auto *name = table ? dyn_cast_or_null<Name>(table->name) : nullptr;
  auto *first = name && name->parts.size() > 1 ? dyn_cast_or_null<Identifier>(name->parts[0]) : nullptr;
  auto isFirst = [&](StringRef source) { return first && source.equals_insensitive(first->name); };
  if (llvm::none_of(sources, isFirst))
    return relation;
  Call *call = arena->make<Call>();
  call->range = table->range;
  call->function = "UNNEST";
  call->args = arena->copy(NodeList(name));
  if (!alias)
    return call;
  auto *aliased = arena->make<TableAlias>(*alias);
  aliased->relation = call;
  return aliased;
}

// What stands in FROM. In some dialects `FROM t, t.a` reads the array a of t.
NodeList Builder::sources(Mark m) {
  llvm::SmallVector<StringRef, 4> names;
  auto take = [&](const Node *&relation, bool conditional) {
    if (!names.empty() && !conditional)
      relation = asUnnest(relation, names);
    if (const Identifier *name = sourceName(relation))
      names.push_back(name->name);
  };
  for (Mark i = m; i < sp && dialect->implicitUnnests; ++i) {
    auto *joined = const_cast<Joined *>(dyn_cast_or_null<Joined>(stack[i]));
    take(joined ? joined->first : stack[i], false);
    for (const Node *node : joined ? joined->joins : NodeList())
      if (auto *join = const_cast<Join *>(dyn_cast_or_null<Join>(node)))
        take(join->right, join->on);
  }
  return list(m);
}

const Node *Builder::table(Mark m) {
  if (sp <= m)
    return nullptr;
  tableOrCall(m);
  return pop();
}

// `p.d.t` between one pair of quotes has the parts p, d and t.
const Name *Builder::splitName(const Name *name) {
  auto isDotted = [](const Node *part) {
    auto *identifier = dyn_cast_or_null<Identifier>(part);
    return identifier && identifier->name.contains('.');
  };
  auto isPlain = [](const Node *part) { return isa_and_nonnull<Identifier>(part); };
  if (!llvm::any_of(name->parts, isDotted) || !llvm::all_of(name->parts, isPlain))
    return name;
  llvm::SmallVector<const Node *, 4> parts;
  for (const Node *part : name->parts)
    splitPart(*cast<Identifier>(part), parts);
  Name *whole = arena->make<Name>(*name);
  whole->parts = arena->copy(NodeList(parts));
  whole->joined = true;
  return whole;
}

void Builder::splitPart(const Identifier &part, llvm::SmallVectorImpl<const Node *> &parts) {
  llvm::SmallVector<StringRef, 4> pieces;
  part.name.split(pieces, '.');
  for (StringRef piece : pieces) {
    auto *made = arena->make<Identifier>(part);
    made->name = piece;
    made->quoted = true;
    parts.push_back(made);
  }
}

// The table whose name was pushed in parts since m.
void Builder::pushTable(Mark m) {
  Table *node = arena->make<Table>();
  pushNameOf(m);
  node->name = pop();
  if (auto *name = dyn_cast_or_null<Name>(node->name); name && dialect->dottedNames)
    node->name = splitName(name);
  node->range = node->name->range;
  push(node);
}

void Builder::tableOrCall(Mark m) {
  if (isa_and_nonnull<Table>(at(m)) && sp == m + 1)
    return;
  if (auto *call = dyn_cast_or_null<Call>(top())) {
    (void)call;
    if (sp > m + 1)
      qualify(m);
    return;
  }
  pushTable(m);
}

void Builder::onlyTable(Mark) {
  if (auto *node = topAs<Table>())
    node->only = true;
}

void Builder::tableAlias(TableAlias *alias) {
  alias->relation = pop();
  if (isa_and_nonnull<TableAlias>(alias->relation))
    fail(Flaw::SecondAlias);
  alias->range.begin = alias->relation ? alias->relation->range.begin : 0;
  finish(alias);
}

void Builder::typedColumn(TypeField *field, Mark) {
  pop();
  finish(field);
}

void Builder::relationModifier(RelationModifier *modifier, Mark m) {
  modifier->args = list(m);
  modifier->relation = pop();
  modifier->range.begin = modifier->relation ? modifier->relation->range.begin : 0;
  finish(modifier);
}

// TABLESAMPLE (10 PERCENT): plain words stay one, anything else keeps its nodes.
void Builder::samplePhrase(Mark m, uint32_t t) {
  bool plain = true;
  for (uint32_t i = m; i < sp; ++i)
    plain &= isa_and_nonnull<Word, Number>(stack[i]);
  Paren *paren = makeAt<Paren>(t - 1);
  if (plain) {
    sp = m;
    pushWords(t);
  } else {
    for (uint32_t i = m; i < sp; ++i)
      if (auto *id = dyn_cast_or_null<Identifier>(stack[i])) {
        Name *name = arena->make<Name>();
        name->range = id->range;
        name->parts = arena->copy(NodeList(id));
        stack[i] = name;
      }
    Statement *parts = makeAt<Statement>(t);
    parts->parts = list(m);
    finish(parts);
  }
  paren->expr = pop();
  finish(paren);
}

void Builder::pivoted(Pivot *pivot) {
  pivot->relation = pop();
  pivot->range.begin = pivot->relation ? pivot->relation->range.begin : 0;
  finish(pivot);
}

void Builder::lateral(uint32_t t, Mark) {
  if (!t || base[t - 1] != token::LATERAL)
    return;
  Lateral *node = makeAt<Lateral>(t - 1);
  node->relation = pop();
  finish(node);
}

// FROM VALUES (1), (2) AS t(a)
void Builder::tableValues(uint32_t t, Mark m) {
  Values *node = makeAt<Values>(t);
  node->rows = list(m);
  finish(node);
}

// a..b: the schema that the engine takes when none is named.
void Builder::emptyPart() { push<Identifier>(); }

// (a JOIN b), (a, b)
void Builder::parenRelation(Mark m, uint32_t t) {
  ParenRelation *node = makeAt<ParenRelation>(t);
  if (sp > m + 1) {
    llvm::SmallVector<const Node *, 4> joins;
    for (uint32_t i = m + 1; i < sp; ++i) {
      auto *nested = dyn_cast_or_null<Joined>(stack[i]);
      Join *join = arena->make<Join>();
      join->kind = ",";
      join->right = nested ? nested->first : stack[i];
      join->range = stack[i] ? stack[i]->range : SourceRange{};
      joins.push_back(join);
      if (nested)
        joins.append(nested->joins.begin(), nested->joins.end());
    }
    Joined *joined = arena->make<Joined>();
    joined->first = stack[m];
    joined->joins = arena->copy(NodeList(joins));
    joined->range = cover(stack[m] ? stack[m]->range : SourceRange{}, joins.back()->range);
    sp = m;
    push(joined);
  }
  node->relation = pop();
  finish(node);
}

void Builder::joined(Mark m) {
  if (sp < m + 2)
    return;
  Joined *node = arena->make<Joined>();
  node->joins = list(m + 1);
  node->first = pop();
  node->range.begin = node->first ? node->first->range.begin : 0;
  finish(node);
}

// The join that a condition belongs to: the last one, or the one before which
// still has none; the last one is then part of what that one joins.
void Builder::joinOn() {
  const Node *condition = pop();
  auto *join = topAs<Join>();
  if (join && (join->on || !join->usingColumns.empty())) {
    pop();
    auto *outer = topAs<Join>();
    if (outer && !outer->on && outer->usingColumns.empty()) {
      Joined *inner = arena->make<Joined>();
      inner->first = outer->right;
      inner->joins = arena->copy(NodeList(join));
      inner->range = cover(outer->right ? outer->right->range : SourceRange{}, join->range);
      outer->right = inner;
      ++steps;
      join = outer;
    } else {
      fail(Flaw::StrayOn);
    }
  }
  if (!join)
    return;
  join->on = condition;
  join->range.end = endBefore();
}

void Builder::joinMatch() {
  const Node *condition = pop();
  if (auto *join = topAs<Join>()) {
    join->match = condition;
    join->range.end = endBefore();
  }
}

void Builder::joinUsing() {
  uint32_t first = sp;
  while (first && !isa_and_nonnull<Join>(stack[first - 1]))
    --first;
  NodeList columns = list(first);
  Null placeholder;
  push(&placeholder);
  joinOn();
  if (auto *join = topAs<Join>()) {
    join->on = nullptr;
    join->usingColumns = columns;
  }
}

} // namespace sluice
