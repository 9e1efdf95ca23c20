// What is to be done on one gateway for one environment, as data.
//
// A plan names physical objects to be built, in the order of their
// dependencies, and for every view of the environment what it reads now and
// what it shall read:
//
//   build   sqlmesh__staging.staging__orders__ab12cd34ef   (table)
//   view    staging.orders      from ...__0123456789 to ...__ab12cd34ef
//
// The state that a plan starts from comes from a deployed bundle, as a value.
// backend/ddl turns a plan into scripts.
#pragma once
#include "ir/base/hash.h"
#include "ir/dialect/engines.h"
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sluice {

// The name of a table or view in the warehouse; empty parts are not printed.
// On an engine without schemas only `name` is set.
struct ObjectName {
  std::string catalog, schema, name;
  friend bool operator==(const ObjectName &, const ObjectName &) = default;
  friend auto operator<=>(const ObjectName &, const ObjectName &) = default;
};

// A column; the type is text of the engine's dialect, empty where not declared.
struct PlanColumn {
  std::string name, type;
};

// Rows of a seed, cell by cell; an absent cell is NULL.
struct SeedRows {
  std::vector<std::vector<std::optional<std::string>>> rows;
};

// A check of a built object: the query gives the rows that must not be.
struct PlanAudit {
  std::string name;
  std::string query; // text in the engine's dialect
  bool blocking = true;
};

// A physical object that must exist before the views can move. It is built only
// if it is absent; its name carries the hash of what it holds.
struct Build {
  enum class Kind : uint8_t { Table, Seed, View };
  Kind kind = Kind::Table;
  std::string model; // display name, for messages and step comments
  ObjectName object;
  std::vector<PlanColumn> columns; // empty: not known
  std::string query;               // of tables and views: text in the engine's dialect
  SeedRows seed;
  std::vector<PlanAudit> audits;
  std::vector<std::string> before, after; // the model's own statements, in the engine's dialect
  std::string description;
};

// What a view of the environment reads.
struct ViewTarget {
  ObjectName object;
  std::vector<std::string> columns; // empty: not known, the view says SELECT *
  friend bool operator==(const ViewTarget &, const ViewTarget &) = default;
};

// A view of the environment. Without `before` it is new, without `after` it
// goes; where both are equal it stays, and only the guard looks at it.
struct ViewChange {
  std::string model;
  ObjectName view;
  std::optional<ViewTarget> before, after;
  std::string description;
};

// The builds of a plan. Each is made when it is asked for, at every time the
// same: all of them together hold the text of every query.
class Builds {
public:
  Builds() = default;
  Builds(size_t count, std::function<Build(size_t)> make) : count(count), make(std::move(make)) {}

  size_t size() const { return count; }
  Build operator[](size_t index) const { return make(index); }

private:
  size_t count = 0;
  std::function<Build(size_t)> make;
};

struct Plan {
  std::string gateway, environment;
  const Engine *engine = nullptr;
  std::vector<std::string> schemas; // to be created if absent, sorted; empty on engines without
  Builds builds;                    // parents first
  std::vector<ViewChange> views;    // by name
};

} // namespace sluice
