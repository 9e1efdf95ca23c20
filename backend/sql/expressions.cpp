// Expressions, except calls and literals: names, operators, predicates, CASE,
// subscripts.
//
// A negated predicate is printed with NOT before it, as SQLGlot does, unless
// its place binds more tightly than NOT:
//
//   x NOT IN (1) AND y      NOT x IN (1) AND y
//   x NOT IN (1) = y        x NOT IN (1) = y
#include "backend/sql/writer.h"
#include "ir/syntax/text.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

// ---- names

void printNode(Writer &w, const Identifier &node) { printName(w, node.name, node.quoted); }
void printNode(Writer &w, const Word &node) { w.word(node.text); }

// The dot that a member stands behind: `1.a` would be a number and an alias.
static StringRef dotBehind(const Node *node) {
  if (auto *dot = dyn_cast_or_null<Dot>(node))
    node = dot->member;
  return isa_and_nonnull<Number, String>(node) ? " . " : ".";
}

// a..b has nothing in its middle.
static bool isEmptyPart(const Node *part) {
  auto *identifier = dyn_cast_or_null<Identifier>(part);
  return identifier && identifier->name.empty() && !identifier->quoted;
}

// `c.s.t`
static void printJoined(Writer &w, const Name &node) {
  std::string whole;
  for (const Node *part : node.parts)
    (whole += whole.empty() ? "" : ".") += cast<Identifier>(part)->name;
  printQuotedName(whole, w.dialect, w.out);
}

void printNode(Writer &w, const Name &node) {
  if (node.joined) {
    printJoined(w, node);
    return;
  }
  const Node *last = nullptr;
  for (const Node *part : node.parts) {
    if (last)
      w << (isa<Number>(part) && isEmptyPart(last) ? " . " : dotBehind(last));
    if (!isEmptyPart(part))
      w.node(part);
    last = part;
  }
}

void printNode(Writer &w, const Star &node) {
  w << '*';
  for (const Node *modifier : node.modifiers)
    (w << ' ').node(modifier);
}

void printNode(Writer &w, const StarModifier &node) {
  bool excludes = node.keyword.equals_insensitive("EXCEPT") || node.keyword.equals_insensitive("EXCLUDE");
  w.word(excludes && !w.options.asWritten ? w.spelling.starExcept : node.keyword) << ' ';
  w.tuple(node.items);
}

// ---- operators

// Operators that are another one in other signs.
static StringRef spelledOp(const Writer &w, Op op) {
  struct Respelled {
    Op op;
    StringRef text;
  };
  static constexpr Respelled rows[] = {
      {Op::TildeLike, "LIKE"},   {Op::NotTildeLike, "NOT LIKE"},   {Op::NullSafeEqual, "IS NOT DISTINCT FROM"},
      {Op::TildeILike, "ILIKE"}, {Op::NotTildeILike, "NOT ILIKE"},
  };
  if (w.options.asWritten || (op == Op::NullSafeEqual && w.spelling.hasNullSafeEqual))
    return opText(op);
  if (!w.spelling.regexOperator.empty() && (op == Op::RLike || op == Op::NotRLike))
    return op == Op::RLike ? w.spelling.regexOperator : w.spelling.notRegexOperator;
  for (const Respelled &row : rows)
    if (row.op == op)
      return row.text;
  return opText(op);
}

// The function that SQLGlot writes in place of an operator; empty where the
// operator stays.
static StringRef findOpFunction(const Writer &w, Op op) {
  if (w.options.asWritten)
    return {};
  if (op == Op::Coalesce)
    return "COALESCE";
  if (op == Op::RegexMatch || op == Op::NotRegexMatch)
    return w.spelling.matchFunction;
  if ((op == Op::BitXor || op == Op::Power) && w.spelling.caretIsPower)
    return "POWER";
  return op == Op::RLike || op == Op::NotRLike ? w.spelling.regexFunction : StringRef();
}

// LOWER(a) LIKE LOWER(b) for a ILIKE b, and a function for AT TIME ZONE.
static bool printRespelled(Writer &w, const Infix &node) {
  if (w.options.asWritten || node.ops.size() != 1)
    return false;
  Op op = node.ops[0];
  if ((op == Op::ILike || op == Op::NotILike) && w.spelling.ilikeIsLower) {
    (w << "LOWER(").node(node.operands[0]) << (op == Op::ILike ? ") LIKE LOWER(" : ") NOT LIKE LOWER(");
    w.node(node.operands[1]) << ')';
    return true;
  }
  if (op != Op::AtTimeZone || w.spelling.atTimeZone.empty())
    return false;
  printTemplate(w, w.spelling.atTimeZone, node.operands);
  return true;
}

static bool printAsFunction(Writer &w, const Infix &node) {
  StringRef function = node.ops.size() == 1 ? findOpFunction(w, node.ops[0]) : StringRef();
  if (function.empty())
    return false;
  bool negated = node.ops[0] == Op::NotRLike || node.ops[0] == Op::NotRegexMatch;
  (w << (negated ? "NOT " : "") << function).tuple(node.operands);
  return true;
}

// What stands between the operands of a negated operator whose NOT comes before
// them; empty where the operator holds the NOT.
static StringRef withoutNot(const Writer &w, Op op) {
  StringRef regex = w.spelling.regexOperator.empty() ? StringRef("RLIKE") : w.spelling.regexOperator;
  bool likes = w.spelling.negatesLikeBefore;
  struct Negated {
    Op op;
    StringRef positive;
  };
  const Negated rows[] = {{Op::NotRegexMatch, "~"},
                          {Op::NotRegexIMatch, "~*"},
                          {Op::NotRLike, regex},
                          {Op::NotLike, likes ? "LIKE" : ""},
                          {Op::NotILike, likes ? "ILIKE" : ""}};
  auto *row = llvm::find_if(rows, [&](const Negated &row) { return row.op == op; });
  return row == std::end(rows) ? StringRef() : row->positive;
}

// NOT a ~ b for a !~ b
static bool printNegatedMatch(Writer &w, const Infix &node) {
  StringRef text = node.ops.size() == 1 ? withoutNot(w, node.ops[0]) : StringRef();
  if (text.empty() || w.options.asWritten || w.needed > level::logicalNot)
    return false;
  (w << "NOT ").node(node.operands[0], opLevel(node.ops[0])) << ' ' << text << ' ';
  w.node(node.operands[1], opLevel(node.ops[0]) + 1);
  return true;
}

// a -> 'b' is a -> '$.b' where the engine takes both, and a -> 0 is a -> '$[0]';
// whether `key` is such a key.
static bool isJsonKey(const Writer &w, Op op, const Node *key) {
  auto *string = dyn_cast<String>(key);
  bool respelled = (op == Op::JsonGet || op == Op::JsonGetText) && w.spelling.jsonPaths && !w.options.asWritten;
  if (!respelled || !string || !string->prefix.empty())
    return respelled && isa<Number>(key);
  return !string->text.empty() && !llvm::isDigit(string->text[0]) &&
         llvm::all_of(string->text, [](char c) { return llvm::isAlnum(c) || c == '_'; });
}

static void printJsonKey(Writer &w, const Node *key) {
  if (auto *number = dyn_cast<Number>(key))
    w << "'$[" << number->text << "]'";
  else
    w << "'$." << cast<String>(key)->text << '\'';
}

// JSON_EXTRACT(a, '$.b') for a -> '$.b'
static bool printExtraction(Writer &w, const Infix &node) {
  if (!w.spelling.arrowIsCall || w.options.asWritten || node.ops.size() != 1 || node.ops[0] != Op::JsonGet)
    return false;
  (w << "JSON_EXTRACT(").node(node.operands[0]) << ", ";
  isJsonKey(w, Op::JsonGet, node.operands[1]) ? printJsonKey(w, node.operands[1]) : (void)w.node(node.operands[1]);
  w << ')';
  return true;
}

static bool isArrow(Op op) { return op == Op::JsonGet || op == Op::JsonGetText; }

// Whether a value is printed as a step into JSON: a -> '$.b'.
static bool isStep(const Writer &w, const Node *node) {
  if (auto *infix = dyn_cast_or_null<Infix>(node))
    return !infix->ops.empty() && isArrow(infix->ops.back());
  auto *call = dyn_cast_or_null<Call>(node);
  return call && w.spelling.jsonArrows && !call->qualifier && call->args.size() == 2 &&
         hasWord("JSON_EXTRACT JSON_EXTRACT_STRING", call->function);
}

Writer &printOperand(Writer &w, const Node *node, unsigned level) {
  if (!w.spelling.wrapsArrows || w.options.asWritten || !isStep(w, node))
    return w.node(node, level);
  return (w << '(').node(node) << ')';
}

void printNode(Writer &w, const Infix &node) {
  if (printAsFunction(w, node) || printRespelled(w, node) || printNegatedMatch(w, node) || printExtraction(w, node))
    return;
  size_t from = w.out.size();
  for (size_t i = 0; i < node.operands.size(); ++i) {
    bool turns = i > 1 && w.spelling.wrapsArrows && !w.options.asWritten && isArrow(node.ops[i - 2]) && node.ops[i - 1] != node.ops[i - 2];
    if (turns) // (a -> '$.b') ->> '$.c'
      w.out.insert(from, 1, '('), w << ')';
    if (i > 0)
      w << ' ' << spelledOp(w, node.ops[i - 1]) << ' ';
    if (i > 0 && isJsonKey(w, node.ops[i - 1], node.operands[i])) {
      printJsonKey(w, node.operands[i]);
      continue;
    }
    unsigned own = node.ops.empty() ? level::any : opLevel(node.ops.front());
    // a -> -1 needs no parentheses: nothing else could follow the arrow.
    bool sign = i > 0 && own == level::arrow && isa_and_nonnull<Prefix>(node.operands[i]);
    printOperand(w, node.operands[i], i == 0 ? own : sign ? level::sign : own + 1);
    bool number = isa_and_nonnull<Number>(node.operands[i]) && (own == opLevel(Op::And) || own == opLevel(Op::Or));
    if (number && w.spelling.truthIsBit && !w.options.asWritten) // which is no condition there
      w << " <> 0";
  }
}

void printNode(Writer &w, const Prefix &node) {
  if (node.op == "+" && !w.options.asWritten) {
    w.node(node.operand, w.needed);
    return;
  }
  w.word(node.op);
  bool isWord = llvm::isAlpha(node.op.back());
  if (isWord)
    w << ' ';
  size_t from = w.out.size();
  isWord ? printOperand(w, node.operand, levelOf(node)) : w.node(node.operand, levelOf(node));
  // Two signs in a row would be another sign, or open a comment.
  if (from < w.out.size() && StringRef("-~*").contains(w.out[from]) && StringRef("-~").contains(node.op.back()))
    w.out.insert(from, 1, ' ');
}

// A predicate: its operand, its words and `rest`. A NOT stands where SQLGlot
// puts it.
static void printPredicate(Writer &w, const Node *operand, bool negated, StringRef words, StringRef negatedWords,
                           llvm::function_ref<void()> rest) {
  bool before = negated && !w.options.asWritten && w.needed <= level::logicalNot;
  bool parens = before && w.spelling.negatesInParens;
  if (before)
    w << (parens ? "NOT (" : "NOT ");
  bool step = !words.starts_with(" BETWEEN"); // where a step into JSON is set apart
  (step ? printOperand(w, operand, level::predicate) : w.node(operand, level::predicate)) << (negated && !before ? negatedWords : words);
  rest();
  if (parens)
    w << ')';
}

void printNode(Writer &w, const Between &node) {
  printPredicate(w, node.operand, node.negated, " BETWEEN ", " NOT BETWEEN ", [&] {
    if (node.symmetric)
      w << "SYMMETRIC ";
    (w.node(node.low, level::term) << " AND ").node(node.high, level::term);
  });
}

// What follows IN is a list anyway.
static void printSet(Writer &w, const Node *set) {
  if (auto *tuple = dyn_cast_or_null<Tuple>(set))
    w.tuple(tuple->items);
  else
    w.node(set, level::term);
}

void printNode(Writer &w, const In &node) {
  auto *subquery = dyn_cast_or_null<Subquery>(node.set);
  if (node.negated && subquery && w.spelling.notInIsAll && !w.options.asWritten) {
    (w.node(node.operand, level::predicate) << " <> ALL (").node(subquery->query) << ')';
    return;
  }
  if (node.negated && node.global) { // NOT stays inside
    printSet(w.node(node.operand, level::predicate) << " GLOBAL NOT IN ", node.set);
    return;
  }
  printPredicate(w, node.operand, node.negated, node.global ? " GLOBAL IN " : " IN ", node.global ? " GLOBAL NOT IN " : " NOT IN ",
                 [&] { printSet(w, node.set); });
}

void printNode(Writer &w, const Is &node) {
  printPredicate(w, node.operand, node.negated, " IS ", " IS NOT ", [&] {
    auto *word = dyn_cast_or_null<Word>(node.test);
    bool unknown = word && word->text.equals_insensitive("UNKNOWN") && !w.options.asWritten;
    unknown ? w << "NULL" : w.node(node.test, level::term);
  });
}

void printNode(Writer &w, const Case &node) {
  w << "CASE";
  if (node.operand)
    (w << ' ').node(node.operand);
  for (const Node *when : node.whens)
    (w << ' ').node(when);
  if (node.otherwise)
    (w << " ELSE ").node(node.otherwise);
  w << " END";
}

void printNode(Writer &w, const When &node) { ((w << "WHEN ").node(node.condition) << " THEN ").node(node.result); }

void printNode(Writer &w, const Exists &node) {
  w << "EXISTS(";
  printInside(w, node.query);
  w << ')';
}

// ---- brackets

void printNode(Writer &w, const Paren &node) { (w << '(').node(node.expr) << ')'; }

// As it is written, one item needs a comma to be a list.
void printNode(Writer &w, const Tuple &node) {
  if (node.items.size() == 1 && w.options.asWritten)
    (w << '(').list(node.items) << ",)";
  else
    w.tuple(node.items);
}

void printNode(Writer &w, const Array &node) {
  bool inner = w.options.asWritten;
  StringRef open = !inner ? w.spelling.arrayOpen : node.keyword ? "ARRAY[" : "[";
  ((w << open).list(node.items)) << (inner ? "]" : w.spelling.arrayClose);
}

void printNode(Writer &w, const Comprehension &node) {
  (((w.node(node.expr) << " FOR ").list(node.names)) << " IN ").node(node.source);
  if (node.condition)
    (w << " IF ").node(node.condition);
}

// The name of a field: 'a' and a are a.
static std::string fieldName(const Node *key, size_t i) {
  auto *string = dyn_cast_or_null<String>(key);
  auto *identifier = dyn_cast_or_null<Identifier>(key);
  return string ? stringContent(*string) : identifier ? identifier->name.str() : "_" + std::to_string(i);
}

// STRUCT(1 AS a)
static void printStructCall(Writer &w, const KeyValue &field, size_t i) {
  w.node(field.value ? field.value : field.key);
  if (!field.value)
    return;
  w << " AS ";
  printName(w, fieldName(field.key, i), isa<Identifier>(field.key) && cast<Identifier>(field.key)->quoted);
}

// OBJECT_CONSTRUCT('a', 1), {'a': 1}
static void printPair(Writer &w, const KeyValue &field, size_t i, StringRef between) {
  bool name = isa_and_nonnull<Identifier, String>(field.key) || !field.value;
  if (name)
    printString(fieldName(field.key, i), w.dialect, w.out);
  else
    w.node(field.key);
  (w << between).node(field.value ? field.value : field.key);
}

// {p: UInt32} is a parameter of the query with its type, and no struct.
static bool printParameter(Writer &w, const Struct &node) {
  auto *field = node.fields.size() == 1 ? cast<KeyValue>(node.fields[0]) : nullptr;
  auto *key = field ? dyn_cast<Identifier>(field->key) : nullptr;
  auto *type = field ? dyn_cast_or_null<Name>(field->value) : nullptr;
  auto *name = key && type && type->parts.size() == 1 ? dyn_cast<Identifier>(type->parts[0]) : nullptr;
  if (name)
    w << '{' << key->name << ": " << name->name << '}';
  return name;
}

static bool printRespelledStruct(Writer &w, const Struct &node) {
  const Spelling &spelling = w.spelling;
  bool named = llvm::all_of(node.fields, [](const Node *field) { return cast<KeyValue>(field)->value != nullptr; });
  bool pairs = !spelling.structFunction.empty() && named;
  if (pairs && !w.options.asWritten && printParameter(w, node))
    return true;
  if (w.options.asWritten || !node.keyword.empty() || !(spelling.structIsCall || spelling.structHasKeys || pairs))
    return false;
  w << (spelling.structIsCall ? StringRef("STRUCT(") : spelling.structFunction);
  w << (pairs ? "(" : spelling.structHasKeys ? "{" : "");
  for (size_t i = 0; i < node.fields.size(); ++i) {
    auto &field = *cast<KeyValue>(node.fields[i]);
    w << (i ? ", " : "");
    spelling.structIsCall ? printStructCall(w, field, i) : printPair(w, field, i, pairs ? ", " : ": ");
  }
  w << (spelling.structHasKeys ? '}' : ')');
  return true;
}

void printNode(Writer &w, const Struct &node) {
  if (printRespelledStruct(w, node))
    return;
  if (!node.keyword.empty())
    w.word(node.keyword) << ' ';
  (w << '{').list(node.fields) << '}';
}

void printNode(Writer &w, const KeyValue &node) {
  w.node(node.key);
  if (node.value)
    (w << ": ").node(node.value);
}

void printNode(Writer &w, const Slice &node) {
  (w.node(node.from) << ':').node(node.to);
  if (node.step || node.second)
    (w << ':').node(node.step);
}

// The members behind a path belong to it: a:b[0].c is GET_PATH(a, 'b[0].c').
static const Path *findPath(const Node *node) {
  if (auto *path = dyn_cast_or_null<Path>(node))
    return path;
  if (auto *dot = dyn_cast_or_null<Dot>(node))
    return findPath(dot->operand);
  auto *subscript = dyn_cast_or_null<Subscript>(node);
  return subscript ? findPath(subscript->operand) : nullptr;
}

static void printPathKey(Writer &w, const Node *key);

// A step of a path into JSON: b, or ["a b"] where it is no plain name. `dot` stands
// before a plain one.
static void printStep(Writer &w, const Node *step, StringRef dot) {
  auto *name = dyn_cast_or_null<Identifier>(step);
  auto *bracket = w.spelling.dotsInPaths ? dyn_cast_or_null<Array>(step) : nullptr; // ['a b']
  auto *text = bracket && bracket->items.size() == 1 ? dyn_cast_or_null<String>(bracket->items[0]) : nullptr;
  if ((!name || !name->quoted) && !text) {
    printPathKey(w << (bracket ? "" : dot), step);
    return;
  }
  std::string key = text ? stringContent(*text) : name->name.str();
  auto isPart = [](char c) { return llvm::isAlnum(c) || c == '_'; };
  bool plain = !key.empty() && !llvm::isDigit(key[0]) && llvm::all_of(key, isPart);
  if (plain)
    w << dot << key;
  else
    w << "[\"" << key << "\"]";
}

// What stands behind the colon.
static void printPath(Writer &w, const Node *node) {
  if (auto *path = dyn_cast<Path>(node)) {
    if (isa_and_nonnull<Path, Dot, Subscript>(path->operand) && findPath(path->operand)) // a:b:c is a:b.c
      printPath(w, path->operand), printStep(w, path->path, ".");
    else
      printStep(w, path->path, "");
  } else if (auto *dot = dyn_cast<Dot>(node)) {
    printPath(w, dot->operand);
    printStep(w, dot->member, ".");
  } else if (auto *subscript = dyn_cast<Subscript>(node)) {
    printPath(w, subscript->operand);
    (w << '[').list(subscript->indices) << ']';
  }
}

// a:b and a:['b']
static void printPathKey(Writer &w, const Node *key) {
  if (auto *bracket = dyn_cast_or_null<Array>(key))
    (w << '[').list(bracket->items) << ']';
  else
    w.node(key);
}

// Prints an access to semi-structured data as a function, where that is how
// the dialect spells it.
static bool printPathCall(Writer &w, const Node &node) {
  const Path *path = w.options.asWritten || w.spelling.pathFunction.empty() ? nullptr : findPath(&node);
  if (!path)
    return false;
  std::string text;
  PrintOptions plain{.dialect = &w.dialect};
  Writer inner{plain, w.dialect, w.spelling, text};
  printPath(inner, &node);
  while (const Path *inner = findPath(path->operand))
    path = inner;
  (w << w.spelling.pathFunction << '(').node(path->operand) << ", ";
  printString(text, w.dialect, w.out);
  w << ')';
  return true;
}

void printNode(Writer &w, const Subscript &node) {
  if (!printPathCall(w, node))
    (w.node(node.operand, level::access) << '[').list(node.indices) << ']';
}

// Beside a number that is no part of a name a dot would be one of the number.
static StringRef dotOf(const Writer &w, const Dot &node) {
  bool number = isa_and_nonnull<Number>(node.member) || isa_and_nonnull<Interval>(node.operand);
  return number && w.options.asWritten ? " . " : dotBehind(node.operand);
}

void printNode(Writer &w, const Dot &node) {
  if (!printPathCall(w, node))
    (w.node(node.operand, level::access) << dotOf(w, node)).node(node.member);
}

// Behind what is no name, `:x` would be a parameter of the query.
static bool needsBlank(const Node *operand) {
  const auto *call = dyn_cast_or_null<Call>(operand);
  return isa_and_nonnull<Star, MacroString>(operand) || (call && call->bare);
}

void printNode(Writer &w, const Path &node) {
  if (printPathCall(w, node))
    return;
  bool dots = w.spelling.dotsInPaths && !w.options.asWritten;
  if (dots && isa_and_nonnull<Path, Dot, Subscript>(node.operand) && findPath(node.operand)) // a:b:c is a:b.c
    printStep(w.node(node.operand, level::access), node.path, ".");
  else if (dots)
    printStep(w.node(node.operand, level::access) << (needsBlank(node.operand) ? ": " : ":"), node.path, "");
  else
    printPathKey(w.node(node.operand, level::access) << (needsBlank(node.operand) ? ": " : ":"), node.path);
}

// ---- names that are given

// A string as an alias is a name; what looks like a call is a name with columns.
static void printAlias(Writer &w, const Node *alias) {
  auto *string = dyn_cast_or_null<String>(alias);
  if (auto *call = dyn_cast_or_null<Call>(alias)) {
    printName(w, call->function, call->quoted);
    w.tuple(call->args);
  } else if (auto *tuple = dyn_cast_or_null<Tuple>(alias)) {
    w.tuple(tuple->items);
  } else if (string && !w.options.asWritten) {
    printQuotedName(stringContent(*string), w.dialect, w.out);
  } else {
    w.node(alias);
  }
}

void printNode(Writer &w, const Aliased &node) {
  w.node(node.expr, 1) << " AS ";
  printAlias(w, node.alias);
}

void printNode(Writer &w, const KeywordArg &node) { (w.node(node.name) << ' ' << node.sign << ' ').node(node.value); }

void printNode(Writer &w, const Lambda &node) {
  if (node.keyword) {
    ((w << "LAMBDA ").list(node.params) << " : ").node(node.body);
    return;
  }
  if (node.params.size() == 1)
    w.node(node.params.front());
  else
    w.tuple(node.params);
  (w << " -> ").node(node.body);
}

// ---- macros

void printNode(Writer &w, const MacroVar &node) { w << '@' << node.name; }
void printNode(Writer &w, const MacroString &node) {
  char quote = node.doubleQuoted ? '"' : '\'';
  w << '@' << quote << node.text << quote;
}
void printNode(Writer &w, const MacroCall &node) { (w << '@' << node.name).tuple(node.args); }

} // namespace sluice
