// Calls that are printed in another form than a name with arguments: as texts with
// places for the arguments, as operators, as casts.
//
//   MOD(a, 2)                   a % 2
//   DATE_PART('day', a)         EXTRACT(DAY FROM a)
//   GET_JSON_OBJECT(a, '$.b')   a:b
//
// A form is a row: under which name, with how many arguments, where it applies.
#include "backend/sql/time_words.h"
#include "backend/sql/writer.h"
#include "ir/dialect/dialect_set.h"
#include "ir/time/calendar.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

// Whether a call has arguments and nothing else.
bool isPlain(const Call &node) {
  return !node.qualifier && !node.quoted && node.params.empty() && !node.distinct && !node.limit && node.orderBy.empty() &&
         node.nulls.empty() && llvm::none_of(node.args, [](const Node *arg) { return isa<Phrase>(arg); });
}

// ---- texts with places for arguments

// Whether a spelling is more than another name.
bool isTemplate(StringRef spelled) { return spelled.find_first_of("$( ") != StringRef::npos; }

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

// The usual word for a unit: DAY for dd.
static StringRef usualUnit(const Writer &w, StringRef function, StringRef word) {
  StringRef unit = findUnit(function, word, w.dialect);
  return unit.empty() ? word : unit;
}

// DATE_TRUNC('MONTH', d), DATE_DIFF('DAY', a, b): the unit in capitals.
static void printTruncation(Writer &w, const Call &node) {
  w.word(node.function.equals_insensitive("DATEDIFF") ? StringRef("DATE_DIFF") : node.function) << "('";
  w.word(usualUnit(w, "DATE_PART", unitOf(node.args[0]))) << "', ";
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
  bool named = node.args.size() % 2 == 0 && w.dialect.structsByAlias;
  for (size_t i = 0; named && i < node.args.size(); i += 2)
    named = isa<String>(node.args[i]);
  return named;
}

// A number of days that is none of whole days.
static bool isFraction(const Node *arg) {
  auto *number = dyn_cast<Number>(arg);
  int64_t days;
  return number && number->text.getAsInteger(10, days);
}

// An operand of DATEDIFF is made a time; a number counts days since 1900.
static void printTime(Writer &w, const Node *arg) {
  constexpr int64_t firstDay = -25567;
  auto *sign = dyn_cast<Prefix>(arg);
  auto *number = dyn_cast<Number>(sign && sign->op == "-" ? sign->operand : arg);
  int64_t days = 0;
  if (!number || number->text.getAsInteger(10, days) || days > 2'958'463) {
    printTemplate(w, w.spelling.diffOperand, arg);
    return;
  }
  String day;
  std::string text = printDay(firstDay + (sign ? -days : days));
  day.text = text;
  printTemplate(w, w.spelling.diffOperand, static_cast<const Node *>(&day));
}

static bool withPlainUnit(const Writer &w, const Call &node) { return !w.spelling.unitCalls.empty() && !unitOf(node.args[0]).empty(); }
static bool withOtherName(const Writer &w, const Call &node) {
  return hasWord(w.spelling.otherUnitCalls, node.function) && withPlainUnit(w, node);
}
static void printUnitCall(Writer &w, const Call &node) {
  bool adds = node.function.ends_with_insensitive("ADD"), big = node.function.ends_with_insensitive("_BIG");
  auto [add, diff] = w.spelling.unitCalls.split(' ');
  (w << (adds ? add : diff) << (big ? "_BIG(" : "(")).word(usualUnit(w, "DATEADD", unitOf(node.args[0])));
  NodeList operands = node.args.drop_front();
  bool casts = !adds && !w.spelling.diffOperand.empty() && llvm::none_of(operands, isFraction);
  for (const Node *arg : operands)
    casts ? printTime(w << ", ", arg) : (void)(w << ", ").node(arg);
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

// EXTRACT(DAY FROM a)
// DATE_PART('DAYOFWEEK', a) for DATE_PART('dow', a), and the same in EXTRACT.
static void printPartUnit(Writer &w, const Node *unit) {
  StringRef word = unitOf(unit), usual = findUnit("DATE_PART", word, w.dialect);
  if (usual.empty())
    w.node(unit);
  else if (isa<String>(unit))
    w << '\'' << usual << '\'';
  else
    w << usual;
}
static bool withOtherUnit(const Writer &w, const Call &node) {
  return !findUnit("DATE_PART", unitOf(node.args[0]), w.dialect).empty();
}
static void printPart(Writer &w, const Call &node) {
  printPartUnit(w << "DATE_PART(", node.args[0]);
  (w << ", ").node(node.args[1]) << ')';
}

// DATEPART(WEEKDAY, a) for DATEPART(dw, a)
static bool whereUnitsAreWords(const Writer &w, const Call &node) {
  return !w.spelling.diffOperand.empty() && !unitOf(node.args[0]).empty() && !isa<String>(node.args[0]);
}
static void printDatePart(Writer &w, const Call &node) {
  (w << "DATEPART(" << usualUnit(w, "DATEPART", unitOf(node.args[0])) << ", ").node(node.args[1]) << ')';
}

// FORMAT(CAST(a AS DATETIME2), 'MMMM') for DATENAME(month, a)
static bool withNameFormat(const Writer &w, const Call &node) {
  return whereUnitsAreWords(w, node) && !findNameFormat(unitOf(node.args[0])).empty();
}
static void printDateName(Writer &w, const Call &node) {
  printTemplate(w << "FORMAT(", w.spelling.diffOperand, node.args[1]);
  w << ", '" << findNameFormat(unitOf(node.args[0])) << "')";
}

// DATE_TRUNC('MONTH', a) for TRUNC(a, 'month')
static bool withUnitBehind(const Writer &w, const Call &node) {
  auto *unit = dyn_cast<String>(node.args[1]);
  return w.spelling.truncatesDates && unit && unit->prefix.empty();
}
static void printTruncatedDate(Writer &w, const Call &node) {
  (w << "DATE_TRUNC('").word(unitOf(node.args[1])) << "', ";
  w.node(node.args[0]) << ')';
}

// LAST_DAY(a, YEAR) for LAST_DAY(a, 'year')
static void printLastDay(Writer &w, const Call &node) {
  (w << "LAST_DAY(").node(node.args[0]) << ", ";
  w.word(usualUnit(w, "DATE_PART", unitOf(node.args[1]))) << ')';
}

// REGEXP_EXTRACT(a, 'b') for REGEXP_EXTRACT(a, 'b', 1)
static bool withFirstGroup(const Writer &w, const Call &node) {
  auto *group = dyn_cast<Number>(node.args[2]);
  return w.spelling.firstGroupIsImplied && group && group->text == "1";
}
static void printWithoutGroup(Writer &w, const Call &node) { w.word(node.function).tuple(node.args.drop_back()); }

static bool whereDatePartIsExtract(const Writer &w, const Call &node) {
  return w.spelling.datePartIsExtract && !unitOf(node.args[0]).empty();
}
static void printExtract(Writer &w, const Call &node) {
  ((w << "EXTRACT(").word(unitOf(node.args[0])) << " FROM ").node(node.args[1]) << ')';
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

// STRUCT(a AS a): a column keeps its name as a field.
static bool whereFieldsAreNamed(const Writer &w, const Call &) { return w.dialect.structsByAlias; }
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
  return w.dialect.structsByAlias && flag && flag->value;
}
static void printIgnoringNulls(Writer &w, const Call &node) {
  (w.word(node.function) << '(').node(node.args[0]) << ") IGNORE NULLS";
}

static constexpr CallForm callForms[] = {
    {.name = "DATE_TRUNC", .fewest = 2, .most = 2, .applies = withUnitWord, .print = printTruncation},
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
    {.name = "TIMESTAMPADD", .fewest = 3, .most = 3, .applies = withOtherName, .print = printUnitCall},
    {.name = "TIMESTAMPDIFF", .fewest = 3, .most = 3, .applies = withOtherName, .print = printUnitCall},
    {.name = "TIMEDIFF", .fewest = 3, .most = 3, .applies = withOtherName, .print = printUnitCall},
    {.name = "DATEDIFF_BIG", .fewest = 3, .most = 3, .applies = whereUnitsAreWords, .print = printUnitCall},
    {.name = "DATEPART", .fewest = 2, .most = 2, .applies = whereUnitsAreWords, .print = printDatePart},
    {.name = "DATENAME", .fewest = 2, .most = 2, .applies = withNameFormat, .print = printDateName},
    {.name = "DATE_PART", .fewest = 2, .most = 2, .applies = withOtherUnit, .print = printPart},
    {.name = "TRUNC", .fewest = 2, .most = 2, .applies = withUnitBehind, .print = printTruncatedDate},
    {.name = "LAST_DAY", .fewest = 2, .most = 2, .applies = withUnitBehind, .print = printLastDay},
    {.name = "REGEXP_EXTRACT", .fewest = 3, .most = 3, .applies = withFirstGroup, .print = printWithoutGroup},
    {.name = "REGEXP_EXTRACT_ALL", .fewest = 3, .most = 3, .applies = withFirstGroup, .print = printWithoutGroup},
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

// ---- texts that repeat an argument, or add what the engine would

namespace {
struct CallText {
  StringRef name;
  size_t args;
  StringRef text;
  DialectSet dialects;
};
} // namespace

static constexpr CallText callTexts[] = {
    {"DATE", 1, "TO_DATE($1)", bitsOf("snowflake")},
    {"DATE", 2, "TO_DATE($1, $2)", bitsOf("snowflake")},
    {"DIV0", 2, "IFF($2 = 0 AND NOT $1 IS NULL, 0, $1 / $2)", bitsOf("snowflake")},
    {"DIV0NULL", 2, "IFF($2 = 0 OR $2 IS NULL, 0, $1 / $2)", bitsOf("snowflake")},
    {"FROM_UTC_TIMESTAMP", 2, "FROM_UTC_TIMESTAMP(CAST($1 AS TIMESTAMP), $2)", bitsOf("databricks spark")},
    {"TO_UTC_TIMESTAMP", 2, "TO_UTC_TIMESTAMP(CAST($1 AS TIMESTAMP), $2)", bitsOf("databricks spark")},
};

static const CallText *findText(const Writer &w, const Call &node) {
  auto *row = llvm::find_if(callTexts, [&, dialect = bitOf(w.dialect)](const CallText &row) {
    return (row.dialects & dialect) && row.args == node.args.size() && row.name.equals_insensitive(node.function);
  });
  return row == std::end(callTexts) ? nullptr : row;
}

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
    printPartUnit(w << "DATE_PART(", node.args[0]);
    (w << ", ").node(from->value) << ')';
    return true;
  }
  bool respells = from && node.function.equals_insensitive("EXTRACT") && isa<Word>(node.args[0]);
  if (StringRef unit = respells ? findUnit("EXTRACT", unitOf(node.args[0]), w.dialect) : StringRef(); !unit.empty()) {
    ((w << "EXTRACT(" << unit << " FROM ").node(from->value)) << ')';
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

bool printForm(Writer &w, const Call &node) {
  if (printPhraseForm(w, node))
    return true;
  for (const CallForm &form : callForms)
    if (form.name.equals_insensitive(node.function) && node.args.size() >= form.fewest &&
        node.args.size() <= form.most && form.applies(w, node) && isPlain(node)) {
      form.print(w, node);
      return true;
    }
  const CallText *text = findText(w, node);
  if (!text || !isPlain(node))
    return false;
  printTemplate(w, text->text, node.args);
  return true;
}

} // namespace sluice
