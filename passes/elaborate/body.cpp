// Expands a declaration on a gateway: header, statements, query, audits.
//
//   MODEL (name @{gateway}_schema.m); SELECT @n AS a FROM s.t
//
// with n = 1 on `production` gives a body of the name production_schema.m, the
// query SELECT 1 AS "a" FROM "s"."t" AS "t", and the reads gateway and n.
#include "passes/elaborate/body.h"
#include "frontend/lex/scan.h"
#include "ir/syntax/text.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"
#include "passes/elaborate/audits.h"
#include "passes/elaborate/diags.h"
#include "passes/elaborate/header.h"
#include "passes/macros/expand.h"
#include "passes/qualify.h"

namespace sluice {

std::optional<Value> gatewayVariable(const Gateway &gateway, StringRef name) {
  if (name == "gateway")
    return Value::ofString(gateway.name);
  if (name == "runtime_stage")
    return Value::ofString("loading");
  if (name == "default_catalog") {
    StringRef catalog = gateway.connection ? gateway.connection->defaultCatalog : "";
    return catalog.empty() ? Value() : Value::ofString(catalog.str());
  }
  auto found = gateway.variables.find(name.str());
  return found == gateway.variables.end() ? std::nullopt : std::optional(found->second.value);
}

namespace {

class BodyBuilder {
public:
  BodyBuilder(const ModelDecl &model, const BodyInputs &inputs)
      : model(model), inputs(inputs), find{this}, macros(context(model.dialect)) {}
  ModelBody body;

  void build();
  void recordReads() {
    for (auto &[name, value] : seen)
      body.reads.push_back({name, value});
  }

private:
  // A function that outlives the contexts which hold a reference to it.
  struct Find {
    BodyBuilder *builder;
    const Value *operator()(StringRef name) const { return builder->lookup(name); }
  };
  MacroContext context(const Dialect *dialect) {
    return MacroContext(*dialect, inputs.parser, inputs.arena, inputs.sink, find);
  }
  const Value *lookup(StringRef name);
  const Node *expand(const ParsedStatement &statement, MacroContext &macros);
  bool readHeaderBlock();
  void define(ArrayRef<ParsedStatement> statements);
  void readStatements(ArrayRef<ParsedStatement> statements, std::vector<const Node *> &result);
  void readQuery();
  void readDependencies();
  void readColumns(const QualifiedQuery &query);
  void readSeedPath();
  void readAudits();
  void addAudit(const AuditCall &call);
  void addBuiltin(const AuditCall &call, const BuiltinAudit &builtin);
  ParsedStatement readStatement(StringRef text, SourceRange place);
  void addDeclared(const AuditCall &call, const AuditDecl &audit);
  void finishAudit(const AuditCall &call, const Node *tree, bool blocking);
  const AuditDecl *findAudit(StringRef name) const;
  std::string ownName() const;
  void poison() { body.poisoned = true; }

  const ModelDecl &model;
  const BodyInputs &inputs;
  // Values that were looked up; their addresses are stable.
  std::map<std::string, std::optional<Value>, std::less<>> seen;
  Find find;
  MacroContext macros;
};

// Remembers each variable that is asked for: another gateway on which these
// are equal has the same body.
const Value *BodyBuilder::lookup(StringRef name) {
  auto [entry, isNew] = seen.try_emplace(name.str());
  if (isNew)
    entry->second = gatewayVariable(inputs.gateway, name);
  return entry->second ? &*entry->second : nullptr;
}

// The tree of a statement without macros, or null when it vanished or failed.
const Node *BodyBuilder::expand(const ParsedStatement &statement, MacroContext &macros) {
  if (!statement.hasMacros)
    return statement.tree;
  Expansion expansion = expandStatement(statement, macros);
  if (expansion.kind == Expansion::Failed)
    poison();
  return expansion.kind == Expansion::Tree ? expansion.tree : nullptr;
}

bool BodyBuilder::readHeaderBlock() {
  const Node *tree = expand(model.header, macros);
  const auto *block = dyn_cast_or_null<Block>(tree);
  if (!block) {
    if (!body.poisoned)
      inputs.sink.report(model.header.range, diag::HeaderLost);
    return false;
  }
  Header header = readHeader(*block, inputs.gateway.defaults, inputs.arena, inputs.sink);
  body.enabled = header.enabled;
  if (!header.valid)
    return false;
  auto table = normalizeTableName(header.name, *model.dialect);
  if (!table) {
    inputs.sink.report(header.name->range, diag::NameParts, listItems(header.name).size());
    return false;
  }
  body.kind = header.kind;
  body.kindSpec = header.kindSpec;
  body.table = std::move(*table);
  body.name = writtenName(header.name);
  body.nameRange = header.name->range;
  body.properties = std::move(header.properties);
  const PropertyValue *description = body.find("description");
  body.description = description ? description->text : model.comment;
  return true;
}

// The model's own name as an author would write it in the dialect.
std::string BodyBuilder::ownName() const {
  const Dialect &dialect = *model.dialect;
  std::string text;
  for (StringRef part : {StringRef(body.table.catalog), StringRef(body.table.schema), StringRef(body.table.table)}) {
    if (part.empty())
      continue;
    text += text.empty() ? "" : ".";
    text += dialect.openQuote;
    for (char c : part)
      text += std::string(c == dialect.closeQuote ? 2 : 1, c);
    text += dialect.closeQuote;
  }
  return text;
}

bool isDefinition(const ParsedStatement &statement) {
  const auto *call = dyn_cast_or_null<MacroCall>(statement.tree);
  return call && call->name.equals_insensitive("def");
}

// All definitions hold before anything else is expanded.
void BodyBuilder::define(ArrayRef<ParsedStatement> statements) {
  for (const ParsedStatement &statement : statements)
    if (isDefinition(statement))
      expand(statement, macros);
}

void BodyBuilder::readStatements(ArrayRef<ParsedStatement> statements, std::vector<const Node *> &result) {
  for (const ParsedStatement &statement : statements) {
    if (!statement.tree)
      poison();
    if (isDefinition(statement))
      continue;
    if (const Node *tree = expand(statement, macros))
      result.push_back(qualifyStatement(tree, *model.dialect, inputs.arena));
  }
}

// Names of the query's columns, with the types that the header declares.
void BodyBuilder::readColumns(const QualifiedQuery &query) {
  const PropertyValue *declared = body.find("columns");
  llvm::StringMap<const Node *> types;
  if (declared)
    for (const Node *item : listItems(declared->tree))
      if (const auto *column = dyn_cast<ColumnDecl>(item)) {
        const auto *identifier = dyn_cast_or_null<Identifier>(column->name);
        std::string name = normalizeName(plainText(column->name).value_or(""), identifier && identifier->quoted, *model.dialect);
        types[name] = column->type;
        if (query.columns.empty())
          body.columns.push_back({name, column->type, {}});
      }
  for (const std::string &name : query.columns)
    body.columns.push_back({name, types.lookup(name), {}});
}

void BodyBuilder::readQuery() {
  if (!model.query.tree) {
    if (model.query.range)
      poison();
    return readColumns({});
  }
  const Node *tree = expand(model.query, macros);
  if (body.poisoned)
    return;
  if (!isa_and_nonnull<Query, Opaque>(tree)) {
    inputs.sink.report(model.query.range, diag::QueryLost);
    return poison();
  }
  QualifiedQuery query = qualifyQuery(tree, *model.dialect, inputs.arena);
  body.query = query.tree;
  for (const Table *table : query.tables)
    if (auto name = normalizeTableName(table, *model.dialect))
      body.uses.push_back({table, std::move(*name)});
  readColumns(query);
}

void BodyBuilder::readDependencies() {
  const PropertyValue *property = body.find("depends_on");
  if (!property)
    return;
  for (const Node *item : listItems(property->tree))
    if (auto name = normalizeTableName(item, *model.dialect))
      body.uses.push_back({nullptr, std::move(*name)});
}

// `path` is relative to the model's file; `$root/` stands for the project.
void BodyBuilder::readSeedPath() {
  const Node *path = nullptr;
  if (body.kindSpec)
    for (const Node *node : body.kindSpec->properties)
      if (const auto *param = dyn_cast<Property>(node); param && param->name.equals_insensitive("path"))
        path = param->value;
  auto text = plainText(path);
  if (!text) {
    inputs.sink.report(body.kindSpec ? body.kindSpec->range : model.header.range, diag::KindParameterMissing, "SEED", "path");
    return poison();
  }
  std::string plain = *text;
  std::replace(plain.begin(), plain.end(), '\\', '/');
  llvm::SmallString<128> result;
  StringRef inRoot = plain;
  if (inRoot.consume_front_insensitive("$root/"))
    result = inRoot;
  else if (llvm::sys::path::is_absolute(plain))
    result = plain;
  else {
    result = llvm::sys::path::parent_path(model.file->path);
    llvm::sys::path::append(result, plain);
  }
  llvm::sys::path::remove_dots(result, /*remove_dot_dot=*/true);
  body.seedPath = result.str().str();
}

// ---- audits

const AuditDecl *BodyBuilder::findAudit(StringRef name) const {
  for (const AuditDecl &audit : model.audits)
    if (audit.name == name)
      return &audit;
  return inputs.declarations.findAudit(name);
}

void BodyBuilder::finishAudit(const AuditCall &call, const Node *tree, bool blocking) {
  if (!isa_and_nonnull<Query, Opaque>(tree))
    return poison();
  if (const AuditArgument *argument = call.find("blocking"))
    blocking = !argument->text.equals_insensitive("false");
  const Node *query = qualifyQuery(tree, *model.dialect, inputs.arena).tree;
  StableHash hash;
  addMeaning(hash.add(call.name).add(uint64_t(blocking)), query);
  body.audits.push_back({call.name, query, blocking, hash.finish()});
}

// A statement whose text is not a file's. Its places begin where the text was
// asked for.
ParsedStatement BodyBuilder::readStatement(StringRef text, SourceRange place) {
  SourceFile file{model.file->path, inputs.arena.copy(text), place.begin};
  TokenBuffer tokens;
  tokens.file = &file;
  scan(file.text, *model.dialect, tokens, inputs.sink);
  ParsedStatement statement;
  statement.tree = inputs.parser.parseStatement(tokens, inputs.sink);
  statement.range = file.all();
  statement.text = file.text;
  statement.hasMacros = true;
  return statement;
}

void BodyBuilder::addBuiltin(const AuditCall &call, const BuiltinAudit &builtin) {
  if (!builtin.query) {
    inputs.sink.report(call.range, diag::AuditNotBuilt, call.name);
    return poison();
  }
  auto text = builtin.query(call, *model.dialect);
  if (!text) {
    inputs.sink.report(call.range, diag::AuditArgument, call.name, "needs `columns`", builtin.example);
    return poison();
  }
  finishAudit(call, expand(readStatement(*text, call.range), macros), true);
}

void BodyBuilder::addDeclared(const AuditCall &call, const AuditDecl &audit) {
  if (audit.skip || !audit.query.tree)
    return;
  MacroContext own = context(audit.dialect);
  own.locals["this_model"] = Value::ofExpr(ownName());
  for (auto &[name, value] : audit.defaults)
    own.locals[name] = Value::ofExpr(audit.file->text.slice(value->range.begin - audit.file->base, value->range.end - audit.file->base).str());
  for (const AuditArgument &argument : call.args)
    own.locals[argument.name] = Value::ofExpr(argument.text.str());
  for (const ParsedStatement &statement : audit.statements)
    expand(statement, own);
  const Node *tree = expand(audit.query, own);
  if (!body.poisoned)
    finishAudit(call, tree, audit.blocking);
}

void BodyBuilder::addAudit(const AuditCall &call) {
  if (const AuditDecl *audit = findAudit(call.name))
    return addDeclared(call, *audit);
  llvm::SmallVector<StringRef> names;
  for (const BuiltinAudit &builtin : builtinAudits())
    if (builtin.name == call.name)
      return addBuiltin(call, builtin);
    else
      names.push_back(builtin.name);
  for (const AuditDecl &audit : inputs.declarations.audits)
    names.push_back(audit.name);
  inputs.sink.report(call.range, diag::AuditUnknown, call.name, findNearest(call.name, names));
  poison();
}

// Audits keep what the author wrote: their arguments are expanded where they
// are used, with the audit's own variables.
void BodyBuilder::readAudits() {
  std::vector<AuditCall> calls;
  for (const ModelDefault &entry : inputs.gateway.defaults)
    if (entry.property == "audits")
      for (const Value &item : entry.value.items)
        llvm::append_range(calls, readAuditCalls(inputs.arena.copy(StringRef(item.text)), nullptr, entry.range,
                                                 *model.dialect, inputs.sink));
  for (const Node *node : cast<Block>(model.header.tree)->properties) {
    const auto *property = dyn_cast<Property>(node);
    if (!property || !property->name.equals_insensitive("audits") || !property->value)
      continue;
    // The property's text as a file of its own, at its place in the project.
    SourceRange range = property->value->range;
    StringRef text = model.file->text.slice(range.begin - model.file->base, range.end - model.file->base);
    SourceFile piece{model.file->path, inputs.arena.copy(text), range.begin};
    llvm::append_range(calls, readAuditCalls(piece.text, &piece, {}, *model.dialect, inputs.sink));
  }
  if (!calls.empty() && kindRow(body.kind).symbolic) {
    inputs.sink.report(calls.front().range, diag::AuditsOnKind, kindRow(body.kind).name);
    return poison();
  }
  for (const AuditCall &call : calls)
    addAudit(call);
}

void BodyBuilder::build() {
  body.dialect = model.dialect;
  if (!readHeaderBlock())
    return poison();
  if (!body.enabled)
    return;
  macros.locals["this_model"] = Value::ofExpr(ownName());
  define(model.before);
  define(model.after);
  if (body.kind == Kind::Seed)
    readSeedPath();
  readQuery();
  readStatements(model.before, body.before);
  readStatements(model.after, body.after);
  readDependencies();
  readAudits();
}

} // namespace

ModelBody makeBody(const ModelDecl &model, uint32_t index, const BodyInputs &inputs) {
  BodyBuilder builder(model, inputs);
  builder.build();
  builder.recordReads();
  builder.body.declaration = index;
  return std::move(builder.body);
}

} // namespace sluice
