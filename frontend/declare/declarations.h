// What each file of a project says, before any macro is expanded.
//
//   models/a.sql     MODEL (...); statements; query; statements   -> ModelDecl
//   audits/b.sql     AUDIT (...); query                           -> AuditDecl
//   external_models.yaml                                          -> DataDecl
#pragma once
#include "frontend/jinja/render.h"
#include "frontend/parse/parse.h"
#include "frontend/source/sources.h"
#include "ir/project/model.h"
#include "ir/project/python_macro.h"
#include "ir/project/value.h"

namespace sluice {

struct AuditDecl {
  std::string name; // lower case
  const SourceFile *file = nullptr;
  const Dialect *dialect = nullptr;
  const Block *block = nullptr;
  std::vector<ParsedStatement> statements; // @DEF and the like
  ParsedStatement query;
  bool skip = false, blocking = true;
  bool saysBlocking = false; // the block has the property
  bool standalone = false;   // has a schedule of its own, and no model
  std::vector<std::pair<std::string, const Node *>> defaults; // argument, value; lower case
  Digest source; // of what the author wrote
};

struct ModelDecl {
  const SourceFile *file = nullptr;
  const Dialect *dialect = nullptr;
  bool namesDialect = false; // the file says it itself
  ParsedStatement header;
  std::vector<ParsedStatement> before, after, onVirtualUpdate;
  ParsedStatement query; // without a tree for seeds
  std::vector<AuditDecl> audits;
  std::string inferredName; // from the path, where the project asks for that
  std::string comment; // above the header: the description
};

// A property that is given as data: by YAML, or by a decorator of Python.
struct GivenProperty {
  std::string name; // lower case
  Value value;
  SourceRange range;
};

// A model that no SQL file declares: a table that others make.
//
//   - name: raw.orders
//     columns: {id: int}
struct DataDecl {
  const SourceFile *file = nullptr;
  std::string name; // as written
  SourceRange range;
  std::string gateway; // lower case; empty: for all
  std::string dialect; // empty: the default one
  std::vector<GivenProperty> properties; // without name, gateway and dialect
  bool python = false; // a function of Python makes it
};

// What is declared once for all models.
struct SharedDeclarations {
  std::vector<AuditDecl> audits; // by name
  std::vector<DataDecl> pythonModels;
  std::vector<PythonMacro> pythonMacros;
  jinja::Library jinjaMacros;
  std::vector<std::string> signals, materializations, lintRules; // of Python, in lower case
  const AuditDecl *findAudit(StringRef name) const;
  bool findSignal(StringRef name) const { return llvm::is_contained(signals, name); }
};

// Parsers that a thread keeps, one per dialect, and where their trees go.
class ParserPool {
public:
  explicit ParserPool(unsigned jobs) : workers(jobs) {}
  // For trees that live as long as the pool.
  Arena &arena(unsigned worker) { return *workers[worker].arena; }
  // For the trees of one file: reset before the next.
  Arena &scratch(unsigned worker) { return *workers[worker].scratch; }
  // A parser whose trees go to `target`, one of the two.
  Parser &parser(unsigned worker, const Dialect &dialect, Arena &target);

private:
  struct Worker {
    std::unique_ptr<Arena> arena = std::make_unique<Arena>(), scratch = std::make_unique<Arena>();
    std::vector<std::pair<const Dialect *, std::unique_ptr<Parser>>> parsers;
  };
  std::vector<Worker> workers;
};

// The dialect of a file: the one that its block names, or the default one. Null
// where it names one that is not known, which is reported.
struct FileDialect {
  const Dialect *dialect = nullptr;
  const Dialect *fallback = nullptr; // of the gateway
  bool named = false;
};
FileDialect dialectOf(const SourceFile &file, const Dialect &defaultDialect, Sink sink);

// What a model file declares; nothing after an error, or if the file is empty.
// With `inferNames` the header, or its name, may be missing; a missing header is
// made in `arena`.
std::optional<ModelDecl> declareModel(const SourceFile &file, FileDialect dialect, Parser &parser, Arena &arena,
                                      bool inferNames, Sink sink);

// The name that a model has because of its place: the last three parts of what
// follows the folder `models`.
//
//   models/core/raw/ports.sql    core.raw.ports
std::string inferName(StringRef path);

// The meaning of a model file before expansion; its path is no part of that. The
// digests of `file` are set when the batch is finished.
void hashSource(const ModelDecl &model, const jinja::Library &library, HashBatch &batch, ModelFile &file);

// All files of audits, Jinja macros, and what Python files declare.
SharedDeclarations declareShared(const Sources &sources, const Dialect &defaultDialect, unsigned jobs,
                                 ParserPool &pool, Sink sink);

// Models, signals, materializations and lint rules of Python files.
void readPython(const Sources &sources, SharedDeclarations &declared, Sink sink);

// Rows of external_models.yaml and of the folder external_models. No dialect matters
// before they are elaborated.
std::vector<DataDecl> readExternalModels(const Sources &sources, Sink sink);

// The dialect that a file's MODEL or AUDIT block names, found before the text
// is scanned; empty if it names none.
StringRef findDialectName(StringRef text);

} // namespace sluice
