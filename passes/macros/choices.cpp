// Macros that choose and calculate: @IF, @EVAL, @AND, @OR, @NOT.
//
//   @IF(@gateway = 'prod', a, b)      one of two
//   @AND(a OR b, NULL, c)             (a OR b) AND c
#include "frontend/lex/token_kinds.h"
#include "passes/macros/diags.h"
#include "passes/macros/evaluate.h"
#include "passes/macros/expander.h"
#include "passes/macros/families.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

// A text is true whatever it says, and so is a column.
static void checkAlwaysTrue(MacroCallFrame &call, const Datum &condition) {
  bool seemsFalse = condition.kind == Datum::Kind::String &&
                    llvm::is_contained({"0", "f", "false", "n", "no", "off"}, StringRef(condition.text).lower());
  if (seemsFalse || (condition.kind == Datum::Kind::Expr && !condition.compound))
    call.context.sink.report(call.range, diag::MacroAlwaysTrue, seemsFalse ? "the text" : "the column", condition.text);
}

// @IF(condition, true, false): both results are expanded, one is taken.
MacroResult evalIf(MacroCallFrame &call) {
  std::optional<Datum> condition = call.evaluate(0);
  std::optional<TokenSlice> whenTrue = call.splice(1);
  std::optional<TokenSlice> whenFalse = call.has(2) ? call.splice(2) : TokenSlice();
  if (!condition || !whenTrue || !whenFalse)
    return MacroResult::failed();
  checkAlwaysTrue(call, *condition);
  if (!isTrue(*condition) && !call.has(2))
    return MacroResult::nothing();
  return MacroResult::of(isTrue(*condition) ? whenTrue : whenFalse);
}

// Whether a comma stands outside all brackets.
static bool isSeveral(const TokenBuffer &work, TokenSlice slice) {
  int depth = 0;
  for (uint32_t i = slice.first; i < slice.last; ++i) {
    TokenKind kind = work.kinds[i];
    depth += kind == token::LPAREN || kind == token::LBRACKET || kind == token::LBRACE;
    depth -= kind == token::RPAREN || kind == token::RBRACKET || kind == token::RBRACE;
    if (kind == token::COMMA && depth == 0)
      return true;
  }
  return false;
}

static bool isPlainName(StringRef text) {
  return !text.empty() && !llvm::isDigit(text[0]) && llvm::all_of(text, [](char c) { return llvm::isAlnum(c) || c == '_'; });
}

// A value becomes SQL by way of its text, so a text becomes SQL, too.
static std::optional<TokenSlice> writeDatum(MacroCallFrame &call, const Datum &datum) {
  if (datum.kind == Datum::Kind::Today) {
    call.context.sink.report(call.range, diag::MacroEvaluation, call.node.name.upper(),
                             "the present is not known while a project is compiled");
    return std::nullopt;
  }
  if (datum.kind == Datum::Kind::String && isPlainName(printDatum(datum)))
    call.context.sink.report(call.range, diag::MacroTextIsName, printDatum(datum));
  if (datum.kind == Datum::Kind::Date)
    call.context.sink.report(call.range, diag::MacroDateParts, printDatum(datum));
  std::optional<TokenSlice> slice = call.write(printDatum(datum));
  StringRef problem;
  if (datum.kind == Datum::Kind::Duration)
    problem = "it is a duration";
  else if (slice && slice->size() == 0)
    problem = "it is an empty text";
  else if (slice && datum.kind == Datum::Kind::String && isSeveral(call.context.work, *slice))
    problem = "it is more than one expression";
  if (problem.empty())
    return slice;
  call.context.sink.report(call.range, diag::MacroResult, problem);
  return std::nullopt;
}

// @EVAL(expression): its value. NULL is nothing, a list is its items.
MacroResult evalEval(MacroCallFrame &call) {
  std::optional<Datum> value = call.evaluate(0);
  if (!value || value->isNull())
    return value ? MacroResult::nothing() : MacroResult::failed();
  if (value->kind != Datum::Kind::List)
    return MacroResult::of(writeDatum(call, *value));
  MacroResult result = MacroResult::several({});
  for (const Datum &item : value->items) {
    if (item.isNull())
      continue;
    std::optional<TokenSlice> slice = writeDatum(call, item);
    if (!slice)
      return MacroResult::failed();
    result.slices.push_back(*slice);
  }
  return result;
}

// ---- @AND, @OR, @NOT

// Whether an operand needs parentheses: its outermost operator is AND, OR or XOR.
static bool isConnected(const Node &node) {
  auto *infix = dyn_cast<Infix>(&node);
  return infix && llvm::any_of(infix->ops, [](Op op) { return op == Op::And || op == Op::Or || op == Op::Xor; });
}

static bool isNull(const TokenBuffer &work, TokenSlice slice) {
  return slice.size() == 1 && work.text(slice.first).equals_insensitive("null");
}

static void copySlice(MacroCallFrame &call, TokenSlice slice) {
  call.context.work.append(call.context.work, slice.first, slice.last);
}

// Writes the operands in a row, each with the word before it and in parentheses
// where it needs them.
static MacroResult join(MacroCallFrame &call, StringRef word, ArrayRef<TokenSlice> operands, ArrayRef<bool> connected) {
  uint32_t first = uint32_t(call.context.work.size());
  for (size_t i = 0; i < operands.size(); ++i) {
    bool parens = connected[i] && operands.size() > 1;
    if (i && !call.write(word))
      return MacroResult::failed();
    if (parens)
      call.write("(");
    copySlice(call, operands[i]);
    if (parens)
      call.write(")");
  }
  return MacroResult::of(TokenSlice{first, uint32_t(call.context.work.size())});
}

// NULL and absent operands are left out; if none is left, the result is TRUE,
// for OR as well.
static MacroResult connect(MacroCallFrame &call, StringRef word) {
  llvm::SmallVector<TokenSlice, 4> operands;
  llvm::SmallVector<bool, 4> connected;
  bool good = true;
  for (size_t i = 0; i < call.args.size(); ++i) {
    std::optional<TokenSlice> operand = call.splice(i);
    if (!operand || isNull(call.context.work, *operand)) {
      good &= operand.has_value();
      continue;
    }
    MacroArg made = call.args[i];
    made.given = operand;
    bool sure = call.args[i].node && !isa<MacroVar>(call.args[i].node);
    const Node *tree = sure ? call.args[i].node : call.expander.tree(made);
    good &= tree != nullptr;
    operands.push_back(*operand);
    connected.push_back(tree && isConnected(*tree));
  }
  if (!good)
    return MacroResult::failed();
  if (operands.empty() && word == "OR")
    call.context.sink.report(call.range, diag::MacroOrTrue);
  return operands.empty() ? MacroResult::of(call.write("TRUE")) : join(call, word, operands, connected);
}

MacroResult evalAnd(MacroCallFrame &call) { return connect(call, "AND"); }
MacroResult evalOr(MacroCallFrame &call) { return connect(call, "OR"); }

// @NOT(condition): its opposite; in parentheses where it needs them.
MacroResult evalNot(MacroCallFrame &call) {
  std::optional<TokenSlice> operand = call.splice(0);
  MacroArg made = call.args[0];
  made.given = operand;
  const Node *tree = operand ? call.expander.tree(made) : nullptr;
  if (!tree)
    return MacroResult::failed();
  uint32_t first = uint32_t(call.context.work.size());
  call.write(isConnected(*tree) ? "NOT (" : "NOT");
  copySlice(call, *operand);
  if (isConnected(*tree))
    call.write(")");
  return MacroResult::of(TokenSlice{first, uint32_t(call.context.work.size())});
}

} // namespace sluice
