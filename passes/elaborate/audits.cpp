// Calls of audits and signals, and the properties of AUDIT blocks.
//
//   audits (not_null(columns := (a, b)), my_audit(limit := 3))
//   signals (ready(hour := 6))
#include "passes/elaborate/audits.h"
#include "frontend/lex/scan.h"
#include "frontend/lex/token_kinds.h"
#include "ir/syntax/text.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "passes/elaborate/diags.h"
#include "passes/elaborate/values.h"
#include "passes/macros/values.h"

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

bool isAssignment(TokenKind kind) { return kind == token::ASSIGN || kind == token::EQ; }

// One `name` or `name(arg := value, ...)`; where bare arguments are allowed, also
// `(arg = value, ...)`.
AuditCall readCall(const TokenBuffer &tokens, Span span, bool allowBare, Sink sink) {
  AuditCall call;
  call.range = cover(tokens.range(span.from), tokens.range(span.to - 1));
  bool bare = opens(tokens.kinds[span.from]);
  call.name = bare ? "" : StringRef(tokens.text(span.from)).trim("'\"`[]").lower();
  bool named = !call.name.empty() && (llvm::isAlpha(call.name.front()) || call.name.front() == '_');
  Span rest{span.from + !bare, span.to};
  Span inner = unwrap(tokens, rest);
  if ((bare ? !allowBare : !named) || (!rest.empty() && inner.size() == rest.size())) {
    sink.report(call.range, diag::AuditShape);
    call.range = {};
    return call;
  }
  for (Span arg : splitAtCommas(tokens, inner)) {
    if (arg.size() < 3 || !isAssignment(tokens.kinds[arg.from + 1])) {
      sink.report(call.range, diag::AuditArgument, call.name, "takes arguments by name",
                  call.name + "(columns := (id))");
      call.range = {};
      return call;
    }
    call.args.push_back({tokens.text(arg.from).lower(), textOf(tokens, {arg.from + 2, arg.to}).str()});
  }
  return call;
}

const PropertyRow *findAuditProperty(const AuditDecl &audit, StringRef name) {
  const PropertyRow *row = findProperty(auditProperties, name);
  return row || !audit.standalone ? row : findProperty(standaloneProperties, name);
}

} // namespace

void checkAuditBlock(const AuditDecl &audit, Sink sink, bool inlineAudit) {
  llvm::SmallVector<StringRef> known;
  for (const PropertyRow &row : auditProperties)
    known.push_back(row.name);
  for (const PropertyRow &row : standaloneProperties)
    if (audit.standalone)
      known.push_back(row.name);
  Arena arena;
  ValueContext context{*audit.dialect, arena, sink};
  llvm::SmallVector<StringRef> seen;
  for (const Node *node : audit.block->properties) {
    const auto *property = dyn_cast<Property>(node);
    const PropertyRow *row = property ? findAuditProperty(audit, property->name) : nullptr;
    if (!property)
      continue;
    if (!row && findProperty(standaloneProperties, property->name))
      sink.report(property->range, diag::PropertyOfStandalone, property->name.lower());
    else if (!row)
      sink.report(property->range, diag::PropertyUnknown, property->name, "AUDIT", findNearest(property->name, known));
    else if (llvm::is_contained(seen, row->name))
      sink.report(property->range, diag::PropertyTwice, row->name);
    else if (row->refused)
      sink.report(property->range, diag::PropertyWithoutMeaning, row->name);
    else if (row->name == "standalone" && !isa_and_nonnull<Bool>(property->value))
      sink.report(property->range, diag::PropertyType, row->name, "true or false", "true");
    else if (row->type == PropertyType::Cron || !property->value || !isa<MacroVar, MacroCall, MacroString>(property->value))
      readValue(*row, property->value, property->range, context);
    if (row)
      seen.push_back(row->name);
  }
  if (audit.standalone && inlineAudit)
    sink.report(audit.block->range, diag::AuditInline, audit.name);
  else if (audit.standalone && audit.saysBlocking && audit.blocking)
    sink.report(audit.block->range, diag::AuditBlocks, audit.name);
  else if (audit.standalone)
    sink.report(audit.block->range, diag::AuditLeftOut, "standalone");
}

// `(a, b)` of names alone, which most are.
static bool splitNames(StringRef text, std::vector<std::string> &names) {
  if (text.consume_front("(") && !text.consume_back(")"))
    return false;
  do {
    auto [name, rest] = text.split(',');
    name = name.trim(' ');
    if (!isSafeName(name))
      return false;
    names.push_back(name.str());
    text = rest;
  } while (!text.empty());
  return true;
}

std::vector<std::string> splitItems(StringRef text, const Dialect &dialect) {
  std::vector<std::string> names;
  if (splitNames(text, names))
    return names;
  Report ignored;
  TokenBuffer tokens;
  std::string copy = text.str(); // ends with NUL, as the scanner wants it
  scan(copy, dialect, tokens, Sink(ignored), {1, 1});
  std::vector<std::string> items;
  for (Span item : splitAtCommas(tokens, unwrap(tokens, {0, tokens.size()})))
    items.push_back(textOf(tokens, item).str());
  return items;
}

std::vector<AuditCall> readCalls(StringRef text, const SourceFile *file, SourceRange blame, const Dialect &dialect,
                                 bool allowBare, Sink sink) {
  TokenBuffer tokens;
  tokens.file = file;
  scan(text, dialect, tokens, sink, file ? SourceRange() : blame);
  std::vector<AuditCall> calls;
  Span all{0, tokens.size()};
  // `ARRAY[a, b]` is a list like others.
  if (tokens.size() > 1 && tokens.text(0).equals_insensitive("ARRAY") && opens(tokens.kinds[1]))
    all.from = 1;
  bool list = !all.empty() && opens(tokens.kinds[all.from]);
  bool pairs = list && allowBare && tokens.size() > 2 && isAssignment(tokens.kinds[2]);
  for (Span span : splitAtCommas(tokens, pairs ? all : unwrap(tokens, all)))
    if (!span.empty())
      if (AuditCall call = readCall(tokens, span, allowBare, sink); call.range)
        calls.push_back(std::move(call));
  return calls;
}

} // namespace sluice
