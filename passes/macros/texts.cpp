// Macros that make SQL of texts and variables: @SQL, @VAR, @BLUEPRINT_VAR,
// @RESOLVE_TEMPLATE.
//
//   @SQL('@x + 1')      with x = 'a': a + 1
//   @VAR('x', 0)        the variable x of the configuration, or 0
#include "passes/macros/diags.h"
#include "passes/macros/evaluate.h"
#include "passes/macros/expander.h"
#include "passes/macros/families.h"
#include "passes/macros/templates.h"
#include "passes/macros/values.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

// ---- @SQL

// Whether tokens are an expression or a statement.
static bool parses(MacroCallFrame &call, TokenSlice slice) {
  for (bool statement : {false, true}) {
    TokenBuffer piece;
    piece.append(call.context.work, slice.first, slice.last);
    Report unused;
    if (statement ? call.context.parser.parseStatement(piece, Sink(unused))
                  : call.context.parser.parseExpr(piece, Sink(unused)))
      return true;
  }
  return false;
}

// @SQL(text, type): the text, filled as a template, as SQL. Where a type says
// what the text is, such as 'Identifier', it need be no expression.
MacroResult evalSql(MacroCallFrame &call) {
  std::optional<Datum> text = call.evaluate(0);
  if (!text)
    return MacroResult::failed();
  std::string filled = call.expander.fill(printDatum(*text));
  std::optional<TokenSlice> slice = call.write(filled);
  if (!slice)
    return MacroResult::failed();
  if (!call.has(1) && !parses(call, *slice)) {
    call.context.sink.report(call.range, diag::MacroEvaluation, "SQL", "`" + filled + "` is no expression");
    return MacroResult::failed();
  }
  return MacroResult::of(slice);
}

// ---- variables

// The value of a variable that `find` finds by name, or the second argument.
static MacroResult variableOr(MacroCallFrame &call, llvm::function_ref<const Value *(StringRef name)> find) {
  const Node *name = call.tree(0);
  std::optional<TokenSlice> otherwise = call.has(1) ? call.splice(1) : std::nullopt;
  if (!name || (call.has(1) && !otherwise))
    return MacroResult::failed();
  auto *literal = dyn_cast<String>(name);
  if (!literal)
    return call.wrongArgs("a name without quotes", "the name of a variable as a text");
  // A name that has to be computed is not found in a model's text.
  if (call.context.isMentioned && !isa_and_nonnull<String>(call.args[0].node))
    return call.wrongArgs("a name that is computed", "the name of a variable as a text");
  const Value *value = find(readString(*literal, call.context.dialect));
  if (!value)
    return otherwise ? MacroResult::of(otherwise) : MacroResult::of(call.write("NULL"));
  std::string text;
  appendValue(*value, ListForm::Array, call.context.dialect, text);
  // Of all variables only a blueprint's hold macros.
  bool macros = value->kind == Value::Kind::Expr && StringRef(text).contains('@');
  return MacroResult::of(macros ? call.expander.expandText(text) : call.write(text));
}

// A variable of the configuration, never a local or a blueprint's.
MacroResult evalVar(MacroCallFrame &call) {
  return variableOr(call, [&](StringRef name) { return call.context.findVariable(name); });
}

MacroResult evalBlueprintVar(MacroCallFrame &call) {
  return variableOr(call, [&](StringRef name) { return call.context.findBlueprint(name); });
}

// ---- @RESOLVE_TEMPLATE

static void replaceAll(std::string &text, StringRef mark, StringRef value) {
  for (size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size()))
    text.replace(at, mark.size(), value);
}

// The parts of a table's name from the last on: table, schema, catalog.
static std::vector<std::string> partsOf(StringRef sql, MacroContext &context) {
  Report unused;
  TokenBuffer tokens;
  scan(context.arena->copy(sql), context.dialect, tokens, Sink(unused), SourceRange{1, 1});
  auto *name = dyn_cast_or_null<Name>(context.parser.parseExpr(tokens, Sink(unused)));
  std::vector<std::string> parts;
  for (const Node *part : llvm::reverse(name ? name->parts : NodeList()))
    parts.push_back(bareName(*part, context.dialect));
  parts.resize(3);
  return parts;
}

// @RESOLVE_TEMPLATE(text, mode := 'table'): the text with the parts of the
// model's own name. Without a model, the text as it is.
MacroResult evalResolveTemplate(MacroCallFrame &call) {
  const Node *node = call.tree(0), *mode = call.has(1) ? call.tree(1) : nullptr;
  auto *literal = dyn_cast_or_null<String>(node);
  if (!node || (call.has(1) && !mode))
    return MacroResult::failed();
  if (!literal)
    return call.wrongArgs("no text", "a text with @{schema_name} or @{table_name} in it");
  std::string text = readString(*literal, call.context.dialect), sql;
  if (const Value *model = call.context.findLocal("this_model")) {
    std::vector<std::string> parts = partsOf(model->text, call.context);
    constexpr StringRef marks[] = {"@{table_name}", "@{schema_name}", "@{catalog_name}"};
    for (auto [mark, part] : llvm::zip(marks, parts))
      replaceAll(text, mark, part);
    if (mode && StringRef(bareName(*mode, call.context.dialect)).equals_insensitive("table"))
      return MacroResult::of(call.write(text));
  }
  appendString(text, call.context.dialect, sql);
  return MacroResult::of(call.write(sql));
}

} // namespace sluice
