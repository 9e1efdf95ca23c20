// Where a model is looked at, and what its macros see there.
//
// A project is compiled for a gateway. A model may have a gateway of its own,
// whose variables and catalog it uses then, and a blueprint gives it values of
// its own:
//
//   MODEL (name @{region}.m, gateway lake, blueprints ((region := eu), ...))
#pragma once
#include "frontend/declare/declarations.h"
#include "ir/project/config.h"
#include "passes/elaborate/blueprints.h"
#include "passes/elaborate/parent_columns.h"
#include "passes/macros/expand.h"
#include "passes/qualify.h"
#include <map>

namespace sluice {

// The query of a model as it was expanded on a gateway, and on what that depends.
// Most models differ between gateways in their names alone: then the query, the
// largest part, is expanded and printed once.
struct ExpandedQuery {
  const ModelDecl *model = nullptr; // null: none is known
  bool hasInterval = true, readsTimes = false;
  std::vector<ReadVariable> reads;      // of the definitions, too
  std::vector<StringRef> variableNames; // that it could have read
  QualifiedQuery query;
  const ModelBody *body = nullptr; // that has its text
};

// What expanding a declaration needs beside it.
struct TreeInputs {
  const SharedDeclarations &shared;
  const Config &config;
  const Gateway &gateway;     // that is compiled for
  const Blueprint &blueprint; // empty where the file has none
  const RunTimes &times;
  Parser &parser;             // of the model's dialect
  Arena &arena;
  Sink sink;
  ExpandedQuery *query = nullptr; // of another gateway; what may be shared is put there
  const ParentColumns *parents = nullptr; // null while no other model is known
};

// Passes on what was reported about a text of our own, as a problem of the place
// that asked for it.
void passOn(Report &own, SourceRange place, Sink sink);

// The value that a model on a gateway sees for a variable which is no local of
// its own: variables of the configuration, and what SQLMesh predefines.
std::optional<Value> gatewayVariable(const Gateway &gateway, StringRef name);

// Where a model runs: the gateway that is compiled for, or its own. One that the
// configuration does not have has a name, and the variables that all have.
struct Home {
  const Config *config = nullptr;
  const Gateway *gateway = nullptr; // null: unknown
  std::string name;

  std::optional<Value> variable(StringRef lowerName) const;
};
Home findHome(const Config &config, const Gateway &selected, StringRef ownGateway);

// Expands the statements of one model, and remembers which variables they asked
// for: another gateway on which these are equal has the same result.
class ModelExpander {
public:
  ModelExpander(const ModelDecl &model, const TreeInputs &inputs);

  // The model's macros, with its locals.
  MacroContext macros;
  // One for text of another dialect or with other locals.
  MacroContext context(const Dialect &dialect, Sink sink);
  // The tree of a statement without macros. Null where it vanished, or after an
  // error, and then `failed` is set.
  const Node *expand(const ParsedStatement &statement, MacroContext &macros);
  // The same for a statement that may become several.
  void expandAll(const ParsedStatement &statement, MacroContext &macros, llvm::SmallVectorImpl<const Node *> &results);

  // A statement whose text is not a file's; problems are shown where it was
  // asked for.
  ParsedStatement read(StringRef text, SourceRange place);
  // One whose text is as long as what stands at the place.
  ParsedStatement readInPlace(StringRef text, SourceRange place);
  // A property whose text is given, expanded; or null.
  const Property *readProperty(StringRef name, StringRef text, SourceRange place);

  // From here on variables are those of this gateway, `none` before.
  void setHome(Home home);
  const Home &ownHome() const { return *home; }

  // From here on it is remembered anew what is asked for; `readsOfPhase` gives it.
  void beginPhase() { ++phase; }
  std::vector<ReadVariable> readsOfPhase() const;
  // Whether what depends on those reads alone is the same here. Counts as reading them.
  bool readsAlike(const ExpandedQuery &query);

  std::vector<ReadVariable> reads() const;
  bool failed = false;
  bool readsTimes = false; // whether anything depends on the times of the run
  bool asksColumns = false; // whether a macro needed the columns of a relation

private:
  // A function that outlives the contexts which hold a reference to it.
  struct Find {
    ModelExpander *expander;
    const Value *operator()(StringRef name) const { return expander->lookup(name); }
  };
  // Whether the model's text mentions a variable; it outlives the contexts, too.
  struct Mentioned {
    const ModelDecl *model;
    bool operator()(StringRef name) const;
  };
  // Whether SQLMesh gives a variable to what a template makes; the same of it.
  struct GivenToTemplates {
    const ModelDecl *model;
    const jinja::Library *library;
    bool operator()(StringRef name) const;
    bool asksBeside(StringRef name) const;
    bool inProperties(StringRef name) const;
    bool inTemplate(StringRef text, StringRef name) const;
  };
  // The values of a blueprint are the same wherever the model is looked at, so
  // they are no reads.
  struct FindOwn {
    const Blueprint *blueprint;
    const Value *operator()(StringRef name) const { return blueprint->find(name); }
  };
  // The columns of a relation that a macro names.
  struct FindColumns {
    const ParentColumns *parents;
    RelationColumns operator()(const Node &relation) const;
  };
  const Value *lookup(StringRef name);
  void expandBlock(const JinjaBlock &block, const ParsedStatement &statement, MacroContext &macros,
                   llvm::SmallVectorImpl<const Node *> &results);
  void prepare(MacroContext &made);
  ParsedStatement readText(StringRef text, SourceRange place, Sink sink);

  const ModelDecl &model;
  const TreeInputs &inputs;
  std::optional<Home> home;
  // A value that was looked up, and when last.
  struct Seen {
    std::optional<Value> value;
    unsigned phase = 0;
  };
  std::map<std::string, Seen, std::less<>> seen; // addresses are stable
  unsigned phase = 0;
  Find find;
  FindOwn findOwn;
  Mentioned mentioned;
  GivenToTemplates givenToTemplates;
  FindColumns findColumns;
  std::vector<StringRef> variableNames; // of the gateway
};

} // namespace sluice
