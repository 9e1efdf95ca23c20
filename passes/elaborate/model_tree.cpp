// Expands a file on a gateway: header, statements, query, audits.
#include "passes/elaborate/model_tree.h"
#include "frontend/lex/scan.h"
#include "ir/syntax/text.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
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
    StringRef catalog = gateway.connection ? StringRef(gateway.connection->defaultCatalog) : StringRef();
    return catalog.empty() ? Value() : Value::ofString(catalog.str());
  }
  auto found = gateway.variables.find(name.str());
  return found == gateway.variables.end() ? std::nullopt : std::optional(found->second.value);
}

namespace {

class TreeBuilder {
public:
  TreeBuilder(const ModelDecl &model, const TreeInputs &inputs)
      : model(model), inputs(inputs), variableNames(namesOf(inputs.gateway)), mentioned{&model}, find{this},
        macros(context(model.dialect)) {}
  ModelTree tree;

  void build();
  void recordReads() {
    for (auto &[name, value] : seen)
      tree.reads.push_back({name, value});
  }

private:
  // A function that outlives the contexts which hold a reference to it.
  struct Find {
    TreeBuilder *builder;
    const Value *operator()(StringRef name) const { return builder->lookup(name); }
  };
  MacroContext context(const Dialect *dialect) {
    MacroContext made(*dialect, inputs.parser, inputs.arena, inputs.sink, find);
    made.times = &inputs.times;
    made.variableNames = variableNames;
    made.isMentioned = mentioned;
    return made;
  }
  static std::vector<StringRef> namesOf(const Gateway &gateway) {
    std::vector<StringRef> names = {"gateway", "runtime_stage", "default_catalog"};
    for (auto &[name, variable] : gateway.variables)
      names.push_back(name);
    return names;
  }
  // A function that outlives the contexts, too.
  struct Mentioned {
    const ModelDecl *model;
    bool operator()(StringRef name) const;
  };
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
  void finishAudit(const AuditCall &call, const Node *expanded, bool blocking);
  const AuditDecl *findAudit(StringRef name) const;
  std::string ownName() const;
  void poison() { tree.poisoned = true; }

  const ModelDecl &model;
  const TreeInputs &inputs;
  // Values that were looked up; their addresses are stable.
  const KindSpec *kindSpec = nullptr;
  std::map<std::string, std::optional<Value>, std::less<>> seen;
  std::vector<StringRef> variableNames; // of the gateway
  Mentioned mentioned;
  Find find;
  MacroContext macros;
};

// Whether a text holds @name or VAR('name') in any case, or @{name} as it is.
bool mentions(StringRef text, StringRef name) {
  auto isPart = [](char c) { return llvm::isAlnum(c) || c == '_'; };
  for (size_t at = text.find_insensitive(name); at != StringRef::npos; at = text.find_insensitive(name, at + 1)) {
    StringRef before = text.take_front(at), behind = text.substr(at + name.size());
    if (!behind.empty() && isPart(behind.front()))
      continue;
    bool lower = text.substr(at, name.size()) == name;
    if (before.ends_with("@") || before.ends_with_insensitive("var('") || (lower && before.ends_with("@{")))
      return true;
  }
  return false;
}

bool TreeBuilder::Mentioned::operator()(StringRef name) const {
  auto inText = [&](const ParsedStatement &statement) { return mentions(statement.text, name); };
  return inText(model->header) || inText(model->query) || llvm::any_of(model->before, inText) ||
         llvm::any_of(model->after, inText);
}

// Remembers each variable that is asked for: another gateway on which these
// are equal has the same tree.
const Value *TreeBuilder::lookup(StringRef name) {
  auto [entry, isNew] = seen.try_emplace(name.str());
  if (isNew)
    entry->second = gatewayVariable(inputs.gateway, name);
  return entry->second ? &*entry->second : nullptr;
}

// The tree of a statement without macros, or null when it vanished or failed.
const Node *TreeBuilder::expand(const ParsedStatement &statement, MacroContext &macros) {
  if (!statement.hasMacros && !statement.text.contains('@'))
    return statement.tree;
  Expansion expansion = expandStatement(statement, macros);
  tree.readsTimes |= macros.askedTimes;
  if (expansion.kind == Expansion::Failed)
    poison();
  return expansion.kind == Expansion::Tree ? expansion.tree : nullptr;
}

// A name that is a string is refused where it is written so; a macro may give
// one.
void checkWrittenName(const Block &block, Sink sink) {
  for (const Node *node : block.properties) {
    const auto *property = dyn_cast<Property>(node);
    const auto *name = property && property->name.equals_insensitive("name") ? dyn_cast_or_null<Name>(property->value) : nullptr;
    if (name && name->parts.size() == 1 && isa<String>(name->parts.front()))
      sink.report(name->range, diag::NameQuoted);
  }
}

bool TreeBuilder::readHeaderBlock() {
  checkWrittenName(*cast<Block>(model.header.tree), inputs.sink);
  const auto *block = dyn_cast_or_null<Block>(expand(model.header, macros));
  if (!block) {
    if (!tree.poisoned)
      inputs.sink.report(model.header.range, diag::HeaderLost);
    return false;
  }
  Header header = readHeader(*block, inputs.gateway.defaults, inputs.arena, inputs.sink);
  tree.enabled = header.enabled;
  if (!header.valid)
    return false;
  auto table = normalizeTableName(header.name, *model.dialect);
  if (!table) {
    const auto *dotted = dyn_cast<Name>(header.name);
    inputs.sink.report(header.name->range, diag::NameParts, dotted ? dotted->parts.size() : 0);
    return false;
  }
  tree.kind = header.kind;
  kindSpec = header.kindSpec;
  tree.table = std::move(*table);
  tree.name = writtenName(header.name);
  tree.nameRange = header.name->range;
  tree.properties = std::move(header.properties);
  const PropertyValue *description = tree.find("description");
  tree.description = description ? description->text : model.comment;
  return true;
}

// The model's own name as an author would write it in the dialect.
std::string TreeBuilder::ownName() const {
  const Dialect &dialect = *model.dialect;
  std::string text;
  for (StringRef part : {StringRef(tree.table.catalog), StringRef(tree.table.schema), StringRef(tree.table.table)}) {
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
void TreeBuilder::define(ArrayRef<ParsedStatement> statements) {
  for (const ParsedStatement &statement : statements)
    if (isDefinition(statement))
      expand(statement, macros);
}

void TreeBuilder::readStatements(ArrayRef<ParsedStatement> statements, std::vector<const Node *> &result) {
  for (const ParsedStatement &statement : statements) {
    if (!statement.tree)
      poison();
    if (isDefinition(statement))
      continue;
    if (const Node *expanded = expand(statement, macros))
      result.push_back(qualifyStatement(expanded, *model.dialect, inputs.arena));
  }
}

// Names of the query's columns, with the types that the header declares.
void TreeBuilder::readColumns(const QualifiedQuery &query) {
  const PropertyValue *declared = tree.find("columns");
  llvm::StringMap<const Node *> types;
  if (declared)
    for (const Node *item : listItems(declared->tree))
      if (const auto *column = dyn_cast<ColumnDecl>(item)) {
        const auto *identifier = dyn_cast_or_null<Identifier>(column->name);
        std::string name = normalizeName(plainText(column->name).value_or(""), identifier && identifier->quoted, *model.dialect);
        types[name] = column->type;
        if (query.columns.empty())
          tree.columns.push_back({name, column->type});
      }
  for (const std::string &name : query.columns)
    tree.columns.push_back({name, types.lookup(name)});
}

void TreeBuilder::readQuery() {
  if (!model.query.tree) {
    if (model.query.range)
      poison();
    return readColumns({});
  }
  // What is built as a whole has no interval.
  macros.hasInterval = tree.kind != Kind::Full && tree.kind != Kind::View;
  const Node *expanded = expand(model.query, macros);
  macros.hasInterval = true;
  if (tree.poisoned)
    return;
  if (!isa_and_nonnull<Query, Opaque>(expanded)) {
    inputs.sink.report(model.query.range, diag::QueryLost);
    return poison();
  }
  QualifiedQuery query = qualifyQuery(expanded, *model.dialect, inputs.arena);
  tree.query = query.tree;
  tree.tables = query.tables;
  readColumns(query);
}

void TreeBuilder::readDependencies() {
  const PropertyValue *property = tree.find("depends_on");
  if (!property)
    return;
  for (const Node *item : listItems(property->tree))
    if (auto name = normalizeTableName(item, *model.dialect))
      tree.dependencies.push_back({std::move(*name), item->range, true});
}

// `path` is relative to the model's file; `$root/` stands for the project.
void TreeBuilder::readSeedPath() {
  const Node *path = nullptr;
  if (kindSpec)
    for (const Node *node : kindSpec->properties)
      if (const auto *param = dyn_cast<Property>(node); param && param->name.equals_insensitive("path"))
        path = param->value;
  auto text = plainText(path);
  if (!text) {
    inputs.sink.report(kindSpec ? kindSpec->range : model.header.range, diag::KindParameterMissing, "SEED", "path");
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
  tree.seedPath = result.str().str();
  tree.seedRange = path->range;
  for (const Node *node : kindSpec->properties)
    if (const auto *param = dyn_cast<Property>(node); param && param->name.equals_insensitive("csv_settings"))
      tree.csv = readCsvSettings(param->value, inputs.sink);
}

// ---- audits

const AuditDecl *TreeBuilder::findAudit(StringRef name) const {
  for (const AuditDecl &audit : model.audits)
    if (audit.name == name)
      return &audit;
  return inputs.shared.findAudit(name);
}

void TreeBuilder::finishAudit(const AuditCall &call, const Node *expanded, bool blocking) {
  if (!isa_and_nonnull<Query, Opaque>(expanded))
    return poison();
  if (const AuditArgument *argument = call.find("blocking"))
    blocking = !argument->text.equals_insensitive("false");
  const Node *query = qualifyQuery(expanded, *model.dialect, inputs.arena).tree;
  StableHash hash;
  addMeaning(hash.add(call.name).add(uint64_t(blocking)), query);
  tree.audits.push_back({call.name, query, blocking, hash.finish()});
}

// A statement whose text is not a file's. Its places begin where the text was
// asked for.
ParsedStatement TreeBuilder::readStatement(StringRef text, SourceRange place) {
  SourceFile file{model.file->path, inputs.arena.copy(text), place.begin};
  TokenBuffer tokens;
  tokens.file = &file;
  scan(file.text, *model.dialect, tokens, inputs.sink);
  ParsedStatement statement;
  statement.tree = inputs.parser.parseStatement(tokens, inputs.sink);
  statement.range = file.all();
  statement.text = file.text;
  statement.hasMacros = text.contains('@');
  return statement;
}

void TreeBuilder::addBuiltin(const AuditCall &call, const BuiltinAudit &builtin) {
  if (!builtin.query) {
    inputs.sink.report(call.range, diag::AuditNotBuilt, call.name);
    return poison();
  }
  for (const AuditArgument &argument : call.args)
    if (!llvm::is_contained({"columns", "condition", "blocking"}, argument.name)) {
      inputs.sink.report(call.range, diag::AuditArgument, call.name, "has no argument `" + argument.name + "`", builtin.example);
      return poison();
    }
  auto text = builtin.query(call, ownName(), *model.dialect);
  if (!text) {
    inputs.sink.report(call.range, diag::AuditArgument, call.name, "needs `columns`", builtin.example);
    return poison();
  }
  finishAudit(call, expand(readStatement(*text, call.range), macros), true);
}

void TreeBuilder::addDeclared(const AuditCall &call, const AuditDecl &audit) {
  tree.auditSources.push_back(audit.source);
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
  const Node *expanded = expand(audit.query, own);
  if (!tree.poisoned)
    finishAudit(call, expanded, audit.blocking);
}

void TreeBuilder::addAudit(const AuditCall &call) {
  if (const AuditDecl *audit = findAudit(call.name))
    return addDeclared(call, *audit);
  llvm::SmallVector<StringRef> names;
  for (const BuiltinAudit &builtin : builtinAudits())
    if (builtin.name == call.name)
      return addBuiltin(call, builtin);
    else
      names.push_back(builtin.name);
  for (const AuditDecl &audit : inputs.shared.audits)
    names.push_back(audit.name);
  inputs.sink.report(call.range, diag::AuditUnknown, call.name, findNearest(call.name, names));
  poison();
}

// Audits keep what the author wrote: their arguments are expanded where they
// are used, with the audit's own variables.
void TreeBuilder::readAudits() {
  for (const AuditDecl &audit : model.audits)
    checkAuditBlock(*audit.block, inputs.sink);
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
  if (!calls.empty() && kindRow(tree.kind).symbolic) {
    inputs.sink.report(calls.front().range, diag::AuditsOnKind, kindRow(tree.kind).name);
    return poison();
  }
  for (const AuditCall &call : calls)
    addAudit(call);
}

void TreeBuilder::build() {
  tree.dialect = model.dialect;
  if (!readHeaderBlock())
    return poison();
  if (!tree.enabled)
    return;
  macros.locals["this_model"] = Value::ofExpr(ownName());
  define(model.before);
  define(model.after);
  if (tree.kind == Kind::Seed)
    readSeedPath();
  readQuery();
  readStatements(model.before, tree.before);
  readStatements(model.after, tree.after);
  readDependencies();
  readAudits();
}

} // namespace

const PropertyValue *ModelTree::find(StringRef property) const {
  auto found = llvm::find_if(properties, [&](const PropertyValue &value) { return value.row->name == property; });
  return found == properties.end() ? nullptr : &*found;
}

ModelTree makeTree(const ModelDecl &model, const TreeInputs &inputs) {
  TreeBuilder builder(model, inputs);
  builder.build();
  builder.recordReads();
  return std::move(builder.tree);
}

} // namespace sluice
