// Calls of audits, and the built-in ones.
//
//   audits (not_null(columns := (a, b)), my_audit(limit := 3))
//
// The built-in audits are SQL, as an author would write them in an AUDIT file.
#include "passes/elaborate/audits.h"
#include "frontend/lex/scan.h"
#include "frontend/lex/token_kinds.h"
#include "ir/syntax/text.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "passes/elaborate/diags.h"
#include "passes/elaborate/values.h"

namespace sluice {

const AuditArgument *AuditCall::find(StringRef wanted) const {
  auto found = llvm::find_if(args, [&](const AuditArgument &arg) { return arg.name == wanted; });
  return found == args.end() ? nullptr : &*found;
}

namespace {

bool opens(TokenKind kind) { return kind == token::LPAREN || kind == token::LBRACKET || kind == token::LBRACE; }
bool closes(TokenKind kind) { return kind == token::RPAREN || kind == token::RBRACKET || kind == token::RBRACE; }

// A run of tokens of one buffer.
struct Span {
  size_t from, to;
  bool empty() const { return from == to; }
  size_t size() const { return to - from; }
};

// The parts of a span between commas that stand in no bracket.
llvm::SmallVector<Span> splitAtCommas(const TokenBuffer &tokens, Span span) {
  llvm::SmallVector<Span> parts;
  size_t start = span.from;
  unsigned depth = 0;
  for (size_t i = span.from; i < span.to; ++i) {
    depth += opens(tokens.kinds[i]);
    depth -= closes(tokens.kinds[i]) && depth > 0;
    if (depth == 0 && tokens.kinds[i] == token::COMMA) {
      parts.push_back({start, i});
      start = i + 1;
    }
  }
  if (start < span.to)
    parts.push_back({start, span.to});
  return parts;
}

// Takes off a pair of brackets around the whole span.
Span unwrap(const TokenBuffer &tokens, Span span) {
  if (span.size() < 2 || !opens(tokens.kinds[span.from]) || !closes(tokens.kinds[span.to - 1]))
    return span;
  unsigned depth = 0;
  for (size_t i = span.from; i + 1 < span.to; ++i) {
    depth += opens(tokens.kinds[i]);
    depth -= closes(tokens.kinds[i]) && depth > 0;
    if (depth == 0)
      return span;
  }
  return {span.from + 1, span.to - 1};
}

StringRef textOf(const TokenBuffer &tokens, Span span) {
  if (span.empty())
    return {};
  const char *end = tokens.begins[span.to - 1] + tokens.lengths[span.to - 1];
  return {tokens.begins[span.from], size_t(end - tokens.begins[span.from])};
}

bool isAssignment(TokenKind kind) { return kind == token::ASSIGN || kind == token::EQ || kind == token::FATARROW; }

// One `name` or `name(arg := value, ...)`.
AuditCall readCall(const TokenBuffer &tokens, Span span, Sink sink) {
  AuditCall call;
  call.range = cover(tokens.range(span.from), tokens.range(span.to - 1));
  call.name = tokens.text(span.from).lower();
  if (call.name.empty() || !(llvm::isAlpha(call.name.front()) || StringRef("_\"`").contains(call.name.front()))) {
    sink.report(call.range, diag::AuditShape);
    return {};
  }
  Span rest{span.from + 1, span.to};
  Span inner = unwrap(tokens, rest);
  if (!rest.empty() && inner.size() == rest.size()) {
    sink.report(call.range, diag::AuditShape);
    return {};
  }
  for (Span arg : splitAtCommas(tokens, inner)) {
    if (arg.size() < 3 || !isAssignment(tokens.kinds[arg.from + 1])) {
      sink.report(call.range, diag::AuditArgument, call.name, "takes arguments by name",
                  call.name + "(columns := (id))");
      return {};
    }
    call.args.push_back({tokens.text(arg.from).lower(), textOf(tokens, {arg.from + 2, arg.to})});
  }
  return call;
}

// The expressions of an argument such as `(a, b)`, `[a, b]` or `a`.
std::vector<std::string> itemsOf(const AuditArgument &arg, const Dialect &dialect) {
  Report ignored;
  TokenBuffer tokens;
  std::string text = arg.text.str(); // ends with NUL, as the scanner wants it
  scan(text, dialect, tokens, Sink(ignored), {1, 1});
  std::vector<std::string> items;
  for (Span item : splitAtCommas(tokens, unwrap(tokens, {0, tokens.size()})))
    items.push_back(textOf(tokens, item).str());
  return items;
}

// What `condition := ...` adds to the built-in audits.
std::string conditionOf(const AuditCall &call) {
  const AuditArgument *condition = call.find("condition");
  return condition ? condition->text.str() : "TRUE";
}

std::optional<std::string> notNull(const AuditCall &call, StringRef table, const Dialect &dialect) {
  const AuditArgument *columns = call.find("columns");
  if (!columns)
    return std::nullopt;
  std::string test;
  for (const std::string &column : itemsOf(*columns, dialect))
    test += (test.empty() ? "" : " OR ") + column + " IS NULL";
  if (test.empty())
    return std::nullopt;
  return "SELECT * FROM " + table.str() + " WHERE (" + test + ") AND (" + conditionOf(call) + ")";
}

std::optional<std::string> uniqueValues(const AuditCall &call, StringRef table, const Dialect &dialect) {
  const AuditArgument *columns = call.find("columns");
  if (!columns)
    return std::nullopt;
  std::string ranks, test;
  for (auto [i, column] : llvm::enumerate(itemsOf(*columns, dialect))) {
    std::string rank = "rank_" + std::to_string(i + 1);
    ranks += (i ? ", " : "") + ("ROW_NUMBER() OVER (PARTITION BY " + column + " ORDER BY " + column + ") AS " + rank);
    test += (i ? " OR " : "") + rank + " > 1";
  }
  if (ranks.empty())
    return std::nullopt;
  return "SELECT * FROM (SELECT " + ranks + " FROM " + table.str() + " WHERE (" + conditionOf(call) + ")) AS ranked WHERE " + test;
}

constexpr BuiltinAudit table[] = {
    {.name = "accepted_range", .example = "accepted_range(column := n, min_v := 0)"},
    {.name = "accepted_values", .example = "accepted_values(column := state, is_in := ('a', 'b'))"},
    {.name = "at_least_one", .example = "at_least_one(column := a)"},
    {.name = "chi_square", .example = "chi_square(column := a, dependent := b, critical_value := 9)"},
    {.name = "forall", .example = "forall(criteria := (a > 0))"},
    {.name = "kl_divergence", .example = {}},
    {.name = "match_like_pattern_list", .example = {}},
    {.name = "match_regex_pattern_list", .example = {}},
    {.name = "mean_in_range", .example = {}},
    {.name = "mutually_exclusive_ranges", .example = {}},
    {.name = "not_accepted_values", .example = {}},
    {.name = "not_constant", .example = {}},
    {.name = "not_empty_string", .example = {}},
    {.name = "not_match_like_pattern_list", .example = {}},
    {.name = "not_match_regex_pattern_list", .example = {}},
    {.name = "not_null", .example = "not_null(columns := (id))", .query = notNull},
    {.name = "not_null_proportion", .example = {}},
    {.name = "number_of_rows", .example = {}},
    {.name = "sequential_values", .example = {}},
    {.name = "stddev_in_range", .example = {}},
    {.name = "string_length_between", .example = {}},
    {.name = "string_length_equal", .example = {}},
    {.name = "unique_combination_of_columns", .example = {}},
    {.name = "unique_values", .example = "unique_values(columns := (id))", .query = uniqueValues},
    {.name = "valid_email", .example = {}},
    {.name = "valid_http_method", .example = {}},
    {.name = "valid_url", .example = {}},
    {.name = "valid_uuid", .example = {}},
    {.name = "z_score", .example = {}},
};

} // namespace

ArrayRef<BuiltinAudit> builtinAudits() { return table; }

void checkAuditBlock(const Block &block, Sink sink) {
  llvm::SmallVector<StringRef> known, seen;
  for (const PropertyRow &row : auditProperties)
    known.push_back(row.name);
  for (const Node *node : block.properties) {
    const auto *property = dyn_cast<Property>(node);
    if (!property)
      continue;
    const PropertyRow *row = findProperty(auditProperties, property->name);
    if (!row)
      sink.report(property->range, diag::PropertyUnknown, property->name, "AUDIT", findNearest(property->name, known));
    else if (llvm::is_contained(seen, row->name))
      sink.report(property->range, diag::PropertyTwice, row->name);
    else if (!hasType(property->value, row->type))
      sink.report(property->range, diag::PropertyType, row->name, helpFor(row->type).wants, helpFor(row->type).example);
    else if (!row->built && plainBool(property->value).value_or(false))
      sink.report(property->range, diag::AuditLeftOut, row->name);
    if (row)
      seen.push_back(row->name);
  }
}

std::vector<AuditCall> readAuditCalls(StringRef text, const SourceFile *file, SourceRange blame,
                                      const Dialect &dialect, Sink sink) {
  TokenBuffer tokens;
  tokens.file = file;
  scan(text, dialect, tokens, sink, file ? SourceRange() : blame);
  std::vector<AuditCall> calls;
  for (Span span : splitAtCommas(tokens, unwrap(tokens, {0, tokens.size()})))
    if (!span.empty())
      if (AuditCall call = readCall(tokens, span, sink); !call.name.empty())
        calls.push_back(std::move(call));
  return calls;
}

} // namespace sluice
