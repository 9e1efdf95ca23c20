// Macros that write a calculation out: @SAFE_ADD, @SAFE_SUB, @SAFE_DIV,
// @HAVERSINE_DISTANCE, @GENERATE_SURROGATE_KEY.
//
//   @SAFE_DIV(a + 1, b)      (a + 1) / NULLIF(b, 0)
#include "passes/macros/diags.h"
#include "passes/macros/expander.h"
#include "passes/macros/families.h"
#include "passes/macros/values.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

namespace sluice {

// An argument as text, and in parentheses where an operator is its outermost
// part.
struct Operand {
  std::string text, closed;
};

static std::optional<Operand> operandOf(MacroCallFrame &call, size_t i) {
  const Node *tree = call.tree(i);
  std::optional<std::string> text = tree ? call.text(i) : std::nullopt;
  if (!text)
    return std::nullopt;
  bool isOperator = isa<Infix, Is>(tree);
  return Operand{*text, isOperator ? "(" + *text + ")" : *text};
}

static std::optional<std::vector<Operand>> operandsOf(MacroCallFrame &call) {
  std::vector<Operand> operands;
  for (size_t i = 0; i < call.args.size(); ++i) {
    std::optional<Operand> operand = operandOf(call, i);
    if (!operand)
      return std::nullopt;
    operands.push_back(std::move(*operand));
  }
  return operands;
}

// ---- sums and quotients

// NULL counts as 0, unless all are NULL.
static MacroResult sum(MacroCallFrame &call, StringRef op) {
  auto operands = operandsOf(call);
  if (!operands)
    return MacroResult::failed();
  std::string allNull, total;
  for (const Operand &operand : *operands) {
    allNull += (allNull.empty() ? "" : " AND ") + operand.closed + " IS NULL";
    total += (total.empty() ? "" : (" " + op + " ").str()) + "COALESCE(" + operand.text + ", 0)";
  }
  return MacroResult::of(call.write("CASE WHEN " + allNull + " THEN NULL ELSE " + total + " END"));
}

MacroResult evalSafeAdd(MacroCallFrame &call) { return sum(call, "+"); }
MacroResult evalSafeSub(MacroCallFrame &call) { return sum(call, "-"); }

// What is divided, as a fraction where the dialect divides whole numbers.
static std::string dividend(StringRef sql, const MacroStyle &style) {
  return style.realType.empty() ? sql.str() : ("CAST(" + sql + " AS " + style.realType + ")").str();
}

MacroResult evalSafeDiv(MacroCallFrame &call) {
  auto operands = operandsOf(call);
  if (!operands)
    return MacroResult::failed();
  std::string top = dividend((*operands)[0].closed, call.context.style);
  return MacroResult::of(call.write(top + " / NULLIF(" + (*operands)[1].text + ", 0)"));
}

// ---- @HAVERSINE_DISTANCE

// The square of half the sine between two angles.
static std::string halfSine(const Operand &from, const Operand &to, const MacroStyle &style) {
  std::string half = dividend("(" + to.closed + " - " + from.closed + ")", style) + " / 2";
  return "POWER(SIN(RADIANS(" + half + ")), 2)";
}

// The distance between two places on the globe in miles, or in kilometers.
MacroResult evalHaversineDistance(MacroCallFrame &call) {
  auto at = operandsOf(call);
  if (!at)
    return MacroResult::failed();
  StringRef unit = at->size() > 4 ? StringRef((*at)[4].text) : "'mi'";
  if (unit != "'mi'" && unit != "'km'")
    return call.wrongArgs("the unit " + unit, "'mi' or 'km'");
  const MacroStyle &style = call.context.style;
  std::string sql = llvm::formatv("7922 * ASIN(SQRT(({0}) + (COS(RADIANS({1})) * COS(RADIANS({2})) * {3}))) * {4}",
                                  halfSine((*at)[0], (*at)[2], style), (*at)[0].text, (*at)[2].text,
                                  halfSine((*at)[1], (*at)[3], style), unit == "'mi'" ? "1.0" : "1.60934")
                        .str();
  return MacroResult::of(call.write(sql));
}

// ---- @GENERATE_SURROGATE_KEY

// How a dialect writes a hash of text as text, where that is not its name.
struct HashForm {
  StringRef dialect, function, form;
};

static constexpr StringRef hexOfBytes = "LOWER(TO_HEX({0}(TO_UTF8({1}))))";

static constexpr HashForm hashForms[] = {
    {"", "SHA1", "SHA({1})"},
    {"athena", "MD5", hexOfBytes},
    {"athena", "SHA256", hexOfBytes},
    {"athena", "SHA512", hexOfBytes},
    {"bigquery", "MD5", "TO_HEX(MD5({1}))"},
    {"clickhouse", "FARM_FINGERPRINT", "farmFingerprint64({1})"},
    {"clickhouse", "MD5", "LOWER(HEX(MD5({1})))"},
    {"databricks", "SHA1", "SHA({1})"},
    {"dune", "MD5", hexOfBytes},
    {"fabric", "MD5", "HASHBYTES('MD5', {1})"},
    {"fabric", "SHA1", "HASHBYTES('SHA1', {1})"},
    {"hive", "SHA1", "SHA({1})"},
    {"mysql", "SHA1", "SHA({1})"},
    {"postgres", "SHA1", "SHA({1})"},
    {"presto", "MD5", hexOfBytes},
    {"presto", "SHA256", hexOfBytes},
    {"presto", "SHA512", hexOfBytes},
    {"redshift", "FARM_FINGERPRINT", "FARMFINGERPRINT64({1})"},
    {"redshift", "SHA1", "SHA({1})"},
    {"redshift", "SHA256", "SHA2({1}, 256)"},
    {"redshift", "SHA512", "SHA2({1}, 512)"},
    {"spark", "SHA1", "SHA({1})"},
    {"sqlite", "SHA1", "SHA({1})"},
    {"trino", "MD5", hexOfBytes},
    {"trino", "SHA256", hexOfBytes},
    {"trino", "SHA512", hexOfBytes},
    {"tsql", "MD5", "HASHBYTES('MD5', {1})"},
    {"tsql", "SHA1", "HASHBYTES('SHA1', {1})"},
};

static StringRef hashForm(StringRef function, const Dialect &dialect) {
  auto row = llvm::find_if(hashForms, [&](const HashForm &row) {
    return row.dialect == dialect.name && row.function.equals_insensitive(function);
  });
  return row == std::end(hashForms) ? "{0}({1})" : row->form;
}

// Texts in a row, as the dialect joins them.
static std::string concatenate(ArrayRef<std::string> texts, const MacroStyle &style) {
  if (style.concat.empty())
    return "CONCAT(" + llvm::join(texts, ", ") + ")";
  return llvm::join(texts, (" " + style.concat + " ").str());
}

// @GENERATE_SURROGATE_KEY(a, b, hash_function := 'SHA256'): a hash of all of
// them, of which NULL has a text of its own.
MacroResult evalSurrogateKey(MacroCallFrame &call) {
  const MacroStyle &style = call.context.style;
  std::string function = "MD5";
  if (const MacroArg *named = call.findNamed("hash_function"))
    if (const Node *node = call.expander.tree(*named))
      function = bareName(*node, call.context.dialect);
  std::vector<std::string> texts;
  for (size_t i = 0; i < call.args.size(); ++i) {
    std::optional<std::string> field = call.text(i);
    if (!field)
      return MacroResult::failed();
    if (i)
      texts.push_back(fillStyle(style.concatPart, {"'|'"}));
    std::string cast = ("CAST(" + *field + " AS " + style.textType + ")").str();
    texts.push_back(fillStyle(style.concatPart, {"COALESCE(" + cast + ", '_sqlmesh_surrogate_key_null_')"}));
  }
  if (texts.empty())
    return call.wrongArgs("no columns", "at least one");
  bool alone = texts.size() == 1 && style.concatNeedsTwo;
  std::string key = alone ? texts[0] : concatenate(texts, style);
  return MacroResult::of(call.write(fillStyle(hashForm(function, call.context.dialect), {function, key})));
}

} // namespace sluice
