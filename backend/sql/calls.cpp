// Calls of functions, casts, windows.
//
// The dialect's table of spellings renames a function; a few have a form of
// their own: IF becomes CASE, CURRENT_TIMESTAMP takes or loses parentheses.
#include "backend/sql/writer.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

static bool isPlain(const Call &node) {
  return !node.qualifier && !node.quoted && node.params.empty() && !node.distinct && !node.limit && node.orderBy.empty() &&
         node.nulls.empty() && llvm::none_of(node.args, [](const Node *arg) { return isa<Phrase>(arg); });
}

// ---- texts with places for arguments

// Whether a spelling is more than another name.
static bool isTemplate(StringRef spelled) { return spelled.find_first_of("$( ") != StringRef::npos; }

// Whether arguments can stand anywhere.
static bool hasPlainArgs(const Call &node) {
  return isPlain(node) && llvm::none_of(node.args, [](const Node *arg) {
           return isa<Lambda>(arg) || isa<KeywordArg>(arg) || isa<Aliased>(arg) || isa<Star>(arg) || isa<Query>(arg) || isa<KeyValue>(arg);
         });
}

// Whether no operator stands beside a place for an argument.
static bool isEnclosed(StringRef before, StringRef behind) {
  static constexpr StringRef opening[] = {"(", ", ", "[", "WHEN ", "THEN ", "ELSE "}, closing[] = {")", ",", "]", " AS ", " THEN", " ELSE", " END"};
  return llvm::any_of(opening, [&](StringRef text) { return before.ends_with(text); }) &&
         llvm::any_of(closing, [&](StringRef text) { return behind.starts_with(text); });
}

// A value that is cast already is not cast again: what was printed since `from` is
// the same cast as the one that was begun before it. Returns how much of the rest
// of that cast is printed, too.
static size_t takeCast(Writer &w, size_t from, StringRef rest) {
  StringRef tail = rest.take_front(rest.find(')') + 1), printed = StringRef(w.out).drop_front(from);
  if (!tail.starts_with(" AS ") || !printed.starts_with("CAST(") || !printed.ends_with(tail))
    return 0;
  w.out.erase(from, StringRef("CAST(").size());
  return tail.size();
}

void printTemplate(Writer &w, StringRef text, NodeList args) {
  while (!text.empty()) {
    auto [before, behind] = text.split('$');
    w << before;
    if (behind.empty())
      return;
    size_t place = size_t(behind[0] - '1');
    if (place >= args.size()) { // the root of a JSON path: '$'
      w << '$';
      text = behind;
      continue;
    }
    StringRef rest = behind.drop_front();
    size_t from = w.out.size();
    w.node(args[place], isEnclosed(before, rest) ? level::any : level::primary);
    text = rest.drop_front(before.ends_with("CAST(") ? takeCast(w, from, rest) : 0);
  }
}

// ---- forms of their own

// a % b; each operand in parentheses if it is more than one term.
static void printModulo(Writer &w, const Call &node) {
  (w.node(node.args[0], level::sign) << " % ").node(node.args[1], level::sign);
}

// DATE_TRUNC('MONTH', d), DATE_DIFF('DAY', a, b): the unit in capitals.
static void printTruncation(Writer &w, const Call &node) {
  w.word(node.function.equals_insensitive("DATEDIFF") ? StringRef("DATE_DIFF") : node.function) << "('";
  w.word(cast<String>(node.args[0])->text) << "', ";
  w.list(node.args.drop_front()) << ')';
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

// RANGE(0, 10)
static void printRange(Writer &w, const Call &node) { (w << "RANGE(0, ").node(node.args[0]) << ')'; }

// A function that is printed in another form: under which names, on which
// dialects, with how many arguments.
struct CallForm {
  StringRef name;
  uint8_t fewest, most;
  bool (*applies)(const Writer &w, const Call &node);
  void (*print)(Writer &w, const Call &node);
};

// NAMED_STRUCT('a', b) is STRUCT(b AS a)
static void printStruct(Writer &w, const Call &node) {
  w << "STRUCT(";
  for (size_t i = 0; i + 1 < node.args.size(); i += 2) {
    (w << (i ? ", " : "")).node(node.args[i + 1]) << " AS ";
    printName(w, cast<String>(node.args[i])->text, false);
  }
  w << ')';
}
static bool whereNamesAreTexts(const Writer &w, const Call &node) {
  bool named = node.args.size() % 2 == 0 && w.spelling.structByAlias;
  for (size_t i = 0; named && i < node.args.size(); i += 2)
    named = isa<String>(node.args[i]);
  return named;
}

// The unit of a function on times: DAY in DATEADD('day', 1, a) and DATEADD(day, 1, a).
static StringRef unitOf(const Node *arg) {
  if (auto *string = dyn_cast<String>(arg))
    return string->prefix.empty() ? string->text : StringRef();
  if (auto *word = dyn_cast<Word>(arg))
    return word->text;
  auto *name = dyn_cast<Name>(arg);
  auto *identifier = name && name->parts.size() == 1 ? dyn_cast<Identifier>(name->parts[0]) : nullptr;
  return identifier ? identifier->name : StringRef();
}
static bool withPlainUnit(const Writer &w, const Call &node) { return !w.spelling.unitCalls.empty() && !unitOf(node.args[0]).empty(); }
static void printUnitCall(Writer &w, const Call &node) {
  bool adds = node.function.ends_with_insensitive("ADD");
  auto [add, diff] = w.spelling.unitCalls.split(' ');
  // Operands of DATEDIFF are made times, unless they are numbers of days.
  bool numbers = llvm::any_of(node.args, [](const Node *arg) { return isa<Number>(arg); });
  bool casts = !adds && !numbers && !w.spelling.diffOperand.empty();
  (w << (adds ? add : diff) << '(').word(unitOf(node.args[0]));
  for (const Node *arg : node.args.drop_front()) {
    w << ", ";
    if (casts)
      printTemplate(w, w.spelling.diffOperand, arg);
    else
      w.node(arg);
  }
  w << ')';
}

static bool whereModulo(const Writer &w, const Call &) { return w.spelling.hasModulo; }
static bool whereNoConcat(const Writer &w, const Call &) { return w.spelling.concatIsOperator; }
static bool whereJsonArrows(const Writer &w, const Call &) { return w.spelling.jsonArrows; }
static bool whereRangeHasStart(const Writer &w, const Call &) { return w.spelling.rangeHasStart; }
static bool withUnit(const Writer &w, const Call &node) {
  auto *unit = dyn_cast<String>(node.args[0]);
  return w.spelling.truncatesByString && unit && unit->prefix.empty();
}

static bool withQuotedUnit(const Writer &w, const Call &node) { return w.spelling.quotesUnits && withUnit(w, node); }
static bool withUnitOfDate(const Writer &w, const Call &node) { return w.spelling.dateDiffHasUnit && withPlainUnit(w, node); }
static bool whereJsonIsText(const Writer &w, const Call &) { return !w.spelling.jsonText.empty(); }
static void printJsonText(Writer &w, const Call &node) { printTemplate(w, w.spelling.jsonText, node.args); }

// ISNULL(JSON_QUERY(a, b), JSON_VALUE(a, b)) is that text already.
static bool isJsonText(const Writer &w, const Call &node) {
  auto *query = dyn_cast<Call>(node.args[0]), *value = dyn_cast<Call>(node.args[1]);
  return !w.spelling.jsonText.empty() && query && value && query->function.equals_insensitive("JSON_QUERY") &&
         value->function.equals_insensitive("JSON_VALUE") && query->args.size() == 2;
}
static void printJsonTextAgain(Writer &w, const Call &node) { printTemplate(w, w.spelling.jsonText, cast<Call>(node.args[0])->args); }

// TO_DATE(a, 'yyyy-MM-dd'): the format is the usual one.
static bool withUsualFormat(const Writer &w, const Call &node) {
  auto *format = dyn_cast<String>(node.args[1]);
  return format && !w.spelling.dateFormat.empty() && format->text == w.spelling.dateFormat;
}
static void printUsualDate(Writer &w, const Call &node) { (w << "TO_DATE(").node(node.args[0]) << ')'; }

static bool withUnitOfDiff(const Writer &w, const Call &node) { return w.spelling.dateCallIsCast && withUnit(w, node); }

// j ->> '$.a'
static void printTextArrow(Writer &w, const Call &node) {
  (w.node(node.args[0], level::access) << " ->> ").node(node.args[1], level::access);
}

// EXTRACT(day FROM a)
static bool whereDatePartIsExtract(const Writer &w, const Call &node) {
  return w.spelling.datePartIsExtract && !unitOf(node.args[0]).empty();
}
static void printExtract(Writer &w, const Call &node) {
  (w << "EXTRACT(" << unitOf(node.args[0]) << " FROM ").node(node.args[1]) << ')';
}

// STRUCT_PACK(a := 1) is {'a': 1}
static bool withNamedFields(const Writer &w, const Call &node) {
  return w.spelling.structHasKeys && llvm::all_of(node.args, [](const Node *arg) { return isa<KeywordArg>(arg); });
}
static void printFields(Writer &w, const Call &node) {
  auto print = [&](const Node *arg) {
    auto *field = cast<KeywordArg>(arg);
    auto *name = dyn_cast_or_null<Identifier>(field->name);
    name ? printString(name->name, w.dialect, w.out) : (void)w.node(field->name);
    (w << ": ").node(field->value);
  };
  w << '{';
  llvm::interleave(node.args, print, [&] { w << ", "; });
  w << '}';
}

// a + INTERVAL '1' DAY
static bool withInterval(const Writer &w, const Call &node) { return w.spelling.dateCallIsCast && isa<Interval>(node.args[1]); }
static void printSum(Writer &w, const Call &node) {
  bool parens = w.needed > opLevel(Op::Add);
  (w << (parens ? "(" : "")).node(node.args[0], opLevel(Op::Add)) << " + ";
  w.node(node.args[1], opLevel(Op::Add) + 1) << (parens ? ")" : "");
}

// a:b.c for GET_JSON_OBJECT(a, '$.b.c')
static bool withPlainPath(const Writer &w, const Call &node) {
  auto *path = dyn_cast<String>(node.args[1]);
  StringRef steps = path ? path->text : StringRef();
  auto isPart = [](char c) { return llvm::isAlnum(c) || c == '_' || c == '.' || c == '[' || c == ']'; };
  return w.spelling.pathOfJson && steps.consume_front("$.") && !steps.empty() && llvm::all_of(steps, isPart);
}
static void printPathOf(Writer &w, const Call &node) {
  w.node(node.args[0], level::access) << ':' << cast<String>(node.args[1])->text.drop_front(2);
}

// DATE_TRUNC('MONTH', d) for DATE_TRUNC(month, d)
static bool withUnitWord(const Writer &w, const Call &node) { return w.spelling.truncatesByString && isa<Word>(node.args[0]); }
static void printWordTruncation(Writer &w, const Call &node) {
  (w.word(node.function) << "('").word(unitOf(node.args[0])) << "', ";
  w.list(node.args.drop_front()) << ')';
}

// STRUCT(a AS a): a column keeps its name as a field.
static bool whereFieldsAreNamed(const Writer &w, const Call &) { return w.spelling.structByAlias; }
static void printNamedFields(Writer &w, const Call &node) {
  auto print = [&](const Node *arg) {
    w.node(arg);
    auto *name = dyn_cast<Name>(arg);
    if (auto *last = name ? dyn_cast<Identifier>(name->parts.back()) : nullptr)
      (w << " AS ").node(last);
  };
  w << "STRUCT(";
  llvm::interleave(node.args, print, [&] { w << ", "; });
  w << ')';
}

// FIRST(a, TRUE) is FIRST(a) IGNORE NULLS.
static bool withIgnoredNulls(const Writer &w, const Call &node) {
  auto *flag = dyn_cast<Bool>(node.args[1]);
  return w.spelling.structByAlias && flag && flag->value;
}
static void printIgnoringNulls(Writer &w, const Call &node) {
  (w.word(node.function) << '(').node(node.args[0]) << ") IGNORE NULLS";
}

static constexpr CallForm callForms[] = {
    {.name = "DATE_TRUNC", .fewest = 2, .most = 2, .applies = withUnitWord, .print = printWordTruncation},
    {.name = "STRUCT", .fewest = 1, .most = 255, .applies = whereFieldsAreNamed, .print = printNamedFields},
    {.name = "FIRST", .fewest = 2, .most = 2, .applies = withIgnoredNulls, .print = printIgnoringNulls},
    {.name = "LAST", .fewest = 2, .most = 2, .applies = withIgnoredNulls, .print = printIgnoringNulls},
    {.name = "FIRST_VALUE", .fewest = 2, .most = 2, .applies = withIgnoredNulls, .print = printIgnoringNulls},
    {.name = "LAST_VALUE", .fewest = 2, .most = 2, .applies = withIgnoredNulls, .print = printIgnoringNulls},
    {.name = "JSON_EXTRACT_STRING", .fewest = 2, .most = 2, .applies = whereJsonArrows, .print = printTextArrow},
    {.name = "DATE_PART", .fewest = 2, .most = 2, .applies = whereDatePartIsExtract, .print = printExtract},
    {.name = "STRUCT_PACK", .fewest = 1, .most = 255, .applies = withNamedFields, .print = printFields},
    {.name = "DATE_ADD", .fewest = 2, .most = 2, .applies = withInterval, .print = printSum},
    {.name = "GET_JSON_OBJECT", .fewest = 2, .most = 2, .applies = withPlainPath, .print = printPathOf},
    {.name = "MOD", .fewest = 2, .most = 2, .applies = whereModulo, .print = printModulo},
    {.name = "CONCAT", .fewest = 2, .most = 255, .applies = whereNoConcat, .print = printConcat},
    {.name = "NAMED_STRUCT", .fewest = 2, .most = 255, .applies = whereNamesAreTexts, .print = printStruct},
    {.name = "DATEADD", .fewest = 3, .most = 3, .applies = withPlainUnit, .print = printUnitCall},
    {.name = "DATEDIFF", .fewest = 3, .most = 3, .applies = withPlainUnit, .print = printUnitCall},
    {.name = "DATE_DIFF", .fewest = 3, .most = 3, .applies = withUnitOfDate, .print = printUnitCall},
    {.name = "DATE_DIFF", .fewest = 3, .most = 3, .applies = withQuotedUnit, .print = printTruncation},
    {.name = "DATE_ADD", .fewest = 3, .most = 3, .applies = withQuotedUnit, .print = printTruncation},
    {.name = "JSON_VALUE", .fewest = 2, .most = 2, .applies = whereJsonIsText, .print = printJsonText},
    {.name = "JSON_QUERY", .fewest = 2, .most = 2, .applies = whereJsonIsText, .print = printJsonText},
    {.name = "ISNULL", .fewest = 2, .most = 2, .applies = isJsonText, .print = printJsonTextAgain},
    {.name = "TO_DATE", .fewest = 2, .most = 2, .applies = withUsualFormat, .print = printUsualDate},
    {.name = "DATE_TRUNC", .fewest = 2, .most = 3, .applies = withUnit, .print = printTruncation},
    {.name = "DATE_DIFF", .fewest = 3, .most = 3, .applies = withUnitOfDiff, .print = printTruncation},
    {.name = "DATEDIFF", .fewest = 3, .most = 3, .applies = withUnitOfDiff, .print = printTruncation},
    {.name = "JSON_EXTRACT", .fewest = 2, .most = 2, .applies = whereJsonArrows, .print = printArrow},
    {.name = "RANGE", .fewest = 1, .most = 1, .applies = whereRangeHasStart, .print = printRange},
};

// Forms whose arguments are no list: POSITION('a' IN b), TRIM(BOTH 'x' FROM a).
static bool printPhraseForm(Writer &w, const Call &node) {
  if (node.qualifier || node.quoted || node.args.empty())
    return false;
  auto *in = dyn_cast<In>(node.args[0]);
  if (in && !in->negated && node.args.size() == 1 && node.function.equals_insensitive("POSITION")) {
    StringRef text = findFunction("STR_POSITION", 2, w.dialect);
    const Node *args[] = {in->set, in->operand};
    StringRef name = text.empty() ? StringRef("STR_POSITION") : text;
    if (isTemplate(name))
      printTemplate(w, name, args);
    else
      (w << name).tuple(args);
    return true;
  }
  auto *from = node.args.size() == 2 ? dyn_cast<Phrase>(node.args[1]) : nullptr;
  bool extracts = from && w.spelling.extractIsDatePart && node.function.equals_insensitive("EXTRACT") && isa<Word>(node.args[0]);
  if (extracts) {
    ((w << "DATE_PART(").node(node.args[0]) << ", ").node(from->value) << ')';
    return true;
  }
  if (!from || w.spelling.trimFrom || !from->keyword.equals_insensitive("FROM") || !node.function.equals_insensitive("TRIM"))
    return false;
  auto *side = dyn_cast<Phrase>(node.args[0]);
  bool leading = side && side->keyword.equals_insensitive("LEADING"), trailing = side && side->keyword.equals_insensitive("TRAILING");
  w << (leading ? "LTRIM(" : trailing ? "RTRIM(" : "TRIM(");
  w.node(from->value);
  if (const Node *what = side ? side->value : node.args[0])
    (w << ", ").node(what);
  w << ')';
  return true;
}

static bool printForm(Writer &w, const Call &node) {
  if (printPhraseForm(w, node))
    return true;
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
    StringRef other = node.qualifier || node.quoted ? StringRef() : findFunction(name, node.args.size(), w.dialect);
    bool whole = !other.empty() && (node.args.empty() || isTemplate(other)); // not only a name
    if (whole && hasPlainArgs(node)) {
      printTemplate(w, other, node.args);
      return;
    }
    name = other.empty() || whole ? name : other;
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
