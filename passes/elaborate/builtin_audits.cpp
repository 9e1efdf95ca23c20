// The built-in audits.
//
//   not_null(columns := (a, b))     SELECT * FROM m WHERE (a IS NULL OR b IS NULL) AND TRUE
//
// A row is the text of an audit: its arguments are variables, and `condition`
// narrows the rows that it looks at. `{{columns; OR ;$ IS NULL}}` stands for each
// item of an argument, joined, and with a fourth part `condition` beside it; `$$`
// is its name without quotes. `<<a>> / b` is a fraction: where a division is one of
// whole numbers, a is cast. The printer spells what dialects write in their own way.
#include "llvm/ADT/STLExtras.h"
#include "passes/elaborate/audits.h"

namespace sluice {

static constexpr BuiltinAudit table[] = {
    {.name = "accepted_range",
     .needs = "column",
     .defaults = "min_v=NULL max_v=NULL inclusive=TRUE condition=TRUE",
     .example = "accepted_range(column := n, min_v := 0)",
     .query = "SELECT * FROM @this_model WHERE @AND(@OR("
              "@IF(@min_v IS NOT NULL AND @inclusive, @column < @min_v, NULL), "
              "@IF(@min_v IS NOT NULL AND NOT @inclusive, @column <= @min_v, NULL), "
              "@IF(@max_v IS NOT NULL AND @inclusive, @column > @max_v, NULL), "
              "@IF(@max_v IS NOT NULL AND NOT @inclusive, @column >= @max_v, NULL)), @condition)"},
    {.name = "accepted_values",
     .needs = "column is_in",
     .defaults = "condition=TRUE",
     .example = "accepted_values(column := state, is_in := ('a', 'b'))",
     .query = "SELECT * FROM @this_model WHERE @AND(@column NOT IN @is_in, @condition)"},
    {.name = "at_least_one",
     .needs = "column",
     .defaults = "condition=TRUE",
     .example = "at_least_one(column := a)",
     .query = "SELECT 1 FROM @this_model WHERE @condition GROUP BY 1 HAVING COUNT(@column) = 0"},
    {.name = "chi_square",
     .needs = "column_a column_b critical_value",
     .defaults = "dependent=TRUE condition=TRUE",
     .example = "chi_square(column_a := a, column_b := b, critical_value := 9.5)",
     .query = "WITH samples AS (SELECT @column_a AS x_a, @column_b AS x_b FROM @this_model "
              "WHERE @AND(@column_a IS NOT NULL AND @column_b IS NOT NULL, @condition)), "
              "contingency_table AS (SELECT x_a, x_b, COUNT(*) AS observed, "
              "(SELECT COUNT(*) FROM samples AS t WHERE r.x_a = t.x_a) AS tot_a, "
              "(SELECT COUNT(*) FROM samples AS t WHERE r.x_b = t.x_b) AS tot_b, "
              "(SELECT COUNT(*) FROM samples) AS g_t FROM samples AS r GROUP BY x_a, x_b) "
              "SELECT (@c - 1) * (@r - 1) AS degrees_of_freedom, SUM(<<(observed - @e) * (observed - @e)>> / @e) AS chi_square "
              "FROM contingency_table "
              "HAVING NOT @IF(@dependent, chi_square > @critical_value, chi_square <= @critical_value)",
     .definitions = "@DEF(c, (SELECT COUNT(DISTINCT x_a) FROM contingency_table)); "
                    "@DEF(r, (SELECT COUNT(DISTINCT x_b) FROM contingency_table)); @DEF(e, (<<tot_a * tot_b>> / g_t))"},
    {.name = "forall",
     .needs = "criteria",
     .defaults = "condition=TRUE",
     .example = "forall(criteria := (a > 0, b < 5))",
     .query = "SELECT * FROM @this_model WHERE @AND({{criteria; OR ;NOT ($)}}, @condition)"},
    {.name = "kl_divergence",
     .needs = "source_column target_column threshold",
     .defaults = "condition=TRUE",
     .example = "kl_divergence(source_column := a, target_column := b, threshold := 0.1)",
     .query =
         "WITH table_a AS (SELECT @source_column, COUNT(*) AS num_rows FROM @this_model WHERE @condition GROUP BY @source_column), "
         "table_b AS (SELECT @target_column, COUNT(*) AS num_rows FROM @this_model WHERE @condition GROUP BY @target_column), "
         "table_a_with_p AS (SELECT @source_column, num_rows, <<num_rows>> / SUM(num_rows) OVER () AS p FROM table_a), "
         "table_b_with_q AS (SELECT @target_column, num_rows, <<num_rows>> / SUM(num_rows) OVER () AS q FROM table_b), "
         "table_a_with_q AS (SELECT @source_column, num_rows, p, COALESCE(q, 0) AS q FROM table_a_with_p "
         "LEFT JOIN table_b_with_q USING (@source_column)), "
         "table_b_with_p AS (SELECT @target_column, num_rows, q, COALESCE(p, 0) AS p FROM table_b_with_q "
         "LEFT JOIN table_a_with_p USING (@target_column)), "
         "table_a_with_kl AS (SELECT @source_column, num_rows, p, q, p * LOG(<<p>> / NULLIF(q, 0)) AS kl FROM table_a_with_q), "
         "table_b_with_kl AS (SELECT @target_column, num_rows, p, q, q * LOG(<<q>> / NULLIF(p, 0)) AS kl FROM table_b_with_p), "
         "unioned AS (SELECT * FROM table_a_with_kl UNION ALL SELECT * FROM table_b_with_kl) "
         "SELECT @source_column, @target_column, SUM(kl) AS kl_divergence FROM unioned "
         "GROUP BY @source_column, @target_column HAVING kl_divergence > @threshold"},
    {.name = "match_like_pattern_list",
     .needs = "column patterns",
     .defaults = "condition=TRUE",
     .example = "match_like_pattern_list(column := a, patterns := ('x%', '%y'))",
     .query = "SELECT * FROM @this_model WHERE "
              "@AND({{patterns; AND ;NOT @column LIKE $}}, @condition)"},
    {.name = "match_regex_pattern_list",
     .needs = "column patterns",
     .defaults = "condition=TRUE",
     .example = "match_regex_pattern_list(column := a, patterns := ('^x', 'y$'))",
     .query = "SELECT * FROM @this_model WHERE "
              "@AND({{patterns; AND ;NOT @column RLIKE $}}, @condition)"},
    {.name = "mean_in_range",
     .needs = "column",
     .defaults = "min_v=NULL max_v=NULL inclusive=TRUE condition=TRUE",
     .example = "mean_in_range(column := a, min_v := 1, max_v := 2)",
     .query = "SELECT * FROM (SELECT AVG(@column) AS mean_@column FROM @this_model WHERE @condition) WHERE @OR("
              "@IF(@min_v IS NOT NULL AND @inclusive, mean_@column < @min_v, NULL), "
              "@IF(@min_v IS NOT NULL AND NOT @inclusive, mean_@column <= @min_v, NULL), "
              "@IF(@max_v IS NOT NULL AND @inclusive, mean_@column > @max_v, NULL), "
              "@IF(@max_v IS NOT NULL AND NOT @inclusive, mean_@column >= @max_v, NULL))"},
    {.name = "mutually_exclusive_ranges",
     .needs = "lower_bound_column upper_bound_column",
     .defaults = "partition_clause=FALSE condition=TRUE",
     .example = "mutually_exclusive_ranges(lower_bound_column := a, upper_bound_column := b)",
     .query = "WITH window_functions AS (SELECT @lower_bound_column AS lower_bound, @upper_bound_column AS upper_bound, "
              "LEAD(@lower_bound_column) OVER ({{partition_clause;;$ }}"
              "ORDER BY @lower_bound_column NULLS FIRST, @upper_bound_column NULLS FIRST) AS next_lower_bound, "
              "ROW_NUMBER() OVER ({{partition_clause;;$ }}"
              "ORDER BY @lower_bound_column DESC NULLS LAST, @upper_bound_column DESC NULLS LAST) = 1 AS is_last_record "
              "FROM @this_model WHERE @condition), "
              "calc AS (SELECT *, COALESCE(lower_bound <= upper_bound, FALSE) AS lower_bound_lte_upper_bound, "
              "COALESCE(upper_bound <= next_lower_bound, is_last_record, FALSE) AS upper_bound_lte_next_lower_bound "
              "FROM window_functions), "
              "validation_errors AS (SELECT * FROM calc "
              "WHERE NOT (lower_bound_lte_upper_bound AND upper_bound_lte_next_lower_bound)) "
              "SELECT * FROM validation_errors"},
    {.name = "not_accepted_values",
     .needs = "column is_in",
     .defaults = "condition=TRUE",
     .example = "not_accepted_values(column := state, is_in := ('x'))",
     .query = "SELECT * FROM @this_model WHERE @AND(@column IN @is_in, @condition)"},
    {.name = "not_constant",
     .needs = "column",
     .defaults = "condition=TRUE",
     .example = "not_constant(column := a)",
     .query = "SELECT 1 FROM (SELECT COUNT(DISTINCT @column) AS t_cardinality FROM @this_model WHERE @condition) AS r "
              "WHERE r.t_cardinality <= 1"},
    {.name = "not_empty_string",
     .needs = "column",
     .defaults = "condition=TRUE",
     .example = "not_empty_string(column := a)",
     .query = "SELECT * FROM @this_model WHERE @AND(@column = '', @condition)"},
    {.name = "not_match_like_pattern_list",
     .needs = "column patterns",
     .defaults = "condition=TRUE",
     .example = "not_match_like_pattern_list(column := a, patterns := ('x%', '%y'))",
     .query = "SELECT * FROM @this_model WHERE "
              "@AND({{patterns; OR ;@column LIKE $}}, @condition)"},
    {.name = "not_match_regex_pattern_list",
     .needs = "column patterns",
     .defaults = "condition=TRUE",
     .example = "not_match_regex_pattern_list(column := a, patterns := ('^x', 'y$'))",
     .query = "SELECT * FROM @this_model WHERE "
              "@AND({{patterns; OR ;@column RLIKE $}}, @condition)"},
    {.name = "not_null",
     .needs = "columns",
     .defaults = "condition=TRUE",
     .example = "not_null(columns := (id))",
     .query = "SELECT * FROM @this_model WHERE {{columns; OR ;$ IS NULL;condition}}"},
    {.name = "not_null_proportion",
     .needs = "column threshold",
     .defaults = "condition=TRUE",
     .example = "not_null_proportion(column := a, threshold := 0.9)",
     .query = "SELECT * FROM (SELECT COUNT(*) AS cnt_tot, COUNT(@column) AS cnt_not_null, "
              "COUNT(*) - COUNT(@column) AS cnt_null FROM @this_model WHERE @condition) AS s "
              "WHERE s.cnt_not_null <= s.cnt_tot * @threshold"},
    {.name = "number_of_rows",
     .needs = "threshold",
     .defaults = "condition=TRUE",
     .example = "number_of_rows(threshold := 10)",
     .query = "SELECT COUNT(*) FROM (SELECT 1 FROM @this_model WHERE @condition LIMIT @threshold + 1) "
              "HAVING COUNT(*) <= @threshold"},
    {.name = "sequential_values",
     .needs = "column",
     .defaults = "interval=1 condition=TRUE",
     .example = "sequential_values(column := a)",
     .query = "WITH windowed AS (SELECT @column, LAG(@column) OVER (ORDER BY @column NULLS FIRST) AS prv "
              "FROM @this_model WHERE @condition), "
              "validation_errors AS (SELECT * FROM windowed WHERE NOT (@column = prv + @interval)) "
              "SELECT * FROM validation_errors"},
    {.name = "stddev_in_range",
     .needs = "column",
     .defaults = "min_v=NULL max_v=NULL inclusive=TRUE condition=TRUE",
     .example = "stddev_in_range(column := a, min_v := 1, max_v := 2)",
     .query = "SELECT * FROM (SELECT STDDEV(@column) AS stddev_@column FROM @this_model WHERE @condition) WHERE @OR("
              "@IF(@min_v IS NOT NULL AND @inclusive, stddev_@column < @min_v, NULL), "
              "@IF(@min_v IS NOT NULL AND NOT @inclusive, stddev_@column <= @min_v, NULL), "
              "@IF(@max_v IS NOT NULL AND @inclusive, stddev_@column > @max_v, NULL), "
              "@IF(@max_v IS NOT NULL AND NOT @inclusive, stddev_@column >= @max_v, NULL))"},
    {.name = "string_length_between",
     .needs = "column",
     .defaults = "min_v=NULL max_v=NULL inclusive=TRUE condition=TRUE",
     .example = "string_length_between(column := a, max_v := 50)",
     .query = "SELECT * FROM @this_model WHERE @AND(@OR("
              "@IF(@min_v IS NOT NULL AND @inclusive, LENGTH(@column) < @min_v, NULL), "
              "@IF(@min_v IS NOT NULL AND NOT @inclusive, LENGTH(@column) <= @min_v, NULL), "
              "@IF(@max_v IS NOT NULL AND @inclusive, LENGTH(@column) > @max_v, NULL), "
              "@IF(@max_v IS NOT NULL AND NOT @inclusive, LENGTH(@column) >= @max_v, NULL)), @condition)"},
    {.name = "string_length_equal",
     .needs = "column v",
     .defaults = "condition=TRUE",
     .example = "string_length_equal(column := a, v := 20)",
     .query = "SELECT * FROM @this_model WHERE @AND(LENGTH(@column) <> @v, @condition)"},
    {.name = "unique_combination_of_columns",
     .needs = "columns",
     .defaults = "condition=TRUE",
     .example = "unique_combination_of_columns(columns := (a, b))",
     .query = "SELECT {{columns;, ;$}} FROM @this_model WHERE @condition "
              "GROUP BY {{columns;, ;$}} HAVING COUNT(*) > 1"},
    {.name = "unique_values",
     .needs = "columns",
     .defaults = "condition=TRUE",
     .example = "unique_values(columns := (id))",
     .query = "SELECT * FROM (SELECT {{columns;, ;ROW_NUMBER() OVER (PARTITION BY $ ORDER BY $ NULLS FIRST) AS rank_$$}} "
              "FROM @this_model WHERE @condition) WHERE {{columns; OR ;rank_$$ > 1}}"},
    {.name = "valid_email",
     .needs = "column",
     .defaults = "condition=TRUE",
     .example = "valid_email(column := a)",
     .query = "SELECT * FROM @this_model WHERE "
              "@AND(NOT @column RLIKE '^[a-zA-Z0-9_.+-]+@[a-zA-Z0-9-]+\\.[a-zA-Z0-9-.]+$', @condition)"},
    {.name = "valid_http_method",
     .needs = "column",
     .defaults = "condition=TRUE",
     .example = "valid_http_method(column := a)",
     .query = "SELECT * FROM @this_model WHERE NOT @column IN "
              "('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'CONNECT')"},
    {.name = "valid_url",
     .needs = "column",
     .defaults = "condition=TRUE",
     .example = "valid_url(column := a)",
     .query = "SELECT * FROM @this_model WHERE "
              "@AND(NOT @column RLIKE '^(https?|ftp)://[^\\s/$.?#].[^\\s]*$', @condition)"},
    {.name = "valid_uuid",
     .needs = "column",
     .defaults = "condition=TRUE",
     .example = "valid_uuid(column := a)",
     .query = "SELECT * FROM @this_model WHERE @AND(NOT LOWER(@column) RLIKE "
              "'^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$', @condition)"},
    {.name = "z_score",
     .needs = "column threshold",
     .defaults = "condition=TRUE",
     .example = "z_score(column := a, threshold := 3)",
     .query = "WITH stats AS (SELECT AVG(@column) AS mean_@column, STDDEV(@column) AS stddev_@column "
              "FROM @this_model WHERE @condition) "
              "SELECT @column, <<(@column - mean_@column)>> / NULLIF(stddev_@column, 0) AS z_score FROM @this_model, stats "
              "WHERE ABS(<<(@column - mean_@column)>> / NULLIF(stddev_@column, 0)) > @threshold"},
};

ArrayRef<BuiltinAudit> builtinAudits() { return table; }

const BuiltinAudit *findBuiltinAudit(StringRef name) {
  name.consume_back("_non_blocking");
  auto found = llvm::find_if(table, [&](const BuiltinAudit &audit) { return audit.name == name; });
  return found == std::end(table) ? nullptr : &*found;
}

} // namespace sluice
