// Macros that need the columns of relations: @STAR and @UNION.
//
//   SELECT @STAR(s.t, exclude := [b]) FROM s.t
//   SELECT CAST("t"."a" AS INT) AS "a" FROM s.t
//
// Where nothing is known of any table, both name a column that stands for all of
// them, as SQLMesh does; else a table without known columns is a mistake.
#include "passes/macros/diags.h"
#include "passes/macros/expander.h"
#include "passes/macros/families.h"
#include "passes/macros/values.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

static const RelationColumn standIn = {"__schema_unavailable_at_load__", ""};

// The columns of a relation; nothing where they are not known, which is
// reported.
static std::optional<ArrayRef<RelationColumn>> columnsOf(MacroCallFrame &call, const Node &relation, StringRef text) {
  call.context.askedColumns = true;
  RelationColumns found = call.context.columns ? (*call.context.columns)(relation) : RelationColumns();
  if (found.kind == RelationColumns::NotYet) {
    if (call.context.columns)
      call.context.sink.report(call.range, diag::MacroStandIn, call.node.name.upper(), text);
    return ArrayRef(standIn);
  }
  if (found.kind == RelationColumns::Known)
    return found.columns;
  call.context.sink.report(call.range, diag::MacroNoColumns, call.node.name.upper(), text);
  return std::nullopt;
}

// ---- @STAR

namespace {
struct StarCall {
  std::string table, prefix, suffix;
  std::vector<std::string> excluded;
  bool quote = true;
};
} // namespace

// The name that an expression has in the dialect's case; empty without one.
static std::string normalName(const Node &node, const Dialect &dialect) {
  auto *name = dyn_cast<Name>(&node);
  auto *last = name && !name->parts.empty() ? dyn_cast<Identifier>(name->parts.back()) : dyn_cast<Identifier>(&node);
  return last ? normalizeName(last->name, last->quoted, dialect) : bareName(node, dialect);
}

static const Node *parseText(StringRef sql, MacroContext &context) {
  Report unused;
  TokenBuffer tokens;
  scan(context.arena->copy(sql), context.dialect, tokens, Sink(unused), SourceRange{1, 1});
  return context.parser.parseExpr(tokens, Sink(unused));
}

// The names of the columns that are left out; nothing where it is no list.
static bool readExcluded(MacroCallFrame &call, size_t i, StarCall &star) {
  if (!call.has(i))
    return true;
  std::optional<std::string> text = call.text(i);
  auto names = text ? findItems(*text, call.context.dialect) : std::nullopt;
  if (text && !names)
    names = {*text}; // one column needs no brackets
  for (const std::string &name : names.value_or(std::vector<std::string>()))
    if (const Node *node = parseText(name, call.context))
      star.excluded.push_back(normalName(*node, call.context.dialect));
  return names.has_value();
}

// A text that is put before or behind each name.
static bool readAffix(MacroCallFrame &call, size_t i, std::string &affix) {
  const Node *node = call.has(i) ? call.tree(i) : nullptr;
  if (node && !isa<String, Number>(node))
    call.wrongArgs("no literal", "a text as prefix and suffix");
  if (node)
    affix = bareName(*node, call.context.dialect);
  return !call.has(i) || isa_and_nonnull<String, Number>(node);
}

static std::optional<StarCall> readStar(MacroCallFrame &call, const Node &relation) {
  StarCall star;
  const Node *alias = call.has(1) ? call.tree(1) : nullptr;
  const Node *quote = call.has(5) ? call.tree(5) : nullptr;
  if (call.has(1) && !isa_and_nonnull<Name>(alias)) {
    call.wrongArgs("no name as alias", "a name");
    return std::nullopt;
  }
  if (call.has(5) && !isa_and_nonnull<Bool>(quote)) {
    call.wrongArgs("no truth value as `quote_identifiers`", "TRUE or FALSE");
    return std::nullopt;
  }
  star.table = normalName(alias ? *alias : relation, call.context.dialect);
  star.quote = !quote || cast<Bool>(quote)->value;
  bool good = readExcluded(call, 2, star) && readAffix(call, 3, star.prefix) && readAffix(call, 4, star.suffix);
  if (good && star.excluded.empty())
    good = readExcluded(call, 6, star);
  return good ? std::optional(star) : std::nullopt;
}

static std::string starItem(const StarCall &star, const RelationColumn &column, bool typed, const Dialect &dialect) {
  std::string item, alias = star.prefix + column.name + star.suffix;
  auto append = [&](StringRef name, std::string &out) {
    star.quote ? appendName(name, true, dialect, out) : void(out += name);
  };
  append(star.table, item);
  append(column.name, item += ".");
  if (typed)
    item = "CAST(" + item + " AS " + column.type + ")";
  append(alias, item += " AS ");
  return item;
}

// Casts only where the types of all columns are known.
MacroResult evalStar(MacroCallFrame &call) {
  const Node *relation = call.tree(0);
  std::optional<std::string> text = relation ? call.text(0) : std::nullopt;
  if (!text)
    return MacroResult::failed();
  if (auto *literal = dyn_cast<String>(relation))
    relation = parseText(readString(*literal, call.context.dialect), call.context);
  if (!isa_and_nonnull<Name>(relation))
    return call.wrongArgs("`" + *text + "`", "the name of a relation");
  auto star = readStar(call, *relation);
  auto columns = star ? columnsOf(call, *relation, *text) : std::nullopt;
  if (!columns)
    return MacroResult::failed();
  llvm::SmallVector<const RelationColumn *, 16> kept;
  for (const RelationColumn &column : *columns)
    if (!llvm::is_contained(star->excluded, column.name))
      kept.push_back(&column);
  bool typed = llvm::all_of(kept, [](const RelationColumn *column) { return !column->type.empty(); });
  MacroResult all = MacroResult::several({});
  for (const RelationColumn *column : kept) {
    std::optional<TokenSlice> slice = call.write(starItem(*star, *column, typed, call.context.dialect));
    if (!slice)
      return MacroResult::failed();
    all.slices.push_back(*slice);
  }
  return all;
}

// ---- @UNION

namespace {
struct UnionCall {
  bool all = true, onlyFirst = false;
  std::vector<std::string> tables;
};
} // namespace

// The condition and the type, which may be left out. Nothing after an error.
static std::optional<UnionCall> readUnion(MacroCallFrame &call) {
  UnionCall result;
  size_t next = 0;
  std::optional<Datum> condition = call.evaluate(0);
  if (!condition)
    return std::nullopt;
  if (condition->kind == Datum::Kind::Bool) {
    result.onlyFirst = !isTrue(*condition);
    ++next;
  }
  const Node *type = next < call.args.size() ? call.tree(next) : nullptr;
  if (isa_and_nonnull<String, Number>(type)) {
    std::string word = bareName(*type, call.context.dialect);
    result.all = StringRef(word).equals_insensitive("all");
    if (!result.all && !StringRef(word).equals_insensitive("distinct")) {
      call.wrongArgs("the type `" + word + "`", "'ALL' or 'DISTINCT'");
      return std::nullopt;
    }
    ++next;
  }
  for (; next < call.args.size(); ++next) {
    std::optional<std::string> table = call.text(next);
    if (!table)
      return std::nullopt;
    result.tables.push_back(std::move(*table));
  }
  if (!result.tables.empty())
    return result;
  call.wrongArgs("no table", "at least one table");
  return std::nullopt;
}

// The columns that all tables have with the same type, in the order of the first.
static std::optional<std::vector<RelationColumn>> commonColumns(MacroCallFrame &call, ArrayRef<std::string> tables) {
  std::vector<RelationColumn> common;
  for (const std::string &table : tables) {
    const Node *relation = parseText(table, call.context);
    if (!isa_and_nonnull<Name>(relation)) {
      call.wrongArgs("`" + table + "`", "names of tables");
      return std::nullopt;
    }
    auto columns = columnsOf(call, *relation, table);
    if (!columns)
      return std::nullopt;
    if (&table == tables.begin())
      common.assign(columns->begin(), columns->end());
    llvm::erase_if(common, [&](const RelationColumn &column) {
      return llvm::none_of(*columns, [&](const RelationColumn &other) {
        return other.name == column.name && StringRef(other.type).equals_insensitive(column.type);
      });
    });
  }
  return common;
}

MacroResult evalUnion(MacroCallFrame &call) {
  auto wanted = readUnion(call);
  auto columns = wanted ? commonColumns(call, wanted->tables) : std::nullopt;
  if (!columns)
    return MacroResult::failed();
  std::string items;
  for (const RelationColumn &column : *columns) {
    std::string name;
    appendName(column.name, false, call.context.dialect, name);
    items += (items.empty() ? "" : ", ") + ("CAST(" + name) + " AS " +
             (column.type.empty() ? "UNKNOWN" : column.type) + ") AS " + name;
  }
  std::string sql;
  for (const std::string &table : ArrayRef(wanted->tables).take_front(wanted->onlyFirst ? 1 : wanted->tables.size())) {
    if (!sql.empty())
      sql += wanted->all ? " UNION ALL " : (" " + call.context.style.unionDistinct + " ").str();
    sql += "SELECT " + items + " FROM " + table;
  }
  return MacroResult::of(call.write(sql));
}

} // namespace sluice
