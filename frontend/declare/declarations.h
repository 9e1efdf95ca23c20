// What each file of a project says, before any macro is expanded.
//
//   models/a.sql     MODEL (...); statements; query; statements   -> ModelDecl
//   audits/b.sql     AUDIT (...); query                           -> AuditDecl
//   external_models.yaml                                          -> ExternalDecl
#pragma once
#include "frontend/parse/parse.h"
#include "frontend/source/sources.h"
#include "ir/project/model.h"

namespace sluice {

struct AuditDecl {
  std::string name; // lower case
  const SourceFile *file = nullptr;
  const Dialect *dialect = nullptr;
  const Block *block = nullptr;
  std::vector<ParsedStatement> statements; // @DEF and the like
  ParsedStatement query;
  bool skip = false, blocking = true;
  std::vector<std::pair<std::string, const Node *>> defaults; // argument, value; lower case
};

struct ModelDecl {
  const SourceFile *file = nullptr;
  const Dialect *dialect = nullptr;
  bool namesDialect = false; // the file says it itself
  ParsedStatement header;
  std::vector<ParsedStatement> before, after;
  ParsedStatement query; // without a tree for seeds
  std::vector<AuditDecl> audits;
  std::string comment; // above the header: the description
  // Meaning of the file before expansion.
  Digest sourceData, sourceMetadata;
};

struct ExternalDecl {
  std::string name; // as written
  const SourceFile *file = nullptr;
  SourceRange range;
  std::string gateway; // lower case; empty: for all
  std::string dialect; // empty: the default one
  std::string description;
  std::vector<std::pair<std::string, std::string>> columns; // name, type text
};

struct Declarations {
  std::vector<ModelDecl> models; // by path
  std::vector<AuditDecl> audits; // by name
  std::vector<ExternalDecl> externals;
  const AuditDecl *findAudit(StringRef name) const;
  // The model of a file, or null if the file gave none.
  const ModelDecl *findModel(StringRef path) const;
};

// Arenas and parsers that a thread keeps, one parser per dialect.
class ParserPool {
public:
  explicit ParserPool(unsigned jobs) : workers(jobs) {}
  Arena &arena(unsigned worker) { return *workers[worker].arena; }
  Parser &parser(unsigned worker, const Dialect &dialect);
  size_t bytes() const;

private:
  struct Worker {
    std::unique_ptr<Arena> arena = std::make_unique<Arena>();
    std::vector<std::pair<const Dialect *, std::unique_ptr<Parser>>> parsers;
  };
  std::vector<Worker> workers;
};

// Reads all files of a project. `defaultDialect` is that of files which name
// none; when `known` holds declarations made with another default, those of
// files that name their dialect are taken from there.
Declarations declareAll(const Sources &sources, const Dialect &defaultDialect, const Declarations *known,
                        unsigned jobs, ParserPool &pool, Sink sink);

// Rows of external_models.yaml and of the folder external_models.
std::vector<ExternalDecl> readExternalModels(const Sources &sources, Sink sink);

// The dialect that a file's MODEL or AUDIT block names, found before the text
// is scanned; empty if it names none.
StringRef findDialectName(StringRef text);

} // namespace sluice
