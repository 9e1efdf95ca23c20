// Cuts parsed files into declarations: which statement is the header, which the
// query, and which stand before and behind it.
//
//   MODEL (name s.t);  @DEF(x, 1);  SELECT @x AS a;  ANALYZE
//   header             before       query            after
#include "frontend/declare/declarations.h"
#include "frontend/declare/diags.h"
#include "ir/base/parallel.h"
#include "ir/syntax/text.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"

namespace sluice {

const AuditDecl *SharedDeclarations::findAudit(StringRef name) const {
  auto found = llvm::lower_bound(audits, name, [](const AuditDecl &audit, StringRef name) { return audit.name < name; });
  return found != audits.end() && found->name == name ? &*found : nullptr;
}

Parser &ParserPool::parser(unsigned worker, const Dialect &dialect, Arena &target) {
  auto &parsers = workers[worker].parsers;
  auto found = llvm::find_if(parsers, [&](auto &entry) { return entry.first == &dialect; });
  if (found == parsers.end())
    found = parsers.insert(parsers.end(), {&dialect, std::make_unique<Parser>(dialect, target)});
  found->second->setArena(target);
  return *found->second;
}

namespace {

bool isBlock(const ParsedStatement &statement, StringRef kind) {
  const auto *block = dyn_cast_or_null<Block>(statement.tree);
  return block && block->kind.equals_insensitive(kind);
}

// A query, or a macro call that may give one.
bool isQuery(const ParsedStatement &statement) {
  if (!statement.tree)
    return false;
  if (isa<Query, Opaque>(statement.tree))
    return true;
  const auto *call = dyn_cast<MacroCall>(statement.tree);
  return call && (call->name.equals_insensitive("union") || call->name.equals_insensitive("insert_seed"));
}

const Node *findValue(const Block &block, StringRef property) {
  for (const Node *node : block.properties)
    if (const auto *found = dyn_cast<Property>(node); found && found->name.equals_insensitive(property))
      return found->value;
  return nullptr;
}

class FileReader {
public:
  FileReader(const SourceFile &file, const FileDialect &dialect, Parser &parser, Sink sink)
      : file(file), dialect(*dialect.dialect), namesDialect(dialect.named), sink(sink) {
    parse(parser);
  }

  std::optional<ModelDecl> readModelFile();
  std::vector<AuditDecl> readAuditFile();

private:
  void parse(Parser &parser);
  bool atEnd() const { return next == statements.size(); }
  AuditDecl readAudit(bool inlineAudit);
  void readStatement(const ParsedStatement &statement, ModelDecl &model);
  void chooseQuery(ModelDecl &model, bool seed);

  const SourceFile &file;
  const Dialect &dialect;
  bool namesDialect;
  ArrayRef<ParsedStatement> statements;
  size_t next = 0;
  bool broken = false; // something was reported while the text was parsed
  Sink sink;
};

// A text that is broken as a whole gives no statements; it is said once why.
void FileReader::parse(Parser &parser) {
  Report own;
  statements = parser.parseFile(file, Sink(own)).statements;
  broken = own.hasErrors();
  for (Diagnostic &diagnostic : own.take())
    sink.all().add(std::move(diagnostic));
}

// An AUDIT block and the statements up to its query: the next one for an audit
// inside a model's file, all up to the next block in a file of audits.
AuditDecl FileReader::readAudit(bool inlineAudit) {
  const ParsedStatement &header = statements[next++];
  AuditDecl audit;
  audit.file = &file;
  audit.dialect = &dialect;
  audit.block = cast<Block>(header.tree);
  audit.name = StringRef(plainText(findValue(*audit.block, "name")).value_or("")).lower();
  audit.skip = plainBool(findValue(*audit.block, "skip")).value_or(false);
  audit.blocking = plainBool(findValue(*audit.block, "blocking")).value_or(true);
  if (audit.name.empty())
    sink.report(header.range, diag::AuditNameMissing);
  std::vector<ParsedStatement> all;
  while (!atEnd() && !isBlock(statements[next], "audit") && !(inlineAudit && !all.empty()))
    all.push_back(statements[next++]);
  if (all.empty())
    sink.report(header.range, diag::AuditIncomplete);
  else {
    audit.query = all.back();
    all.pop_back();
  }
  audit.statements = std::move(all);
  const Node *defaults = findValue(*audit.block, "defaults");
  for (const Node *item : listItems(defaults))
    if (auto [name, value] = splitPair(item); value)
      audit.defaults.push_back({StringRef(name).lower(), value});
  return audit;
}

void FileReader::readStatement(const ParsedStatement &statement, ModelDecl &model) {
  if (isBlock(statement, "model")) {
    // What follows belongs to the other model.
    sink.report(statement.range, diag::HeaderTwice).note(model.header.range, "the first block stands here");
    next = statements.size();
    return;
  }
  if (isa_and_nonnull<JinjaBlock>(statement.tree))
    sink.report(statement.range, diag::StatementNotBuilt, "Jinja blocks");
  if (isa_and_nonnull<VirtualUpdate>(statement.tree)) {
    sink.report(statement.range, diag::StatementNotBuilt, "ON_VIRTUAL_UPDATE blocks");
    return;
  }
  if (!isQuery(statement)) {
    (model.query.range ? model.after : model.before).push_back(statement);
    return;
  }
  if (model.query.range)
    sink.report(statement.range, diag::QueryTwice).note(model.query.range, "the first query stands here");
  else
    model.query = statement;
}

// A single macro call is the query, whatever its name; a poisoned statement may
// have been it.
void FileReader::chooseQuery(ModelDecl &model, bool seed) {
  if (seed && model.query.range) {
    sink.report(model.query.range, diag::SeedQuery);
    model.query = {};
  }
  if (model.query.range || seed)
    return;
  bool poisoned = llvm::any_of(model.before, [](const ParsedStatement &statement) { return !statement.tree; });
  bool jinja = llvm::any_of(model.before,
                            [](const ParsedStatement &statement) { return isa_and_nonnull<JinjaBlock>(statement.tree); });
  if (model.before.size() == 1 && isa_and_nonnull<MacroCall>(model.before.front().tree)) {
    model.query = model.before.front();
    model.before.clear();
  } else if (!poisoned && !jinja)
    sink.report(model.header.range, diag::QueryMissing);
}

bool isSeed(const Block &header) {
  const auto *kind = dyn_cast_or_null<KindSpec>(findValue(header, "kind"));
  return kind && StringRef(plainText(kind->name).value_or("")).equals_insensitive("seed");
}

std::optional<ModelDecl> FileReader::readModelFile() {
  if (file.text.empty() || (statements.empty() && broken))
    return std::nullopt;
  if (statements.empty() || (statements.front().tree && !isBlock(statements.front(), "model"))) {
    sink.report(statements.empty() ? file.range(0, 0) : statements.front().range, diag::HeaderMissing);
    return std::nullopt;
  }
  ModelDecl model;
  model.file = &file;
  model.dialect = &dialect;
  model.namesDialect = namesDialect;
  model.header = statements[next++];
  for (const Comment &comment : model.header.comments)
    if (comment.range.begin < model.header.range.begin)
      model.comment += (model.comment.empty() ? "" : "\n") + comment.text.str();
  while (!atEnd())
    if (isBlock(statements[next], "audit"))
      model.audits.push_back(readAudit(true));
    else
      readStatement(statements[next++], model);
  if (!model.header.tree)
    return std::nullopt;
  chooseQuery(model, isSeed(*cast<Block>(model.header.tree)));
  return model;
}

std::vector<AuditDecl> FileReader::readAuditFile() {
  std::vector<AuditDecl> audits;
  if (statements.empty() || !isBlock(statements.front(), "audit")) {
    if (statements.empty() ? !broken : statements.front().tree != nullptr)
      sink.report(statements.empty() ? file.range(0, 0) : statements.front().range, diag::AuditHeaderMissing);
    return audits;
  }
  while (!atEnd())
    audits.push_back(readAudit(false));
  return audits;
}

// ---- what a file means before expansion

// A kind by its name in any case. A seed's path is left out: its rows count.
void addKind(StableHash &hash, const KindSpec &kind) {
  hash.add("kind").addUpper(plainText(kind.name).value_or(dumpTree(kind.name)));
  for (const Node *node : kind.properties) {
    const auto *param = dyn_cast<Property>(node);
    if (!param || !param->name.equals_insensitive("path"))
      addMeaning(hash, node);
  }
}

// A value; a single text is the same however it is quoted.
void addValue(StableHash &hash, const Node *value) {
  if (const auto *kind = dyn_cast_or_null<KindSpec>(value))
    addKind(hash, *kind);
  else if (auto text = plainText(value))
    hash.add("text").add(StringRef(*text));
  else if (value)
    addMeaning(hash, value);
}

// Adds the properties of a role: by name, so that their order has no meaning.
void addProperties(StableHash &hash, const Block &block, ArrayRef<PropertyRow> rows, PropertyRole role) {
  std::vector<std::pair<std::string, const Node *>> properties;
  for (const Node *node : block.properties) {
    const auto *property = dyn_cast<Property>(node);
    const PropertyRow *row = property ? findProperty(rows, property->name) : nullptr;
    if ((row ? row->role : PropertyRole::Data) == role)
      properties.push_back({property ? property->name.lower() : std::string(), property ? property->value : node});
  }
  llvm::stable_sort(properties, [](auto &a, auto &b) { return a.first < b.first; });
  for (auto &[name, value] : properties) {
    hash.add(StringRef(name));
    addValue(hash, value);
  }
}

void addStatements(StableHash &hash, StringRef title, ArrayRef<ParsedStatement> statements) {
  hash.add(title).add(uint64_t(statements.size()));
  for (const ParsedStatement &statement : statements)
    if (statement.tree)
      addMeaning(hash, statement.tree);
}

Digest hashAudit(const AuditDecl &audit) {
  StableHash hash;
  hash.add("audit").add(audit.dialect->name);
  addProperties(hash, *audit.block, auditProperties, PropertyRole::Metadata);
  addStatements(hash, "statements", audit.statements);
  addStatements(hash, "query", audit.query);
  return hash.finish();
}

// The same model on two gateways has the same name before expansion.
Digest hashName(const Block &block) {
  StableHash hash;
  hash.add("pair");
  if (const Node *name = findValue(block, "name"))
    addMeaning(hash, name);
  return hash.finish();
}

// Sorts audits by name; of two with one name the first stays.
void orderAudits(std::vector<AuditDecl> &audits, Sink sink) {
  llvm::stable_sort(audits, [](const AuditDecl &a, const AuditDecl &b) { return a.name < b.name; });
  std::vector<AuditDecl> unique;
  for (AuditDecl &audit : audits)
    if (!unique.empty() && !audit.name.empty() && unique.back().name == audit.name)
      sink.report(audit.block->range, diag::AuditDuplicate, audit.name)
          .note(unique.back().block->range, "the first one stands here");
    else
      unique.push_back(std::move(audit));
  audits = std::move(unique);
}

} // namespace

ModelFile hashSource(const ModelDecl &model) {
  ModelFile result;
  result.path = model.file->path;
  const auto &block = *cast<Block>(model.header.tree);
  StableHash hash;
  hash.add("source data").add(model.dialect->name);
  addProperties(hash, block, modelProperties, PropertyRole::Data);
  addStatements(hash, "before", model.before);
  addStatements(hash, "query", model.query);
  addStatements(hash, "after", model.after);
  result.data = hash.finish();
  hash.add("source metadata").add(StringRef(model.comment));
  addProperties(hash, block, modelProperties, PropertyRole::Metadata);
  result.metadata = hash.finish();
  result.pair = hashName(block);
  return result;
}

FileDialect dialectOf(const SourceFile &file, const Dialect &defaultDialect, Sink sink) {
  StringRef name = findDialectName(file.text);
  if (name.empty())
    return {&defaultDialect, false};
  const Dialect *dialect = findDialect(name);
  if (!dialect) {
    llvm::SmallVector<StringRef> names;
    for (const Dialect &known : allDialects())
      names.push_back(known.name);
    sink.report(file.range(name), diag::FileDialectUnknown, name, findNearest(name, names));
  }
  return {dialect, true};
}

std::optional<ModelDecl> declareModel(const SourceFile &file, FileDialect dialect, Parser &parser, Sink sink) {
  return FileReader(file, dialect, parser, sink).readModelFile();
}

SharedDeclarations declareShared(const Sources &sources, const Dialect &defaultDialect, unsigned jobs,
                                 ParserPool &pool, Sink sink) {
  std::vector<const SourceFile *> files = sources.ofRole(FileRole::Audit);
  std::vector<std::vector<AuditDecl>> found(files.size());
  parallelEachOn(files.size(), jobs, [&](size_t i, unsigned worker) {
    FileDialect dialect = dialectOf(*files[i], defaultDialect, sink);
    if (!dialect.dialect)
      return;
    Parser &parser = pool.parser(worker, *dialect.dialect, pool.arena(worker));
    found[i] = FileReader(*files[i], dialect, parser, sink).readAuditFile();
  });
  SharedDeclarations result;
  for (std::vector<AuditDecl> &audits : found)
    llvm::move(audits, std::back_inserter(result.audits));
  orderAudits(result.audits, sink);
  for (AuditDecl &audit : result.audits)
    audit.source = hashAudit(audit);
  result.externals = readExternalModels(sources, sink);
  return result;
}

} // namespace sluice
