// Finds the columns of a gateway's models, one by one and on demand.
//
//   s.mart.day -> s.int.day -> s.stg.day -> CAST(.. AS DATE)     DATE
//
// What was found is kept. Declared columns are taken as they are; those of a query
// follow from its signature. As with SQLMesh, what a query takes from its tables
// has types only where the columns of all its tables are known.
#pragma once
#include "ir/project/project.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringSet.h"
#include <tuple>

namespace sluice {

struct FoundColumn {
  StringRef name;
  StringRef type; // a meaning, as in ir/dialect/type_words.h; empty where it is not known
};

// Elaborates models again.
class ModelMaker {
public:
  // Gives a model another body, whose text needs the columns of those that it reads.
  // These have been found by then.
  virtual void remake(uint32_t variant) = 0;
  // The signature of a model with all its columns.
  virtual QuerySignature sign(uint32_t variant) = 0;

protected:
  ~ModelMaker() = default;
};

class ColumnFinder {
public:
  // The variants need no parents yet.
  ColumnFinder(const Project &project, const GatewayModels &models, ModelMaker &maker);

  // The type of a column, a meaning; empty where it is not known.
  StringRef findType(uint32_t variant, StringRef column);
  // Makes a model anew if it asks for columns, after those that it reads.
  void settle(uint32_t variant) { solve({variant, Goal::Made, {}}); }
  // All columns of a model; nothing where not all names are known, or two are equal.
  std::optional<std::vector<FoundColumn>> findColumns(uint32_t variant);
  // The variant that a table is which a model names, or nothing.
  std::optional<uint32_t> findTable(uint32_t variant, size_t table);

private:
  using Names = std::optional<std::vector<StringRef>>;
  enum class Phase : uint8_t { New, Open, Done };
  struct Goal {
    uint32_t variant;
    enum Kind : uint8_t { Made, Signed, Named, Typed } kind;
    StringRef column;
  };
  struct ColumnState {
    StringRef name, type;
    Phase phase = Phase::New;
  };
  struct State {
    Phase made = Phase::New, isSigned = Phase::New, named = Phase::New;
    std::unique_ptr<QuerySignature> whole; // where the body's signature was not enough
    Names names;
    std::optional<std::vector<std::optional<uint32_t>>> tables; // the variants that the body's tables are
    std::vector<ColumnState> columns; // those that were asked for
  };
  using Goals = llvm::SmallVector<Goal, 8>;
  class Evaluation;

  void solve(Goal root);
  Phase &phaseOf(const Goal &goal);
  void attempt(const Goal &goal, Goals &needs);
  // Whether a goal is reached, or never will be since it asks for itself. Else it is
  // put among those that are needed first.
  bool reached(const Goal &goal, Goals &needs);
  void attemptMade(uint32_t variant, Goals &needs);
  Names attemptNames(uint32_t variant, Goals &needs);
  StringRef attemptType(uint32_t variant, StringRef column, Goals &needs);
  const QuerySignature *wholeSignature(uint32_t variant, Goals &needs);
  std::vector<StringRef> namesOf(uint32_t variant, const QuerySignature &signature, Goals &needs);
  std::optional<StringRef> termType(uint32_t variant, const QuerySignature &signature, StringRef column, Goals &needs);
  ColumnState &columnState(uint32_t variant, StringRef column);
  StringRef respell(StringRef type, const Dialect &dialect);
  using FullName = std::tuple<StringRef, StringRef, StringRef>; // catalog, schema, table
  FullName fullName(const ModelBody &body, const TableName &name);
  const ModelBody &body(uint32_t variant) const { return *models.variants[variant].body; }
  StringRef keep(StringRef text) { return texts.insert(text).first->getKey(); }

  const Project &project;
  const GatewayModels &models;
  ModelMaker &maker;
  std::vector<State> states;
  llvm::DenseMap<FullName, uint32_t> byName;
  llvm::StringSet<> texts;
  llvm::DenseMap<std::pair<const char *, const Dialect *>, StringRef> respelled;
};

} // namespace sluice
