// Properties as JSON.
#include "tools/driver/attributes.h"
#include "ir/project/kinds.h"
#include "ir/time/cron.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {
namespace {

namespace json = llvm::json;

// A setting is a plain value where its SQL is a literal.
json::Value settingValue(StringRef sql) {
  int64_t whole;
  double real;
  if (sql.equals_insensitive("true") || sql.equals_insensitive("false"))
    return sql.equals_insensitive("true");
  if (!sql.getAsInteger(10, whole))
    return whole;
  if (!sql.getAsDouble(real))
    return real;
  if (!sql.consume_front("'") || !sql.consume_back("'"))
    return sql.str();
  std::string text;
  for (size_t i = 0; i < sql.size(); ++i) {
    text += sql[i];
    i += sql[i] == '\'' && i + 1 < sql.size() && sql[i + 1] == '\'';
  }
  return text;
}

json::Object pairsOf(const PropertyText &value) {
  json::Object result;
  for (auto [key, item] : llvm::zip(value.keys, value.items))
    result[key] = value.row->type == PropertyType::Settings ? settingValue(item) : json::Value(item);
  return result;
}

json::Value valueOf(const PropertyText &value) {
  switch (value.row->type) {
  case PropertyType::Bool:
    return value.text == "true";
  case PropertyType::Count: {
    int64_t number = 0;
    StringRef(value.text).getAsInteger(10, number);
    return number;
  }
  case PropertyType::Texts:
  case PropertyType::Names:
  case PropertyType::Refs:
  case PropertyType::Fields:
  case PropertyType::FieldsOrStar:
    return json::Array(value.items);
  case PropertyType::Merge:
    return "(" + llvm::join(value.items, " ") + ")";
  case PropertyType::TimeColumn:
    return json::Object{{"column", value.items.front()}, {"format", value.text}};
  case PropertyType::Descriptions:
  case PropertyType::Pairs:
  case PropertyType::Settings:
    return pairsOf(value);
  case PropertyType::Ref:
  case PropertyType::Format:
  case PropertyType::Column:
  case PropertyType::Type:
  case PropertyType::Expr:
  case PropertyType::Text:
  case PropertyType::Cron:
  case PropertyType::Zone:
  case PropertyType::Unit:
  case PropertyType::Time:
  case PropertyType::Choice:
  case PropertyType::Name:
  case PropertyType::Columns:
  case PropertyType::Kind:
  case PropertyType::Calls:
  case PropertyType::Blueprints:
    return value.text.empty() && !value.items.empty() ? value.items.front() : value.text;
  }
  llvm_unreachable("all types are handled");
}

// What holds where a property is not given.
json::Value standardOf(const PropertyRow &row) {
  bool list = row.type == PropertyType::Texts || row.type == PropertyType::Refs || row.type == PropertyType::Fields ||
              row.type == PropertyType::Names;
  if (list)
    return json::Array();
  if (row.type == PropertyType::Descriptions)
    return json::Object();
  if (row.standard.empty())
    return nullptr;
  return row.type == PropertyType::Bool ? json::Value(row.standard == "true") : json::Value(row.standard);
}

json::Value csvValue(StringRef key, const std::string &item, const CsvSettings &csv) {
  if (key != "na_values")
    return settingValue(item);
  if (csv.columnNulls.empty())
    return json::Array(csv.nulls);
  json::Object byColumn;
  for (auto &[column, nulls] : csv.columnNulls)
    byColumn[column] = json::Array(nulls);
  return byColumn;
}

// The kind's name, and the parameters that differ from what holds without them.
json::Object kindOf(const ModelBody &body) {
  json::Object kind{{"name", body.kindName}};
  for (const PropertyText &value : body.parameters) {
    if (value.row->name == "csv_settings") {
      json::Object settings;
      for (auto [key, item] : llvm::zip(value.keys, value.items))
        settings[key] = csvValue(key, item, body.csv);
      kind[value.row->name] = std::move(settings);
      continue;
    }
    json::Value shown = valueOf(value), standard = standardOf(value.row->type == PropertyType::Count ? PropertyRow{{}, PropertyType::Text} : *value.row);
    bool isStandard = shown == standard || (!value.row->standard.empty() && value.text == value.row->standard) ||
                      (value.row->type == PropertyType::Column && value.items.front() == ("\"" + value.row->standard + "\"").str());
    if (!isStandard)
      kind[value.row->name] = std::move(shown);
  }
  return kind;
}

// A permission with those who get it.
json::Value grantsOf(const PropertyText &value) {
  json::Object grants;
  for (auto [key, item] : llvm::zip(value.keys, value.items)) {
    json::Array grantees;
    llvm::SmallVector<StringRef> parts;
    StringRef list = item;
    bool many = (list.consume_front("[") && list.consume_back("]")) || (list.consume_front("(") && list.consume_back(")"));
    list.split(parts, many ? ", " : "\n", -1, false);
    for (StringRef part : parts) {
      json::Value plain = settingValue(part);
      grantees.push_back((plain.getAsString() ? plain.getAsString()->trim("\"`") : part).str());
    }
    grants[key] = std::move(grantees);
  }
  return grants;
}

json::Array callsOf(ArrayRef<NamedCall> calls) {
  json::Array result;
  for (const NamedCall &call : calls) {
    json::Object args;
    for (auto &[name, text] : call.args)
      args[name] = StringRef(text).equals_insensitive("true") || StringRef(text).equals_insensitive("false") ? StringRef(text).upper() : text;
    result.push_back(json::Array{call.name, std::move(args)});
  }
  return result;
}

json::Value intervalUnit(const ModelBody &body) {
  if (const PropertyText *unit = body.find("interval_unit"))
    return unit->text;
  const PropertyText *cron = body.find("cron");
  auto schedule = readCron(cron ? StringRef(cron->text) : "@daily");
  const IntervalUnit *unit = schedule ? findIntervalUnit(*schedule) : nullptr;
  return unit ? json::Value(unit->name) : nullptr;
}

json::Object descriptionsOf(const ModelBody &body) {
  if (const PropertyText *given = body.find("column_descriptions"))
    return pairsOf(*given);
  json::Object result;
  for (auto &[column, text] : body.columnComments)
    result[column] = text;
  return result;
}

} // namespace

json::Object modelAttributes(const ModelBody &body) {
  json::Object result;
  for (const PropertyRow &row : modelProperties) {
    const PropertyText *value = body.find(row.name);
    result[row.name] = value ? valueOf(*value) : standardOf(row);
  }
  result["time_column"] = nullptr;
  result["unique_key"] = json::Array();
  for (StringRef name : {"time_column", "unique_key", "when_matched", "merge_filter"})
    if (const PropertyText *value = body.findParameter(name))
      result[name] = valueOf(*value);
  if (const PropertyText *grain = body.find("grain"))
    result["grains"] = json::Array{valueOf(*grain)};
  if (const PropertyText *grants = body.find("grants"))
    result["grants"] = grantsOf(*grants);
  result["name"] = body.name;
  result["kind"] = kindOf(body);
  result["dialect"] = dialectText(*body.dialect);
  result["gateway"] = body.gateway.empty() ? json::Value(nullptr) : json::Value(body.gateway);
  result["description"] = body.description.empty() ? json::Value(nullptr) : json::Value(body.description);
  result["virtual_environment_mode"] = "full";
  result["audits"] = callsOf(body.auditCalls);
  result["signals"] = callsOf(body.signals);
  result["interval_unit"] = intervalUnit(body);
  result["column_descriptions"] = descriptionsOf(body);
  return result;
}

json::Object shownProperties(const ModelBody &body) {
  static constexpr StringRef shown[] = {
      "owner",           "description",   "tags",           "cron",        "start",        "end",
      "time_column",     "unique_key",    "partitioned_by", "clustered_by", "grains",      "storage_format",
      "table_format",    "physical_properties", "virtual_properties", "session_properties", "allow_partials",
      "optimize_query",  "column_descriptions"};
  json::Object all = modelAttributes(body), result;
  for (StringRef name : shown) {
    const json::Value *value = all.get(name);
    bool empty = !value || value->getAsNull() || (value->getAsString() && value->getAsString()->empty()) ||
                 (value->getAsArray() && value->getAsArray()->empty()) || (value->getAsObject() && value->getAsObject()->empty()) ||
                 value->getAsBoolean() == false || (name == "cron" && *value == json::Value("@daily"));
    if (!empty)
      result[name] = *value;
  }
  if (const json::Object *kind = all.getObject("kind"); kind->size() > 1)
    result["kind"] = *all.get("kind");
  return result;
}

} // namespace sluice
