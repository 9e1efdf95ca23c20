// Calls of functions, casts, windows.
//
// The dialect's table of spellings renames a function; a few have a form of
// their own: IF becomes CASE, CURRENT_TIMESTAMP takes or loses parentheses.
#include "backend/sql/writer.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

// ---- forms of their own

// CASE WHEN condition THEN a ELSE b END
static void printIf(Writer &w, const Call &node) {
  ((w << "CASE WHEN ").node(node.args[0]) << " THEN ").node(node.args[1]);
  if (node.args.size() == 3)
    (w << " ELSE ").node(node.args[2]);
  w << " END";
}

// a % b; each operand in parentheses if it is more than one term.
static void printModulo(Writer &w, const Call &node) {
  (w.node(node.args[0], level::sign) << " % ").node(node.args[1], level::sign);
}

// DATE_TRUNC('MONTH', d), DATE_DIFF('DAY', a, b): the unit in capitals.
static void printTruncation(Writer &w, const Call &node) {
  w.word(node.function.equals_insensitive("DATE_TRUNC") ? "DATE_TRUNC" : "DATE_DIFF") << "('";
  w.word(cast<String>(node.args[0])->text) << "', ";
  w.list(node.args.drop_front()) << ')';
}

// SUBSTRING(a FROM 1 FOR 2)
static void printSubstring(Writer &w, const Call &node) {
  ((w << "SUBSTRING(").node(node.args[0]) << " FROM ").node(node.args[1]);
  if (node.args.size() == 3)
    (w << " FOR ").node(node.args[2]);
  w << ')';
}

// a || b, for engines without CONCAT
static void printConcat(Writer &w, const Call &node) {
  llvm::interleave(
      node.args, [&](const Node *arg) { w.node(arg, opLevel(Op::Concat) + 1); }, [&] { w << " || "; });
}

// a -> '$.b'
static void printArrow(Writer &w, const Call &node) {
  (w.node(node.args[0], level::access) << " -> ").node(node.args[1], level::access);
}

// CAST(a AS DATE)
static void printDate(Writer &w, const Call &node) { (w << "CAST(").node(node.args[0]) << " AS DATE)"; }

// RANGE(0, 10)
static void printRange(Writer &w, const Call &node) { (w << "RANGE(0, ").node(node.args[0]) << ')'; }

static bool isPlain(const Call &node) {
  return !node.qualifier && !node.quoted && !node.distinct && !node.limit && node.orderBy.empty() && !node.bare &&
         node.nulls.empty() && llvm::none_of(node.args, [](const Node *arg) { return isa<Phrase>(arg); });
}

// A function that is printed in another form: under which names, on which
// dialects, with how many arguments.
struct CallForm {
  StringRef name;
  uint8_t fewest, most;
  bool (*applies)(const Writer &w, const Call &node);
  void (*print)(Writer &w, const Call &node);
};

static bool whereModulo(const Writer &w, const Call &) { return w.spelling.hasModulo; }
static bool whereIfIsCase(const Writer &w, const Call &) { return w.spelling.ifIsCase; }
static bool whereNoConcat(const Writer &w, const Call &) { return w.spelling.concatIsOperator; }
static bool whereSubstringFrom(const Writer &w, const Call &) { return w.spelling.substringFrom; }
static bool whereJsonArrows(const Writer &w, const Call &) { return w.spelling.jsonArrows; }
static bool whereRangeHasStart(const Writer &w, const Call &) { return w.spelling.rangeHasStart; }
static bool whereDateIsCast(const Writer &w, const Call &) { return w.spelling.dateCallIsCast; }
static bool withUnit(const Writer &w, const Call &node) {
  auto *unit = dyn_cast<String>(node.args[0]);
  return w.spelling.truncatesByString && unit && unit->prefix.empty();
}

static bool withUnitOfDiff(const Writer &w, const Call &node) { return w.spelling.dateCallIsCast && withUnit(w, node); }

static constexpr CallForm callForms[] = {
    {.name = "IF", .fewest = 2, .most = 3, .applies = whereIfIsCase, .print = printIf},
    {.name = "IIF", .fewest = 2, .most = 3, .applies = whereIfIsCase, .print = printIf},
    {.name = "MOD", .fewest = 2, .most = 2, .applies = whereModulo, .print = printModulo},
    {.name = "CONCAT", .fewest = 2, .most = 255, .applies = whereNoConcat, .print = printConcat},
    {.name = "DATE_TRUNC", .fewest = 2, .most = 3, .applies = withUnit, .print = printTruncation},
    {.name = "DATE_DIFF", .fewest = 3, .most = 3, .applies = withUnitOfDiff, .print = printTruncation},
    {.name = "DATEDIFF", .fewest = 3, .most = 3, .applies = withUnitOfDiff, .print = printTruncation},
    {.name = "DATE", .fewest = 1, .most = 1, .applies = whereDateIsCast, .print = printDate},
    {.name = "SUBSTRING", .fewest = 2, .most = 3, .applies = whereSubstringFrom, .print = printSubstring},
    {.name = "JSON_EXTRACT", .fewest = 2, .most = 2, .applies = whereJsonArrows, .print = printArrow},
    {.name = "RANGE", .fewest = 1, .most = 1, .applies = whereRangeHasStart, .print = printRange},
    {.name = "SUBSTR", .fewest = 2, .most = 3, .applies = whereSubstringFrom, .print = printSubstring},
};

static bool printForm(Writer &w, const Call &node) {
  for (const CallForm &form : callForms)
    if (form.name.equals_insensitive(node.function) && node.args.size() >= form.fewest &&
        node.args.size() <= form.most && form.applies(w, node) && isPlain(node)) {
      form.print(w, node);
      return true;
    }
  return false;
}

// ---- calls

// The functions that stand without parentheses: CURRENT_DATE and relatives.
static bool standsBare(const Writer &w, const Call &node, StringRef name) {
  if (w.options.asWritten || !node.args.empty() || node.qualifier || node.quoted)
    return node.bare;
  if (name.equals_insensitive("CURRENT_DATE"))
    return w.spelling.bareDate;
  if (name.equals_insensitive("CURRENT_TIMESTAMP"))
    return w.spelling.bareTimestamp;
  return node.bare && name == node.function;
}

// GROUP_CONCAT(a ORDER BY b SEPARATOR ','): this phrase comes last.
static bool isSeparator(const Node *arg) {
  auto *phrase = dyn_cast<Phrase>(arg);
  return phrase && phrase->keyword == "SEPARATOR";
}

// The arguments: a Phrase follows behind a blank, anything else behind a comma.
static void printArgs(Writer &w, const Call &node) {
  if (node.distinct)
    w << "DISTINCT ";
  bool first = true;
  for (const Node *arg : node.args) {
    if (isSeparator(arg))
      continue;
    if (!std::exchange(first, false))
      w << (isa<Phrase>(arg) ? " " : ", ");
    w.node(arg);
  }
  if (!node.orderBy.empty())
    (w << (first ? "ORDER BY " : " ORDER BY ")).list(node.orderBy);
  for (const Node *arg : node.args)
    if (isSeparator(arg))
      (w << ' ').node(arg);
  if (node.limit)
    (w << " LIMIT ").node(node.limit);
}

static void printNulls(Writer &w, StringRef nulls) {
  if (!nulls.empty())
    (w << ' ').word(nulls) << " NULLS";
}

// What is no function: ANY (SELECT 1), ROLLUP (a, b).
static bool hasBlank(const Call &node) {
  static constexpr StringRef quantifiers[] = {"ANY", "ALL", "SOME"}, groupings[] = {"ROLLUP", "CUBE"};
  auto named = [&](StringRef name) { return name.equals_insensitive(node.function); };
  bool query = node.args.size() == 1 && isa<Query>(node.args[0]);
  return (query && llvm::any_of(quantifiers, named)) || llvm::any_of(groupings, named);
}

static void printFunction(Writer &w, const Call &node, StringRef name) {
  if (node.qualifier)
    w.node(node.qualifier) << '.';
  if (node.quoted)
    printQuotedName(name, w.dialect, w.out);
  else if (node.qualifier || w.spelling.functionsAsWritten)
    w << name;
  else
    w.word(name);
}

// `outer` is IGNORE or RESPECT as it stands behind the parentheses.
static void printCall(Writer &w, const Call &node, StringRef outer) {
  StringRef name = node.function;
  if (!w.options.asWritten) {
    if (printForm(w, node))
      return;
    StringRef other =
        node.qualifier || node.quoted ? StringRef() : findFunctionName(name, node.args.size(), w.spelling);
    name = other.empty() ? name : other;
  }
  printFunction(w, node, name);
  if (standsBare(w, node, name))
    return;
  if (hasBlank(node))
    w << ' ';
  bool inside = w.options.asWritten ? outer.empty() : w.spelling.nullsInside;
  StringRef nulls = outer.empty() ? node.nulls : outer;
  w << '(';
  printArgs(w, node);
  printNulls(w, inside ? nulls : StringRef());
  w << ')';
  printNulls(w, inside ? StringRef() : nulls);
}

void printNode(Writer &w, const Call &node) { printCall(w, node, {}); }

void printNode(Writer &w, const Phrase &node) {
  w.word(node.keyword);
  if (node.value)
    (w << (node.keyword.empty() ? "" : " ")).node(node.value);
}

void printNode(Writer &w, const Filtered &node) {
  (w.node(node.call, level::primary) << " FILTER(WHERE ").node(node.condition) << ')';
}

void printNode(Writer &w, const WithinGroup &node) {
  (w.node(node.call, level::primary) << " WITHIN GROUP (ORDER BY ").list(node.orderBy) << ')';
}

// ---- casts

void printCast(Writer &w, StringRef function, const Node *operand, const Node *type, const Node *format) {
  auto *plain = dyn_cast_or_null<Type>(type);
  bool isDate = plain && plain->name.equals_insensitive("DATE") && plain->args.empty();
  if (isDate && w.spelling.dateCastIsCall && !w.options.asWritten && !format) {
    (w << "DATE(").node(operand) << ')';
    return;
  }
  (w.word(function) << '(').node(operand) << " AS ";
  w.node(type);
  if (format)
    (w << " FORMAT ").node(format);
  w << ')';
}

void printNode(Writer &w, const Cast &node) {
  StringRef function = node.function.empty() ? StringRef("CAST") : node.function;
  printCast(w, function, node.operand, node.type, node.format);
}

// ---- windows

void printNode(Writer &w, const Over &node) {
  auto *call = dyn_cast_or_null<Call>(node.call);
  if (call) {
    printCall(w, *call, node.nulls);
  } else {
    w.node(node.call, level::primary);
    printNulls(w, node.nulls);
  }
  if (!node.window)
    return;
  // OVER (w) is OVER w.
  auto *spec = dyn_cast<WindowSpec>(node.window);
  bool named = spec && spec->base && spec->partitionBy.empty() && spec->orderBy.empty() && !spec->frame;
  (w << " OVER ").node(named && !w.options.asWritten ? spec->base : node.window);
}

// The words before the frame; nothing if all are absent.
static void printWindowParts(Writer &w, const WindowSpec &node) {
  StringRef blank = "";
  auto part = [&](StringRef words, auto print) {
    w << blank << words;
    print();
    blank = " ";
  };
  if (node.base)
    part("", [&] { w.node(node.base); });
  if (!node.partitionBy.empty())
    part("PARTITION BY ", [&] { w.list(node.partitionBy); });
  if (!node.orderBy.empty())
    part("ORDER BY ", [&] { w.list(node.orderBy); });
  if (node.frame)
    part("", [&] { w.node(node.frame); });
}

void printNode(Writer &w, const WindowSpec &node) {
  w << '(';
  printWindowParts(w, node);
  w << ')';
}

// One bound means: from there to the current row.
void printNode(Writer &w, const Frame &node) {
  w.word(node.unit) << ' ';
  if (node.to || !w.options.asWritten)
    w << "BETWEEN ";
  w.node(node.from);
  if (node.to)
    (w << " AND ").node(node.to);
  else if (!w.options.asWritten)
    w << " AND CURRENT ROW";
  if (!node.exclude.empty())
    (w << " EXCLUDE ").word(node.exclude);
}

void printNode(Writer &w, const FrameBound &node) {
  bool current = node.side.equals_insensitive("CURRENT ROW");
  if (node.offset)
    w.node(node.offset, level::term);
  else if (!current)
    w << "UNBOUNDED";
  if (!node.side.empty())
    (w << (current ? "" : " ")).word(node.side);
}

// Where NULL stands without a word about it.
static bool nullsAreFirst(NullOrder order, bool descending) {
  if (order == NullOrder::Last)
    return false;
  return (order == NullOrder::Small) != descending;
}

void printNode(Writer &w, const SortKey &node) {
  w.node(node.expr);
  bool descending = node.direction.equals_insensitive("DESC");
  if (!node.direction.empty())
    (w << ' ').word(node.direction);
  bool first = node.nulls.equals_insensitive("FIRST");
  bool said = w.options.asWritten || first != nullsAreFirst(w.spelling.nulls, descending);
  if (!node.nulls.empty() && said)
    (w << " NULLS ").word(node.nulls);
  if (node.fill)
    (w << ' ').node(node.fill);
}

} // namespace sluice
