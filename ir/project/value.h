// The value of a variable: what config.yaml, a blueprint or @DEF gives it.
//
//   variables: {n: 1, names: [a, b]}       Int "1", List(String "a", String "b")
//   @DEF(x, a + b)                         Expr "a + b"
#pragma once
#include <string>
#include <vector>

namespace sluice {

struct Value {
  enum class Kind : uint8_t { Null, Bool, Int, Float, String, Date, DateTime, Expr, List, Map };
  Kind kind = Kind::Null;
  bool flag = false;        // of Bool
  std::string text;         // of all others that have no items; of Expr: SQL
  std::vector<Value> items; // of List and Map
  std::vector<std::string> keys; // of Map, one per item

  static Value ofBool(bool flag) { return {Kind::Bool, flag, {}, {}, {}}; }
  static Value ofString(std::string text) { return {Kind::String, false, std::move(text), {}, {}}; }
  static Value ofInt(long long number) { return {Kind::Int, false, std::to_string(number), {}, {}}; }
  static Value ofExpr(std::string sql) { return {Kind::Expr, false, std::move(sql), {}, {}}; }
  friend bool operator==(const Value &, const Value &) = default;
};

} // namespace sluice
