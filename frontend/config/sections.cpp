// The table of sections, and the check of a value against a row.
#include "frontend/config/sections.h"
#include "frontend/config/diags.h"
#include "frontend/config/read.h"
#include "frontend/config/scalars.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {
namespace {

enum class Type : uint8_t { Text, Bool, Int, Texts, TextMap, List, Map, Choice, Any, Section, Sections };

// A key of a section. The root has the empty name; a key that is a section of
// its own has a `Section` row, one that is a list of them a `Sections` row.
struct Row {
  StringRef section, key;
  Type type;
  StringRef values = {};   // of Choice: blank-separated; of Section and Sections: the section's name
  bool canBeNull = false;
};

constexpr StringRef modes = "full semi off", changes = "error warn allow ignore";

constexpr Row rows[] = {
    {"", "cache_dir", Type::Text, {}, true},
    {"", "cicd_bot", Type::Section, "cicd_bot", true},
    {"", "default_scheduler", Type::Section, "scheduler"},
    {"", "default_target_environment", Type::Text},
    {"", "disable_anonymized_analytics", Type::Bool},
    {"", "env_vars", Type::TextMap},
    {"", "environment_ttl", Type::Text, {}, true},
    {"", "format", Type::Section, "format"},
    {"", "gateway_managed_virtual_layer", Type::Bool},
    {"", "ignore_patterns", Type::Texts},
    {"", "infer_python_dependencies", Type::Bool},
    {"", "janitor", Type::Section, "janitor"},
    {"", "linter", Type::Section, "linter"},
    {"", "log_limit", Type::Int},
    {"", "migration", Type::Section, "migration"},
    {"", "model_naming", Type::Section, "model_naming"},
    {"", "notification_targets", Type::Sections, "notification_target"},
    {"", "physical_schema_override", Type::TextMap, {}, true},
    {"", "pinned_environments", Type::Texts},
    {"", "plan", Type::Section, "plan"},
    {"", "project", Type::Text},
    {"", "run", Type::Section, "run"},
    {"", "snapshot_ttl", Type::Text},
    {"", "time_column_format", Type::Text},
    {"", "ui", Type::Section, "ui"},
    {"", "username", Type::Text},
    {"", "users", Type::Sections, "user"},
    {"", "virtual_environment_mode", Type::Choice, "full dev_only"},
    {"auto_categorize_changes", "external", Type::Choice, modes},
    {"auto_categorize_changes", "python", Type::Choice, modes},
    {"auto_categorize_changes", "seed", Type::Choice, modes},
    {"auto_categorize_changes", "sql", Type::Choice, modes},
    {"cicd_bot", "auto_categorize_changes", Type::Section, "auto_categorize_changes", true},
    {"cicd_bot", "check_if_blocked_on_deploy_to_prod", Type::Bool},
    {"cicd_bot", "command_namespace", Type::Text, {}, true},
    {"cicd_bot", "default_pr_preview_start", Type::Any},
    {"cicd_bot", "default_pr_start", Type::Any, {}, true},
    {"cicd_bot", "enable_deploy_command", Type::Bool},
    {"cicd_bot", "forward_only_branch_suffix", Type::Text, {}, true},
    {"cicd_bot", "invalidate_environment_after_deploy", Type::Bool},
    {"cicd_bot", "merge_method", Type::Choice, "merge squash rebase", true},
    {"cicd_bot", "pr_environment_name", Type::Text, {}, true},
    {"cicd_bot", "pr_include_unmodified", Type::Bool, {}, true},
    {"cicd_bot", "pr_min_intervals", Type::Int, {}, true},
    {"cicd_bot", "pr_preview_min_intervals", Type::Int},
    {"cicd_bot", "prod_branch_name", Type::Text, {}, true},
    {"cicd_bot", "prod_branch_names", Type::Texts},
    {"cicd_bot", "run_on_deploy_to_prod", Type::Bool},
    {"cicd_bot", "skip_pr_backfill", Type::Bool, {}, true},
    {"cicd_bot", "type", Type::Choice, "github"},
    {"format", "append_newline", Type::Bool},
    {"format", "indent", Type::Int},
    {"format", "leading_comma", Type::Bool},
    {"format", "max_text_width", Type::Int},
    {"format", "no_rewrite_casts", Type::Bool},
    {"format", "normalize", Type::Bool},
    {"format", "normalize_functions", Type::Choice, "upper lower false true", true},
    {"format", "pad", Type::Int},
    {"janitor", "expired_snapshots_batch_size", Type::Int, {}, true},
    {"janitor", "warn_on_delete_failure", Type::Bool},
    {"linter", "enabled", Type::Bool},
    {"linter", "ignored_rules", Type::Texts},
    {"linter", "rules", Type::Texts},
    {"linter", "use_project_index", Type::Bool},
    {"linter", "warn_rules", Type::Texts},
    {"migration", "promoted_snapshots_only", Type::Bool},
    {"model_defaults", "allow_partials", Type::Bool, {}, true},
    {"model_defaults", "audits", Type::List, {}, true},
    {"model_defaults", "batch_concurrency", Type::Int, {}, true},
    {"model_defaults", "enabled", Type::Bool, {}, true},
    {"model_defaults", "formatting", Type::Bool, {}, true},
    {"model_defaults", "on_additive_change", Type::Choice, changes, true},
    {"model_defaults", "on_destructive_change", Type::Choice, changes, true},
    {"model_defaults", "optimize_query", Type::Bool, {}, true},
    {"model_defaults", "owner", Type::Text, {}, true},
    {"model_defaults", "physical_properties", Type::Map, {}, true},
    {"model_defaults", "session_properties", Type::Map, {}, true},
    {"model_defaults", "storage_format", Type::Text, {}, true},
    {"model_defaults", "table_format", Type::Text, {}, true},
    {"model_defaults", "virtual_properties", Type::Map, {}, true},
    {"model_naming", "infer_names", Type::Bool},
    {"notification_target", "channel", Type::Text, {}, true},
    {"notification_target", "host", Type::Text, {}, true},
    {"notification_target", "notify_on", Type::Texts},
    {"notification_target", "password", Type::Text, {}, true},
    {"notification_target", "port", Type::Int},
    {"notification_target", "recipients", Type::Texts, {}, true},
    {"notification_target", "sender", Type::Text, {}, true},
    {"notification_target", "subject", Type::Text, {}, true},
    {"notification_target", "token", Type::Text, {}, true},
    {"notification_target", "type", Type::Choice, "console generic slack_api slack_webhook smtp"},
    {"notification_target", "url", Type::Text, {}, true},
    {"notification_target", "user", Type::Text, {}, true},
    {"plan", "always_recreate_environment", Type::Bool},
    {"plan", "auto_apply", Type::Bool},
    {"plan", "auto_categorize_changes", Type::Section, "auto_categorize_changes"},
    {"plan", "enable_preview", Type::Bool, {}, true},
    {"plan", "forward_only", Type::Bool},
    {"plan", "include_unmodified", Type::Bool},
    {"plan", "no_diff", Type::Bool},
    {"plan", "no_prompts", Type::Bool},
    {"plan", "use_finalized_state", Type::Bool},
    {"run", "environment_check_interval", Type::Int},
    {"run", "environment_check_max_wait", Type::Int},
    {"scheduler", "type", Type::Choice, "builtin"},
    {"ui", "format_on_save", Type::Bool},
    {"ui", "node_colors", Type::TextMap},
    {"user", "email", Type::Text, {}, true},
    {"user", "github_username", Type::Text, {}, true},
    {"user", "notification_targets", Type::Sections, "notification_target"},
    {"user", "roles", Type::Texts},
    {"user", "slack_username", Type::Text, {}, true},
    {"user", "type", Type::Any},
    {"user", "username", Type::Text},
};

constexpr StringRef truths = " true false yes no on off 1 0 t f y n ";

// ---- single values

bool isOneOf(StringRef text, StringRef values) {
  llvm::SmallVector<StringRef, 8> list;
  values.split(list, ' ', -1, false);
  return llvm::is_contained(list, text);
}

bool isText(const YamlNode &node) {
  return node.kind == YamlNode::Kind::Scalar && (!node.plain || scalarValue(node.text).kind == Value::Kind::String);
}

bool isInt(const YamlNode &node) {
  return node.kind == YamlNode::Kind::Scalar && scalarValue(node.text).kind == Value::Kind::Int;
}

// A single text stands for a list of one.
bool areTexts(const YamlNode &node) {
  return isText(node) || (node.kind == YamlNode::Kind::List && llvm::all_of(node.items, isText));
}

bool isTextMap(const YamlNode &node) {
  return node.kind == YamlNode::Kind::Map &&
         llvm::all_of(node.entries, [](const YamlNode::Entry &entry) { return entry.value.kind == YamlNode::Kind::Scalar; });
}

// What a row wants, for messages; empty where the value is right.
StringRef findWanted(const Row &row, const YamlNode &node) {
  switch (row.type) {
  case Type::Text:
    return isText(node) ? "" : "a text";
  case Type::Bool:
    return node.kind == YamlNode::Kind::Scalar && isOneOf(StringRef(node.text).lower(), truths) ? "" : "true or false";
  case Type::Int:
    return isInt(node) ? "" : "a whole number";
  case Type::Texts:
    return areTexts(node) ? "" : "a list of texts";
  case Type::TextMap:
    return isTextMap(node) ? "" : "a mapping of texts";
  case Type::List:
    return node.kind == YamlNode::Kind::List ? "" : "a list";
  case Type::Map:
  case Type::Section:
    return node.kind == YamlNode::Kind::Map ? "" : "a mapping";
  case Type::Sections:
    return node.kind == YamlNode::Kind::List ? "" : "a list of mappings";
  case Type::Choice:
    return node.kind == YamlNode::Kind::Scalar ? "" : "a text";
  case Type::Any:
    return "";
  }
  llvm_unreachable("all types are handled");
}

class Checker {
public:
  explicit Checker(Sink sink) : sink(sink) {}

  void checkSection(const YamlNode &map, StringRef section, StringRef path);
  void checkValue(const Row &row, const YamlNode &node, StringRef path);

private:
  void reportUnknown(const YamlNode::Entry &entry, StringRef section, StringRef path);
  Sink sink;
};

std::string joinPath(StringRef path, StringRef key) { return path.empty() ? key.str() : (path + "." + key).str(); }

void Checker::reportUnknown(const YamlNode::Entry &entry, StringRef section, StringRef path) {
  llvm::SmallVector<StringRef> names;
  for (const Row &row : rows)
    if (row.section == section)
      names.push_back(row.key);
  sink.report(entry.range, diag::ConfigUnknownKey, plainKey(entry.key), path, findNearest(entry.key, names));
}

void Checker::checkSection(const YamlNode &map, StringRef section, StringRef path) {
  for (const YamlNode::Entry &entry : map.entries) {
    auto row = llvm::find_if(rows, [&](const Row &row) { return row.section == section && row.key == entry.key; });
    if (row != std::end(rows))
      checkValue(*row, entry.value, joinPath(path, entry.key));
    else if (!section.empty())
      reportUnknown(entry, section, path);
  }
}

void Checker::checkValue(const Row &row, const YamlNode &node, StringRef path) {
  bool null = node.kind == YamlNode::Kind::Null || (node.plain && scalarValue(node.text).kind == Value::Kind::Null);
  if (null && (row.canBeNull || row.type == Type::Any))
    return;
  if (StringRef wanted = findWanted(row, node); !wanted.empty()) {
    bool scalar = node.kind == YamlNode::Kind::Scalar;
    sink.report(node.range, diag::ConfigShape, path, scalar ? StringRef("another value") : describe(node), wanted);
    return;
  }
  if (row.type == Type::Choice && !isOneOf(StringRef(node.text).lower(), row.values))
    sink.report(node.range, diag::ConfigValue, path, node.text, "one of: " + row.values.str());
  if (row.type == Type::Section)
    checkSection(node, row.values, path);
  // Of a list of sections; others have no items that are mappings.
  for (const YamlNode &item : row.type == Type::Sections ? node.items : std::vector<YamlNode>())
    if (item.kind == YamlNode::Kind::Map)
      checkSection(item, row.values, path);
    else
      sink.report(item.range, diag::ConfigShape, path, describe(item), "a list of mappings");
}

// ---- what more than one key decides

constexpr StringRef builtinLintRules[] = {"all",
                                   "ambiguousorinvalidcolumn",
                                   "invalidselectstarexpansion",
                                   "noambiguousprojections",
                                   "nomissingaudits",
                                   "nomissingexternalmodels",
                                   "nomissingunittest",
                                   "noselectstar"};

// Rules by name, of one text or a list.
std::vector<LintRuleUse> readRules(const YamlNode *node) {
  std::vector<LintRuleUse> result;
  if (node && node->kind == YamlNode::Kind::Scalar)
    result.push_back({StringRef(node->text).lower(), node->range});
  else if (node)
    for (const YamlNode &item : node->items)
      result.push_back({StringRef(item.text).lower(), item.range});
  return result;
}

// A rule either fails the build or warns.
void checkLinter(const YamlNode &linter, Sink sink) {
  auto errors = readRules(linter.find("rules")), warnings = readRules(linter.find("warn_rules"));
  for (const LintRuleUse &rule : warnings)
    if (llvm::any_of(errors, [&](const LintRuleUse &error) { return error.name == rule.name; }))
      sink.report(rule.range, diag::LintRuleTwice, rule.name);
}

// A time to live lies in the future, whenever that is: `in 2 weeks`, or a day of
// the calendar, which nobody can judge without asking for the time.
bool isTimeToLive(StringRef text) {
  uint64_t count = 0;
  if (text.consume_front_insensitive("in "))
    return !text.ltrim().consumeInteger(10, count) && count > 0;
  return text.equals_insensitive("tomorrow") || isDate(text);
}

void checkTimeToLive(const YamlNode &root, StringRef key, Sink sink) {
  const YamlNode *node = root.find(key);
  if (node && node->kind == YamlNode::Kind::Scalar && !isTimeToLive(StringRef(node->text).trim()))
    sink.report(node->range, diag::ConfigValue, key, node->text, "a time in the future, such as `in 1 week`");
}

} // namespace

std::vector<LintRuleUse> readLintRules(const YamlNode &root) {
  std::vector<LintRuleUse> rules;
  const YamlNode *linter = root.find("linter");
  for (StringRef list : {"rules", "warn_rules", "ignored_rules"})
    if (const YamlNode *node = linter ? linter->find(list) : nullptr)
      llvm::append_range(rules, readRules(node));
  return rules;
}

void checkLintRules(ArrayRef<LintRuleUse> rules, ArrayRef<std::string> own, Sink sink) {
  llvm::SmallVector<StringRef> known(std::begin(builtinLintRules), std::end(builtinLintRules));
  llvm::append_range(known, own);
  for (const LintRuleUse &rule : rules)
    if (!llvm::is_contained(known, rule.name))
      sink.report(rule.range, diag::LintRuleUnknown, rule.name, findNearest(rule.name, known));
}

void checkSections(const YamlNode &root, Sink sink) {
  Checker(sink).checkSection(root, "", "");
  if (const YamlNode *linter = root.find("linter"); linter && linter->kind == YamlNode::Kind::Map)
    checkLinter(*linter, sink);
  checkTimeToLive(root, "snapshot_ttl", sink);
  checkTimeToLive(root, "environment_ttl", sink);
  const YamlNode *scheduler = root.find("default_scheduler");
  if (scheduler && scheduler->kind == YamlNode::Kind::Map && !scheduler->find("type"))
    sink.report(scheduler->range, diag::ConfigNeeds, "default_scheduler", "default_scheduler.type");
  const YamlNode *bot = root.find("cicd_bot");
  const YamlNode *deploy = bot ? bot->find("enable_deploy_command") : nullptr;
  if (deploy && StringRef(deploy->text).equals_insensitive("true") && !bot->find("merge_method"))
    sink.report(deploy->range, diag::ConfigNeeds, "cicd_bot.enable_deploy_command", "cicd_bot.merge_method");
}

void checkDefaultTypes(const YamlNode &defaults, Sink sink) {
  Checker checker(sink);
  for (const YamlNode::Entry &entry : defaults.entries)
    for (const Row &row : rows)
      if (row.section == "model_defaults" && row.key == entry.key && !StringRef(entry.value.text).contains('@'))
        checker.checkValue(row, entry.value, "model_defaults." + entry.key);
}

} // namespace sluice
