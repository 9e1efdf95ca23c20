// Environment variables as an input: a snapshot of the process, overlaid with
// the project's .env, which remembers what was asked for.
//
//   Environment env = processEnvironment();
//   env.overlay(readDotenv(file, sink));
//   env.find("PGHOST")
#pragma once
#include "ir/base/sink.h"
#include <map>
#include <optional>
#include <set>

namespace sluice {

class Environment {
public:
  using Map = std::map<std::string, std::string>;
  Environment() = default;
  explicit Environment(Map variables) : variables(std::move(variables)) {}

  void overlay(const Map &stronger) {
    for (auto &[name, value] : stronger)
      variables[name] = value;
  }
  // The value, or nothing; the name is remembered either way.
  std::optional<std::string> find(StringRef name) {
    read.insert(name.str());
    auto found = variables.find(name.str());
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  }
  const Map &all() const { return variables; }
  const std::set<std::string> &namesRead() const { return read; }

private:
  Map variables;
  std::set<std::string> read;
};

Environment processEnvironment();

// The assignments of a .env file: NAME=value, `export NAME=value`, quotes,
// comments. A line that is none of these is reported.
Environment::Map readDotenv(const SourceFile &file, Sink sink);

} // namespace sluice
