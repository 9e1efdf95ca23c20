// The table of all macros.
#include "passes/macros/builtins.h"
#include "passes/macros/families.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

static constexpr Builtin builtins[] = {
    {.name = "AND", .minArgs = 0, .maxArgs = manyArgs, .eval = evalAnd, .example = "@AND(a > 1, b < 2)"},
    {.name = "BLUEPRINT_VAR",
     .minArgs = 1,
     .maxArgs = 2,
     .eval = evalBlueprintVar,
     .params = "var_name,default",
     .example = "@BLUEPRINT_VAR('name', 1)"},
    {.name = "DATE_SPINE",
     .minArgs = 3,
     .maxArgs = 3,
     .eval = evalDateSpine,
     .params = "datepart,start_date,end_date",
     .example = "SELECT * FROM (@DATE_SPINE('day', '2024-01-01', '2024-01-31')) AS d"},
    {.name = "DEDUPLICATE",
     .minArgs = 3,
     .maxArgs = 3,
     .eval = evalDeduplicate,
     .params = "relation,partition_by,order_by",
     .example = "SELECT * FROM (@DEDUPLICATE(s.t, [a], ['b DESC'])) AS t"},
    {.name = "DEF", .minArgs = 2, .maxArgs = 2, .example = "@DEF(x, a + b)", .freeName = true},
    {.name = "EACH",
     .minArgs = 1,
     .maxArgs = manyArgs,
     .eval = evalEach,
     .example = "@EACH([a, b], x -> SUM(x) AS sum_@x)"},
    {.name = "EVAL", .minArgs = 1, .maxArgs = 1, .eval = evalEval, .params = "condition", .example = "@EVAL(1 + 1)"},
    {.name = "FILTER",
     .minArgs = 1,
     .maxArgs = manyArgs,
     .eval = evalFilter,
     .example = "@FILTER([1, 2, 3], x -> x > 1)"},
    {.name = "GENERATE_SURROGATE_KEY",
     .minArgs = 0,
     .maxArgs = manyArgs,
     .eval = evalSurrogateKey,
     .params = "hash_function",
     .example = "@GENERATE_SURROGATE_KEY(a, b)"},
    {.name = "GROUP_BY", .minArgs = 1, .maxArgs = 1, .example = "SELECT a FROM t @GROUP_BY(TRUE) a"},
    {.name = "HAVERSINE_DISTANCE",
     .minArgs = 4,
     .maxArgs = 5,
     .eval = evalHaversineDistance,
     .params = "lat1,lon1,lat2,lon2,unit",
     .example = "@HAVERSINE_DISTANCE(a, b, c, d, 'km')"},
    {.name = "HAVING", .minArgs = 1, .maxArgs = 1, .example = "SELECT a FROM t GROUP BY a @HAVING(TRUE) COUNT(*) > 1"},
    {.name = "IF",
     .minArgs = 2,
     .maxArgs = 3,
     .eval = evalIf,
     .params = "condition,true,false",
     .example = "@IF(@gateway = 'prod', a, b)"},
    {.name = "INSERT_SEED", .minArgs = 0, .maxArgs = 0, .example = "@INSERT_SEED()", .freeName = true},
    {.name = "JOIN", .minArgs = 1, .maxArgs = 1, .example = "SELECT t.a FROM t LEFT @JOIN(TRUE) u ON t.a = u.a"},
    {.name = "LIMIT", .minArgs = 1, .maxArgs = 1, .example = "SELECT a FROM t @LIMIT(TRUE) 10"},
    {.name = "NOT", .minArgs = 1, .maxArgs = 1, .eval = evalNot, .params = "condition", .example = "@NOT(a > 1 OR b)", .freeName = true},
    {.name = "OR", .minArgs = 0, .maxArgs = manyArgs, .eval = evalOr, .example = "@OR(a > 1, b < 2)"},
    {.name = "ORDER_BY", .minArgs = 1, .maxArgs = 1, .example = "SELECT a FROM t @ORDER_BY(TRUE) a DESC"},
    {.name = "PIVOT",
     .minArgs = 2,
     .maxArgs = 11,
     .eval = evalPivot,
     .params = "column,values,alias,agg,cmp,prefix,suffix,then_value,else_value,quote,distinct",
     .example = "@PIVOT(status, ['new', 'paid'])"},
    {.name = "REDUCE",
     .minArgs = 1,
     .maxArgs = manyArgs,
     .eval = evalReduce,
     .example = "@REDUCE([a, b], (x, y) -> x + y)"},
    {.name = "RESOLVE_TEMPLATE",
     .minArgs = 1,
     .maxArgs = 2,
     .eval = evalResolveTemplate,
     .params = "template,mode",
     .example = "@RESOLVE_TEMPLATE('s3://@{schema_name}/@{table_name}')"},
    {.name = "SAFE_ADD", .minArgs = 1, .maxArgs = manyArgs, .eval = evalSafeAdd, .example = "@SAFE_ADD(a, b)"},
    {.name = "SAFE_DIV",
     .minArgs = 2,
     .maxArgs = 2,
     .eval = evalSafeDiv,
     .params = "numerator,denominator",
     .example = "@SAFE_DIV(a, b)"},
    {.name = "SAFE_SUB", .minArgs = 1, .maxArgs = manyArgs, .eval = evalSafeSub, .example = "@SAFE_SUB(a, b)"},
    {.name = "SQL", .minArgs = 1, .maxArgs = 2, .eval = evalSql, .example = "@SQL('a + 1')", .freeName = true},
    {.name = "STAR",
     .minArgs = 1,
     .maxArgs = 7,
     .eval = evalStar,
     .params = "relation,alias,exclude,prefix,suffix,quote_identifiers,except_",
     .example = "@STAR(s.t, exclude := [a])"},
    {.name = "UNION", .minArgs = 1, .maxArgs = manyArgs, .eval = evalUnion, .example = "@UNION('all', s.t, s.u)"},
    {.name = "VAR",
     .minArgs = 1,
     .maxArgs = 2,
     .eval = evalVar,
     .params = "var_name,default",
     .example = "@VAR('name', 1)"},
    {.name = "WHERE", .minArgs = 1, .maxArgs = 1, .example = "SELECT a FROM t @WHERE(TRUE) a > 1"},
    {.name = "WITH", .minArgs = 1, .maxArgs = 1, .example = "@WITH(TRUE) c AS (SELECT 1 AS a) SELECT a FROM c"},
};

ArrayRef<Builtin> allBuiltins() { return builtins; }

const Builtin *findBuiltin(StringRef name) {
  auto row = llvm::find_if(builtins, [&](const Builtin &row) { return row.name.equals_insensitive(name); });
  return row == std::end(builtins) ? nullptr : row;
}

bool isMacroName(StringRef name) {
  const Builtin *builtin = findBuiltin(name);
  return builtin && !builtin->freeName;
}

StringRef findNearestMacro(StringRef name, const MacroContext &context) {
  llvm::SmallVector<StringRef, 48> known;
  for (const Builtin &builtin : builtins)
    known.push_back(builtin.name);
  for (const PythonMacro &macro : context.pythonMacros)
    known.push_back(macro.name);
  for (const auto &function : context.functions)
    known.push_back(function.getKey());
  llvm::sort(known);
  return findNearest(name, known);
}

} // namespace sluice
