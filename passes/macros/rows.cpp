// Macros that write common queries and projections: @PIVOT, @DEDUPLICATE,
// @DATE_SPINE.
//
//   @PIVOT(s, ['x'])      SUM(CASE WHEN s = 'x' THEN 1 ELSE 0 END) AS "x"
#include "ir/time/calendar.h"
#include "passes/macros/diags.h"
#include "passes/macros/expander.h"
#include "passes/macros/families.h"
#include "passes/macros/values.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

static const Node *parseText(StringRef sql, MacroContext &context) {
  Report unused;
  TokenBuffer tokens;
  scan(context.arena->copy(sql), context.dialect, tokens, Sink(unused), SourceRange{1, 1});
  return context.parser.parseExpr(tokens, Sink(unused));
}

// ---- @PIVOT

namespace {
struct Pivoted {
  std::string column, aggregate = "SUM", compare = "=", prefix, suffix, then = "1", otherwise = "0";
  std::vector<std::string> values;
  bool alias = true, quote = true, distinct = false;
};

// Reads the arguments by position; the first that is wrong is reported.
struct PivotReader {
  MacroCallFrame &call;
  bool good = true;

  void sql(size_t i, std::string &out) {
    if (!call.has(i))
      return;
    std::optional<std::string> text = call.text(i);
    good &= text.has_value();
    out = text.value_or("");
  }
  void name(size_t i, std::string &out) {
    const Node *node = call.has(i) ? call.tree(i) : nullptr;
    good &= node || !call.has(i);
    if (node)
      out = bareName(*node, call.context.dialect);
  }
  void flag(size_t i, bool &out) {
    const Node *node = call.has(i) ? call.tree(i) : nullptr;
    auto *literal = dyn_cast_or_null<Bool>(node);
    if (node && !literal)
      call.wrongArgs("no truth value", "TRUE or FALSE for `alias`, `quote` and `distinct`");
    good &= literal || !call.has(i);
    out = literal ? literal->value : out;
  }
};
} // namespace

static std::optional<Pivoted> readPivot(MacroCallFrame &call) {
  Pivoted pivot;
  PivotReader read{call};
  read.sql(0, pivot.column);
  read.flag(2, pivot.alias);
  read.name(3, pivot.aggregate);
  read.name(4, pivot.compare);
  read.name(5, pivot.prefix);
  read.name(6, pivot.suffix);
  read.sql(7, pivot.then);
  read.sql(8, pivot.otherwise);
  read.flag(9, pivot.quote);
  read.flag(10, pivot.distinct);
  std::optional<std::string> list = call.text(1);
  auto values = list ? findItems(*list, call.context.dialect) : std::nullopt;
  if (list && !values)
    call.wrongArgs("`" + *list + "` as values", "a list of values");
  if (!values || !read.good)
    return std::nullopt;
  pivot.values = std::move(*values);
  return pivot;
}

static std::string pivotItem(const Pivoted &pivot, StringRef value, MacroContext &context) {
  std::string item = pivot.aggregate + (pivot.distinct ? "(DISTINCT " : "(") + "CASE WHEN " + pivot.column + " " +
                     pivot.compare + " " + value.str() + " THEN " + pivot.then + " ELSE " + pivot.otherwise + " END)";
  if (!pivot.alias)
    return item;
  const Node *node = parseText(value, context);
  std::string name = pivot.prefix + (node ? bareName(*node, context.dialect) : "") + pivot.suffix;
  item += " AS ";
  pivot.quote ? appendName(name, true, context.dialect, item) : void(item += name);
  return item;
}

MacroResult evalPivot(MacroCallFrame &call) {
  auto pivot = readPivot(call);
  if (!pivot)
    return MacroResult::failed();
  MacroResult all = MacroResult::several({});
  for (const std::string &value : pivot->values) {
    std::optional<TokenSlice> slice = call.write(pivotItem(*pivot, value, call.context));
    if (!slice)
      return MacroResult::failed();
    all.slices.push_back(*slice);
  }
  return all;
}

// ---- @DEDUPLICATE

// Sort keys are texts: 'a DESC NULLS LAST'.
static std::optional<std::string> readSortKeys(MacroCallFrame &call, StringRef list) {
  std::string keys;
  auto items = findItems(list, call.context.dialect);
  for (const std::string &item : items.value_or(std::vector<std::string>())) {
    const Node *node = parseText(item, call.context);
    keys += (keys.empty() ? "" : ", ") + (node ? bareName(*node, call.context.dialect) : "");
  }
  if (!keys.empty())
    return keys;
  call.wrongArgs("`" + list + "` as order", "a list of texts such as 'a DESC'");
  return std::nullopt;
}

// One row of each group of equal ones: the first in an order.
MacroResult evalDeduplicate(MacroCallFrame &call) {
  std::optional<std::string> table = call.text(0), groups = call.text(1), order = call.text(2);
  if (!table || !groups || !order)
    return MacroResult::failed();
  auto columns = findItems(*groups, call.context.dialect);
  if (!columns)
    return call.wrongArgs("`" + *groups + "` as columns", "a list of columns");
  auto keys = readSortKeys(call, *order);
  if (!keys)
    return MacroResult::failed();
  std::string number =
      "ROW_NUMBER() OVER (PARTITION BY " + llvm::join(*columns, ", ") + " ORDER BY " + *keys + ")";
  if (call.context.style.hasQualify)
    return MacroResult::of(call.write("SELECT * FROM " + *table + " QUALIFY " + number + " = 1"));
  return MacroResult::of(
      call.write("SELECT * FROM (SELECT *, " + number + " AS _w FROM " + *table + ") AS _t WHERE _w = 1"));
}

// ---- @DATE_SPINE

// The step of a spine, as the dialect writes it.
static std::string spineStep(StringRef part, const MacroStyle &style) {
  if (part == "QUARTER" && !style.quarterStep.empty())
    return style.quarterStep.str();
  if (part == "WEEK" && !style.weekStep.empty())
    return style.weekStep.str();
  return fillStyle(style.step, {part});
}

// One end of a spine: a text is a date, which is cast.
struct SpineEnd {
  std::string sql, cast;
  std::optional<int64_t> day;
};

static std::optional<SpineEnd> readSpineEnd(MacroCallFrame &call, size_t i, bool isText) {
  const Node *node = call.tree(i);
  std::optional<std::string> text = node ? call.text(i) : std::nullopt;
  if (!text)
    return std::nullopt;
  SpineEnd end{*text, fillStyle(call.context.style.castToDate, {*text}), std::nullopt};
  if (!isText)
    return end;
  end.day = findDay(readString(*cast<String>(node), call.context.dialect));
  if (!end.day) {
    call.wrongArgs("the date " + *text, "dates such as '2024-01-31'");
    return std::nullopt;
  }
  end.sql = end.cast;
  return end;
}

// A query of one row for each day, week, month, quarter or year between two.
MacroResult evalDateSpine(MacroCallFrame &call) {
  const Node *partNode = call.tree(0), *from = call.tree(1), *to = call.tree(2);
  if (!partNode || !from || !to)
    return MacroResult::failed();
  std::string part = StringRef(bareName(*partNode, call.context.dialect)).upper();
  if (!llvm::is_contained({"DAY", "WEEK", "MONTH", "QUARTER", "YEAR"}, StringRef(part)))
    return call.wrongArgs("the part `" + StringRef(part).lower() + "`", "'day', 'week', 'month', 'quarter' or 'year'");
  bool texts = isa<String>(from) && isa<String>(to);
  auto start = readSpineEnd(call, 1, texts), end = start ? readSpineEnd(call, 2, texts) : std::nullopt;
  if (!end)
    return MacroResult::failed();
  if (texts && *start->day > *end->day)
    return call.wrongArgs("a start behind the end", "a start that is not after the end");
  const MacroStyle &style = call.context.style;
  std::string column = "date_" + StringRef(part).lower();
  return MacroResult::of(call.write(
      fillStyle(style.spine, {start->sql, end->sql, column, spineStep(part, style), part, start->cast, end->cast})));
}

} // namespace sluice
