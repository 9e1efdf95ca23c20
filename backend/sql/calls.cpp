// Calls of functions, casts, windows.
//
// The dialect's table of spellings renames a function; a few have a form of
// their own: IF becomes CASE, CURRENT_TIMESTAMP takes or loses parentheses.
#include "backend/sql/time_words.h"
#include "backend/sql/writer.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

// Whether arguments can stand anywhere.
static bool hasPlainArgs(const Call &node) {
  return isPlain(node) && llvm::none_of(node.args, [](const Node *arg) {
           return isa<Lambda>(arg) || isa<KeywordArg>(arg) || isa<Aliased>(arg) || isa<Star>(arg) || isa<Query>(arg) || isa<KeyValue>(arg);
         });
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
  if (name.equals_insensitive("CURRENT_TIME"))
    return w.spelling.bareTime;
  if (name.equals_insensitive("CURRENT_USER"))
    return w.spelling.bareUser;
  return node.bare && name == node.function;
}

static void printNulls(Writer &w, StringRef nulls) {
  if (!nulls.empty())
    (w << ' ').word(nulls) << " NULLS";
}

// GROUP_CONCAT(a ORDER BY b SEPARATOR ','): this phrase comes last.
static bool isSeparator(const Node *arg) {
  auto *phrase = dyn_cast<Phrase>(arg);
  return phrase && phrase->keyword == "SEPARATOR";
}

// Whether a phrase belongs to the argument before it. Those that begin an
// argument of their own: f(TABLE t, MODEL m).
static bool continuesArgument(const Node *arg) {
  auto *phrase = dyn_cast<Phrase>(arg);
  static constexpr StringRef leading[] = {"NAME", "TABLE", "MODEL", "VARIADIC"};
  return phrase && llvm::none_of(leading, [&](StringRef word) { return word.equals_insensitive(phrase->keyword); });
}

// The arguments: a phrase follows behind a blank, anything else behind a comma.
static void printArgs(Writer &w, const Call &node, StringRef nulls) {
  if (node.distinct)
    w << "DISTINCT ";
  bool first = true;
  for (const Node *arg : node.args) {
    if (isSeparator(arg))
      continue;
    if (!std::exchange(first, false))
      w << (continuesArgument(arg) ? " " : ", ");
    w.node(arg);
  }
  printNulls(w, nulls);
  if (!node.orderBy.empty())
    (w << (first ? "ORDER BY " : " ORDER BY ")).list(node.orderBy);
  for (const Node *arg : node.args)
    if (isSeparator(arg))
      (w << ' ').node(arg);
  bool joins = w.spelling.saysSeparator && !w.options.asWritten && node.function.equals_insensitive("GROUP_CONCAT");
  if (joins && llvm::none_of(node.args, isSeparator))
    w << " SEPARATOR ','";
  if (node.limit)
    (w << " LIMIT ").node(node.limit);
}

static bool holdsQuery(const Call &node) { return node.args.size() == 1 && isa<Query>(node.args[0]); }

// What is no function: ANY (SELECT 1), ROLLUP (a, b).
static bool hasBlank(const Call &node) {
  return (holdsQuery(node) && hasWord("ANY ALL SOME", node.function)) || hasWord("ROLLUP CUBE", node.function);
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
static void printSpelled(Writer &w, const Call &node, StringRef outer) {
  StringRef name = node.function;
  if (!w.options.asWritten) {
    if (printForm(w, node))
      return;
    StringRef other = node.qualifier || node.quoted ? StringRef() : findFunction(name, node.args.size(), w.dialect);
    bool whole = !other.empty() && (node.args.empty() || isTemplate(other)); // not only a name
    if (whole && hasPlainArgs(node)) {
      printTemplate(w, other, node.args);
      return;
    }
    name = other.empty() || whole ? name : other;
    if (holdsQuery(node) && name.equals_insensitive("SOME"))
      name = "ANY";
  }
  printFunction(w, node, name);
  if (standsBare(w, node, name))
    return;
  if (hasBlank(node))
    w << ' ';
  bool inside = w.options.asWritten ? outer.empty() : w.spelling.nullsInside;
  StringRef nulls = outer.empty() ? node.nulls : outer;
  if (!node.params.empty())
    w.tuple(node.params);
  w << '(';
  printArgs(w, node, inside ? nulls : StringRef());
  w << ')';
  printNulls(w, inside ? StringRef() : nulls);
}

// While a call is printed, the format of a time among its arguments has the words
// that the dialect prefers.
static void printCall(Writer &w, const Call &node, StringRef outer) {
  auto *arg = llvm::find_if(node.args.take_front(2), [](const Node *arg) { return isa<String>(arg); });
  bool found = !w.options.asWritten && arg != node.args.take_front(2).end();
  std::optional<std::string> format = found ? findFormat(node, *arg, w.dialect) : std::nullopt;
  auto before = w.format;
  if (format)
    w.format = {*arg, *format};
  printSpelled(w, node, outer);
  w.format = before;
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

// QUANTILE_CONT(a, 0.5 ORDER BY a), where PERCENTILE_CONT(0.5) is no function.
static bool printQuantile(Writer &w, const WithinGroup &node) {
  auto *call = dyn_cast_or_null<Call>(node.call);
  bool quantile = call && isPlain(*call) && call->args.size() == 1 && node.orderBy.size() == 1 &&
                  hasWord("PERCENTILE_CONT PERCENTILE_DISC", call->function);
  if (!quantile || w.spelling.orderedQuantile.empty() || w.options.asWritten)
    return false;
  (w << w.spelling.orderedQuantile).word(call->function.take_back(StringRef("_CONT").size())) << '(';
  w.node(cast<SortKey>(node.orderBy[0])->expr) << ", ";
  (w.node(call->args[0]) << " ORDER BY ").list(node.orderBy) << ')';
  return true;
}

void printNode(Writer &w, const WithinGroup &node) {
  if (printQuantile(w, node))
    return;
  (w.node(node.call, level::primary) << " WITHIN GROUP (ORDER BY ").list(node.orderBy) << ')';
}

// ---- casts

// 'YYYY' AT TIME ZONE 'UTC': the words belong to the format.
static void printFormat(Writer &w, const Node *format) {
  auto *infix = dyn_cast<Infix>(format);
  if (infix && infix->ops.size() == 1 && infix->ops[0] == Op::AtTimeZone)
    (w.node(infix->operands[0]) << " AT TIME ZONE ").node(infix->operands[1]);
  else
    w.node(format);
}

void printCast(Writer &w, StringRef function, const Node *operand, const Node *type, const Node *format) {
  auto *plain = dyn_cast_or_null<Type>(type);
  bool isDate = plain && plain->name.equals_insensitive("DATE") && plain->args.empty();
  if (isDate && w.spelling.dateCastIsCall && !w.options.asWritten && !format) {
    (w << "DATE(").node(operand) << ')';
    return;
  }
  (w.word(function) << '(').node(operand) << " AS ";
  bool outer = std::exchange(w.declaring, false);
  w.node(type);
  w.declaring = outer;
  if (format)
    printFormat(w << " FORMAT ", format);
  w << ')';
}

void printNode(Writer &w, const Cast &node) {
  StringRef function = node.function.empty() ? StringRef("CAST") : node.function;
  if (!w.options.asWritten && !function.equals_insensitive("CAST"))
    function = w.spelling.tryCast;
  printCast(w, function, node.operand, node.type, node.format);
}

// ---- windows

// The whole partition is what FIRST_VALUE sees anyway, where the dialect says so.
static const Frame *findFrame(const Writer &w, const Over &node, const WindowSpec &spec) {
  static constexpr StringRef values = "FIRST_VALUE LAST_VALUE NTH_VALUE";
  auto *frame = dyn_cast_or_null<Frame>(spec.frame);
  auto *call = dyn_cast_or_null<Call>(node.call);
  bool implied = w.spelling.wholeFrames && !w.options.asWritten && call && hasWord(values, call->function) && frame &&
                 frame->unit.equals_insensitive("ROWS") && frame->exclude.empty();
  auto isEnd = [](const Node *bound, StringRef side) {
    auto *end = dyn_cast_or_null<FrameBound>(bound);
    return end && end->unbounded && end->side.equals_insensitive(side);
  };
  return implied && isEnd(frame->from, "PRECEDING") && isEnd(frame->to, "FOLLOWING") ? nullptr : frame;
}

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
  WindowSpec shortened = spec ? *spec : WindowSpec();
  if (spec && !findFrame(w, node, *spec))
    shortened.frame = nullptr;
  (w << " OVER ").node(named && !w.options.asWritten ? spec->base : spec ? &shortened : node.window);
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
  bool alone = !node.to && (w.options.asWritten || w.spelling.boundAlone);
  w << (alone ? "" : "BETWEEN ");
  w.node(node.from);
  if (node.to)
    (w << " AND ").node(node.to);
  else if (!alone)
    w << " AND CURRENT ROW";
  if (!node.exclude.empty())
    (w << " EXCLUDE ").word(node.exclude);
}

void printNode(Writer &w, const FrameBound &node) {
  if (node.offset)
    w.node(node.offset, level::term);
  else if (node.unbounded)
    w << "UNBOUNDED";
  if (!node.side.empty())
    (w << (node.offset || node.unbounded ? " " : "")).word(node.side);
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
