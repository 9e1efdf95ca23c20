// Cuts parsed files into declarations: which statement is the header, which the
// query, and which stand before and behind it.
//
//   MODEL (name s.t);  @DEF(x, 1);  SELECT @x AS a;  ANALYZE
//   header             before       query            after
#include "frontend/declare/declarations.h"
#include "frontend/declare/diags.h"
#include "frontend/jinja/parse.h"
#include "frontend/jinja/tree.h"
#include "ir/base/parallel.h"
#include "ir/syntax/text.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
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

bool isCall(const ParsedStatement &statement, StringRef name) {
  const auto *call = dyn_cast_or_null<MacroCall>(statement.tree);
  return call && call->name.equals_insensitive(name);
}

// A query, or a macro call that may give one.
bool isQuery(const ParsedStatement &statement) {
  if (!statement.tree)
    return false;
  if (const auto *query = dyn_cast<Query>(statement.tree))
    return !isa_and_nonnull<Values, Table>(query->body);
  if (isa<Opaque>(statement.tree))
    return true;
  if (const auto *jinja = dyn_cast<JinjaBlock>(statement.tree))
    return jinja->kind.equals_insensitive("query");
  return isCall(statement, "union") || isCall(statement, "insert_seed");
}

const Node *findValue(const Block &block, StringRef property) {
  for (const Node *node : block.properties)
    if (const auto *found = dyn_cast<Property>(node); found && found->name.equals_insensitive(property))
      return found->value;
  return nullptr;
}

// Unlike that of a model, the query of an audit is no macro. One that could not be
// read was reported.
bool canBeAuditQuery(const Node *tree) {
  const auto *block = dyn_cast_or_null<JinjaBlock>(tree);
  return !tree || isa<Query, Opaque>(tree) || (block && block->kind.equals_insensitive("query"));
}

class FileReader {
public:
  FileReader(const SourceFile &file, const FileDialect &dialect, Parser &parser, Sink sink)
      : file(file), dialect(*dialect.dialect), fallback(dialect.fallback ? *dialect.fallback : *dialect.dialect), sink(sink) {
    parse(parser);
  }

  std::optional<ModelDecl> readModelFile(Arena &arena, bool inferNames);
  std::vector<AuditDecl> readAuditFile();

private:
  void parse(Parser &parser);
  bool atEnd() const { return next == statements.size(); }
  AuditDecl readAudit(bool inlineAudit);
  bool chooseDialect(ModelDecl &model);
  bool readHeader(Arena &arena, bool optional, ModelDecl &model);
  void readStatement(const ParsedStatement &statement, ModelDecl &model);
  void readVirtualUpdate(const VirtualUpdate &block, ModelDecl &model);
  void chooseQuery(ModelDecl &model, bool seed);

  const SourceFile &file;
  const Dialect &dialect, &fallback;
  ArrayRef<ParsedStatement> statements;
  size_t next = 0;
  bool behindUpdate = false; // an ON_VIRTUAL_UPDATE block has just ended
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
  audit.standalone = plainBool(findValue(*audit.block, "standalone")).value_or(false);
  const Node *blocking = findValue(*audit.block, "blocking");
  audit.saysBlocking = blocking;
  audit.blocking = plainBool(blocking).value_or(!audit.standalone);
  if (audit.name.empty())
    sink.report(header.range, diag::AuditNameMissing);
  std::vector<ParsedStatement> all;
  while (!atEnd() && !isBlock(statements[next], "audit") && !(inlineAudit && !all.empty()))
    all.push_back(statements[next++]);
  if (all.empty() || !canBeAuditQuery(all.back().tree))
    sink.report(all.empty() ? header.range : all.back().range, diag::AuditIncomplete);
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
  bool lost = std::exchange(behindUpdate, isa_and_nonnull<VirtualUpdate>(statement.tree));
  if (const auto *block = dyn_cast_or_null<VirtualUpdate>(statement.tree)) {
    readVirtualUpdate(*block, model);
    return;
  }
  // SQLMesh steps over what follows a block, unless it is a template.
  if (lost && !isa_and_nonnull<JinjaBlock>(statement.tree)) {
    sink.report(statement.range, diag::VirtualUpdateFollowed);
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

// Each statement of an ON_VIRTUAL_UPDATE block by itself.
void FileReader::readVirtualUpdate(const VirtualUpdate &block, ModelDecl &model) {
  for (const Node *tree : block.statements) {
    ParsedStatement statement;
    statement.tree = tree;
    statement.range = tree->range;
    statement.text = file.text.slice(tree->range.begin - file.base, tree->range.end - file.base);
    statement.hasMacros = statement.text.contains('@');
    model.onVirtualUpdate.push_back(statement);
  }
}

// A single macro call is the query, whatever its name; a poisoned statement may
// have been it.
void FileReader::chooseQuery(ModelDecl &model, bool seed) {
  // In a seed's file the query marks where its rows are inserted, and
  // @INSERT_SEED() says so; without one everything comes before.
  if (seed && model.query.range) {
    if (!isCall(model.query, "insert_seed"))
      sink.report(model.query.range, diag::SeedQuery);
    model.query = {};
  }
  if (model.query.range || seed)
    return;
  bool poisoned = llvm::any_of(model.before, [](const ParsedStatement &statement) { return !statement.tree; });
  if (model.before.size() == 1 && isa_and_nonnull<MacroCall>(model.before.front().tree)) {
    model.query = model.before.front();
    model.before.clear();
  } else if (!poisoned)
    sink.report(model.header.range, diag::QueryMissing);
}

bool isSeed(const Block &header) {
  const auto *kind = dyn_cast_or_null<KindSpec>(findValue(header, "kind"));
  return kind && StringRef(plainText(kind->name).value_or("")).equals_insensitive("seed");
}

// The MODEL block; where it may be missing, an empty one takes its place.
bool FileReader::readHeader(Arena &arena, bool optional, ModelDecl &model) {
  if (!statements.empty() && (!statements.front().tree || isBlock(statements.front(), "model"))) {
    model.header = statements[next++];
    return true;
  }
  if (!optional || statements.empty()) {
    sink.report(statements.empty() ? file.range(0, 0) : statements.front().range, diag::HeaderMissing);
    return false;
  }
  auto *block = arena.make<Block>();
  block->kind = "MODEL";
  block->range = file.range(0, 0);
  model.header.tree = block;
  model.header.range = block->range;
  return true;
}

// The file may be read in a dialect that another block or a comment names; the
// model's own is the one that its header names, or the default one.
bool FileReader::chooseDialect(ModelDecl &model) {
  const auto *header = dyn_cast_or_null<Block>(model.header.tree);
  const Node *value = header ? findValue(*header, "dialect") : nullptr;
  auto text = plainText(value);
  model.namesDialect = text.has_value();
  model.dialect = !header ? &dialect : text ? findDialect(StringRef(*text).lower()) : &fallback;
  if (!model.dialect)
    sink.report(value->range, diag::FileDialectUnknown, *text, "");
  return model.dialect;
}

std::optional<ModelDecl> FileReader::readModelFile(Arena &arena, bool inferNames) {
  if (file.text.empty() || (statements.empty() && broken))
    return std::nullopt;
  ModelDecl model;
  model.file = &file;
  if (inferNames)
    model.inferredName = inferName(file.path);
  if (!readHeader(arena, inferNames, model) || !chooseDialect(model))
    return std::nullopt;
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

// The parameters of a role. A seed's path is Cosmetic: its rows count.
void addParameters(StableHash &hash, const Node *value, PropertyRole role) {
  const auto *spec = dyn_cast_or_null<KindSpec>(value);
  const KindRow *kind = spec ? findKind(plainText(spec->name).value_or("")) : nullptr;
  for (const Node *node : spec ? spec->properties : NodeList()) {
    const auto *property = dyn_cast<Property>(node);
    const KindParameter *known = property && kind ? findParameter(kind->kind, property->name) : nullptr;
    if ((known ? known->row.role : PropertyRole::Data) == role)
      addMeaning(hash, node);
  }
}

// A value; a single text is the same however it is quoted, and a kind is its
// name in any case.
void addValue(StableHash &hash, const Node *value) {
  if (const auto *kind = dyn_cast_or_null<KindSpec>(value))
    hash.add("kind").addUpper(plainText(kind->name).value_or(dumpTree(kind->name)));
  else if (auto text = plainText(value))
    hash.add("text").add(StringRef(*text));
  else if (value)
    addMeaning(hash, value);
}

// Adds the properties of a role, and the kind's parameters: by name, so that
// their order has no meaning.
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
  addParameters(hash, findValue(block, "kind"), role);
}

// The macros that a template calls are part of what it says.
void addTemplate(StableHash &hash, const JinjaBlock &block, const jinja::Library &library) {
  Report ignored;
  auto source = jinja::parseTemplate(block.text, {}, false, Sink(ignored));
  for (const jinja::MacroDef *macro : source ? library.usedBy(*source) : std::vector<const jinja::MacroDef *>())
    hash.add(jinja::Library::textOf(*macro));
}

void addStatements(StableHash &hash, StringRef title, ArrayRef<ParsedStatement> statements, const jinja::Library &library) {
  hash.add(title).add(uint64_t(statements.size()));
  for (const ParsedStatement &statement : statements) {
    if (statement.tree)
      addMeaning(hash, statement.tree);
    if (const auto *block = dyn_cast_or_null<JinjaBlock>(statement.tree))
      addTemplate(hash, *block, library);
  }
}

Digest hashAudit(const AuditDecl &audit, const jinja::Library &library) {
  StableHash hash;
  hash.add("audit").add(audit.dialect->name);
  addProperties(hash, *audit.block, auditProperties, PropertyRole::Metadata);
  addStatements(hash, "statements", audit.statements, library);
  addStatements(hash, "query", audit.query, library);
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

void hashSource(const ModelDecl &model, const jinja::Library &library, HashBatch &batch, ModelFile &file) {
  const auto &block = *cast<Block>(model.header.tree);
  StableHash hash;
  hash.add("source data").add(model.dialect->name);
  addProperties(hash, block, modelProperties, PropertyRole::Data);
  addStatements(hash, "before", model.before, library);
  addStatements(hash, "query", model.query, library);
  addStatements(hash, "after", model.after, library);
  batch.add(hash, file.data);
  hash.add("source metadata").add(StringRef(model.comment));
  addProperties(hash, block, modelProperties, PropertyRole::Metadata);
  addStatements(hash, "on virtual update", model.onVirtualUpdate, library);
  batch.add(hash, file.metadata);
  hash.add("pair");
  if (const Node *name = findValue(block, "name"))
    addMeaning(hash, name);
  batch.add(hash, file.pair);
}

FileDialect dialectOf(const SourceFile &file, const Dialect &defaultDialect, Sink sink) {
  StringRef name = findDialectName(file.text);
  if (name.empty())
    return {&defaultDialect, &defaultDialect, false};
  const Dialect *dialect = findDialect(name);
  if (!dialect) {
    llvm::SmallVector<StringRef> names;
    for (const Dialect &known : allDialects())
      names.push_back(known.name);
    sink.report(file.range(name), diag::FileDialectUnknown, name, findNearest(name, names));
  }
  return {dialect, &defaultDialect, true};
}

std::optional<ModelDecl> declareModel(const SourceFile &file, FileDialect dialect, Parser &parser, Arena &arena,
                                      bool inferNames, Sink sink) {
  return FileReader(file, dialect, parser, sink).readModelFile(arena, inferNames);
}

std::string inferName(StringRef path) {
  llvm::SmallVector<StringRef> parts;
  path.rsplit('.').first.split(parts, '/');
  auto models = llvm::find(parts, "models");
  ArrayRef<StringRef> behind(models == parts.end() ? parts.begin() : models + 1, parts.end());
  return llvm::join(behind.take_back(3), ".");
}

// Macros of templates, of all files of the folder `macros`.
static jinja::Library readJinjaMacros(const Sources &sources, Sink sink) {
  jinja::Library library;
  for (const SourceFile *file : sources.ofRole(FileRole::JinjaMacros))
    if (auto read = jinja::parseTemplate(file->text, file->all(), true, sink))
      library.add(std::move(read));
  return library;
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
  result.jinjaMacros = readJinjaMacros(sources, sink);
  for (AuditDecl &audit : result.audits)
    audit.source = hashAudit(audit, result.jinjaMacros);
  readPython(sources, result, sink);
  return result;
}

} // namespace sluice
