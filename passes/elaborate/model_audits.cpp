// The audits of a model: calls are matched with AUDIT blocks and built-in
// audits, and their queries expanded.
//
//   audits (not_null(columns := (id)), recent(days := 3))
//
// Arguments keep what the author wrote and are expanded where the audit uses
// them, with the model's variables.
#include "ir/syntax/text.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "passes/elaborate/audits.h"
#include "passes/elaborate/diags.h"
#include "passes/elaborate/time_bounds.h"
#include "passes/macros/styles.h"
#include "passes/macros/values.h"
#include "passes/qualify.h"

namespace sluice {

std::string writeOwnName(const TableName &table, const Dialect &dialect) {
  std::string text;
  for (StringRef part : {StringRef(table.catalog), StringRef(table.schema), StringRef(table.table)}) {
    if (part.empty())
      continue;
    text += text.empty() ? "" : ".";
    text += dialect.openQuote;
    for (char c : part)
      text.append(c == dialect.closeQuote ? 2 : 1, c);
    text += dialect.closeQuote;
  }
  return text;
}

namespace {

// A pattern with an item for each `$` in it, and its name without quotes for `$$`.
void appendPattern(StringRef pattern, StringRef item, StringRef bare, std::string &to) {
  for (;;) {
    size_t at = pattern.find('$');
    to += pattern.take_front(at);
    if (at == StringRef::npos)
      return;
    bool isBare = pattern.substr(at).starts_with("$$");
    to += isBare ? bare : item;
    pattern = pattern.drop_front(at + 1 + isBare);
  }
}

// The parts of `{{columns; OR ;$ IS NULL}}` for each item of the argument.
std::string repeatFor(ArrayRef<std::string> items, StringRef joiner, StringRef pattern) {
  std::string text;
  for (auto [i, item] : llvm::enumerate(items)) {
    text += i ? joiner : "";
    appendPattern(pattern, item, StringRef(item).trim("\"`[]"), text);
  }
  return text;
}

// The same where macros make the items, so that they are not known yet.
std::string repeatForMade(ArrayRef<std::string> items, StringRef joiner, StringRef pattern) {
  constexpr StringRef item = "sluice_item";
  std::string body;
  appendPattern(pattern, item, "@{sluice_item}", body);
  std::string list = items.size() == 1 ? items[0] : "(" + llvm::join(items, ", ") + ")";
  std::string each = "@EACH(" + list + ", " + item.str() + " -> " + body + ")";
  return joiner == ", " ? each : "@REDUCE(" + each + ", (sluice_a, sluice_b) -> sluice_a" + joiner.str() + "sluice_b)";
}

// A text as the dialect divides, counts rows and measures texts.
std::string spellParts(StringRef query, const Dialect &dialect) {
  const MacroStyle &style = macroStyle(dialect);
  std::string end = (" AS " + style.realType + ")").str();
  bool plain = style.realType.empty();
  const std::pair<StringRef, StringRef> parts[] = {
      {"<<", plain ? "" : "CAST("}, {">>", plain ? StringRef() : end}, {"COUNT(", style.countCall}, {"LENGTH(", style.lengthCall}};
  auto mayBegin = [](char c) { return c == '<' || c == '>' || c == 'C' || c == 'L'; };
  std::string text;
  text.reserve(query.size() + 64);
  for (;;) {
    StringRef before = query.take_until(mayBegin);
    text += before;
    query = query.drop_front(before.size());
    if (query.empty())
      break;
    auto part = llvm::find_if(parts, [&](auto &part) { return query.starts_with(part.first); });
    bool found = part != std::end(parts);
    text += found ? part->second : query.take_front();
    query = query.drop_front(found ? part->first.size() : 1);
  }
  return text;
}

// A condition on columns, and that of the call: `a IS NULL AND TRUE`. Where more
// than names are joined, @AND sees to the brackets.
std::string narrow(std::string text, ArrayRef<std::string> items, bool narrowed) {
  if (narrowed || items.empty() || !llvm::all_of(items, isSafeName))
    return "@AND(" + text + (narrowed ? ", @condition)" : ", TRUE)");
  return (items.size() > 1 ? "(" + text + ")" : text) + " AND TRUE";
}

// What stands for `{{columns; OR ;$ IS NULL;condition}}`.
std::string spellItems(StringRef slot, const AuditCall &call, const Dialect &dialect) {
  llvm::SmallVector<StringRef, 4> parts;
  slot.split(parts, ';');
  const AuditArgument *argument = call.find(parts[0]);
  std::vector<std::string> items = splitItems(argument ? argument->text : "", dialect);
  bool made = llvm::any_of(items, [](StringRef item) { return item.contains('@'); });
  std::string text = (made ? repeatForMade : repeatFor)(items, parts[1], parts[2]);
  return parts.size() > 3 ? narrow(std::move(text), items, call.find("condition")) : text;
}

// The text of a built-in audit for a call that looks at `rows`, in a dialect whose
// strings may have escapes. Most texts have no macro left.
std::string spellAudit(StringRef query, const AuditCall &call, StringRef rows, const Dialect &dialect) {
  std::string text;
  while (!query.empty()) {
    StringRef plain = query.take_front(query.find_first_of("\\@{"));
    text.append(plain.data(), plain.size());
    query = query.drop_front(plain.size());
    if (query.consume_front("{{")) {
      auto [slot, rest] = query.split("}}");
      text += spellItems(slot, call, dialect);
      query = rest;
    } else if (!rows.contains('@') && query.consume_front("@this_model")) {
      text.append(rows.data(), rows.size());
    } else if (!call.find("condition") && query.consume_front("@condition")) {
      text += "TRUE";
    } else if (!query.empty()) {
      text += std::string(query.front() == '\\' && dialect.backslashEscapes ? 2 : 1, query.front());
      query = query.drop_front();
    }
  }
  return text;
}

class AuditBuilder {
public:
  AuditBuilder(const ModelDecl &model, const TreeInputs &inputs, const Header &header, ModelExpander &expander, ModelTree &tree)
      : model(model), inputs(inputs), header(header), expander(expander), tree(tree) {}

  void build(std::vector<AuditCall> own);

private:
  void readDefaults(std::vector<AuditCall> &calls);
  void add(const AuditCall &call);
  void addBuiltin(const AuditCall &call, const BuiltinAudit &builtin);
  void addDeclared(const AuditCall &call, const AuditDecl &audit);
  void finish(const AuditCall &call, const ParsedStatement &query, MacroContext &macros, bool blocking);
  bool checkArguments(const AuditCall &call, const BuiltinAudit &builtin);
  const Node *typeOf(StringRef column) const;
  std::string ownRows(MacroContext &macros) const;
  const AuditDecl *findAudit(StringRef name) const;
  void poison() { tree.poisoned = true; }

  const ModelDecl &model;
  const TreeInputs &inputs;
  const Header &header;
  ModelExpander &expander;
  ModelTree &tree;
};

const AuditDecl *AuditBuilder::findAudit(StringRef name) const {
  for (const AuditDecl &audit : model.audits)
    if (audit.name == name)
      return &audit;
  return inputs.shared.findAudit(name);
}

// The type of a column, or the expression that gives it; null where neither is
// known.
const Node *AuditBuilder::typeOf(StringRef column) const {
  for (const ColumnTree &known : tree.columns)
    if (known.name == column && known.type)
      return known.type;
  return nullptr;
}

// What an audit looks at: the table, or of a table that grows over time the rows
// of the interval. Where the type of its time column follows from other models,
// stand-ins take the place of the bounds until these are known. So what is inferred
// is no part of the model's identity: a parent whose column gets another type
// changes no fingerprint of its children but by its own.
std::string AuditBuilder::ownRows(MacroContext &macros) const {
  std::string name = writeOwnName(tree.table, macros.dialect);
  const PropertyValue *time = header.findParameter("time_column");
  auto column = time ? plainText(time->items.front()) : std::nullopt;
  if (!column)
    return name;
  const Node *type = typeOf(*column);
  TimeBounds bounds(type, time->text, macros);
  if (!type)
    tree.askedTime = *column;
  std::string start = type ? bounds.write("start") : ("'" + boundStandIns[0] + "'").str();
  std::string end = type ? bounds.write("end") : ("'" + boundStandIns[1] + "'").str();
  return "(SELECT * FROM " + name + " WHERE " + writeOwnName({"", "", *column}, macros.dialect) + " BETWEEN " + start +
         " AND " + end + ")";
}

void AuditBuilder::finish(const AuditCall &call, const ParsedStatement &query, MacroContext &macros, bool blocking) {
  const Node *expanded = expander.expand(query, macros);
  if (!isa_and_nonnull<Query, Opaque>(expanded)) {
    if (!expander.failed)
      inputs.sink.report(call.range, diag::AuditQueryLost, call.name);
    return poison();
  }
  if (const AuditArgument *argument = call.find("blocking"))
    blocking = !StringRef(argument->text).equals_insensitive("false");
  expander.readsTimes |= macros.askedTimes;
  tree.audits.push_back({call.name, qualifyQuery(expanded, *model.dialect, inputs.arena).tree, blocking});
}

bool AuditBuilder::checkArguments(const AuditCall &call, const BuiltinAudit &builtin) {
  llvm::SmallVector<StringRef> needs, known{"blocking"};
  builtin.needs.split(needs, ' ', -1, false);
  known.append(needs.begin(), needs.end());
  llvm::SmallVector<StringRef> defaults;
  builtin.defaults.split(defaults, ' ', -1, false);
  for (StringRef entry : defaults)
    known.push_back(entry.split('=').first);
  for (const AuditArgument &argument : call.args)
    if (!llvm::is_contained(known, argument.name))
      inputs.sink.report(call.range, diag::AuditArgumentUnknown, call.name, argument.name, findNearest(argument.name, known));
  for (StringRef need : needs)
    if (!call.find(need)) {
      inputs.sink.report(call.range, diag::AuditArgument, call.name, "needs `" + need.str() + "`", builtin.example);
      return false;
    }
  return true;
}

void AuditBuilder::addBuiltin(const AuditCall &call, const BuiltinAudit &builtin) {
  if (!checkArguments(call, builtin))
    return poison();
  Report problems;
  MacroContext own = expander.context(*model.dialect, Sink(problems));
  std::string rows = ownRows(own);
  own.locals["this_model"] = Value::ofExpr(rows);
  llvm::SmallVector<StringRef> defaults, definitions;
  builtin.defaults.split(defaults, ' ', -1, false);
  for (StringRef entry : defaults)
    own.locals[entry.split('=').first] = Value::ofExpr(entry.split('=').second.str());
  for (const AuditArgument &argument : call.args)
    own.locals[argument.name] = Value::ofExpr(argument.text);
  builtin.definitions.split(definitions, "; ", -1, false);
  for (StringRef definition : definitions)
    expander.expand(expander.read(spellParts(definition, *model.dialect), call.range), own);
  std::string text = spellAudit(spellParts(builtin.query, *model.dialect), call, rows, *model.dialect);
  finish(call, expander.read(text, call.range), own, call.name == builtin.name);
  passOn(problems, call.range, inputs.sink);
}

void AuditBuilder::addDeclared(const AuditCall &call, const AuditDecl &audit) {
  tree.auditSources.push_back(audit.source);
  if (!audit.query.tree)
    return;
  MacroContext own = expander.context(*audit.dialect, inputs.sink);
  own.locals["this_model"] = Value::ofExpr(ownRows(own));
  for (auto &[name, value] : audit.defaults)
    own.locals[name] = Value::ofExpr(audit.file->text.slice(value->range.begin - audit.file->base, value->range.end - audit.file->base).str());
  for (const AuditArgument &argument : call.args)
    own.locals[argument.name] = Value::ofExpr(argument.text);
  for (const ParsedStatement &statement : audit.statements)
    expander.expand(statement, own);
  if (expander.failed)
    return poison();
  finish(call, audit.query, own, audit.blocking);
  if (!tree.audits.empty())
    tree.audits.back().skip = audit.skip;
}

void AuditBuilder::add(const AuditCall &call) {
  if (const AuditDecl *audit = findAudit(call.name))
    return addDeclared(call, *audit);
  if (const BuiltinAudit *builtin = findBuiltinAudit(call.name))
    return addBuiltin(call, *builtin);
  llvm::SmallVector<StringRef> names;
  for (const BuiltinAudit &builtin : builtinAudits())
    names.push_back(builtin.name);
  for (const AuditDecl &audit : inputs.shared.audits)
    names.push_back(audit.name);
  inputs.sink.report(call.range, diag::AuditUnknown, call.name, findNearest(call.name, names));
  poison();
}

void AuditBuilder::readDefaults(std::vector<AuditCall> &calls) {
  for (const ModelDefault &entry : inputs.gateway.defaults)
    if (entry.property == "audits")
      for (const Value &item : entry.value.items)
        llvm::append_range(calls, readCalls(inputs.arena.copy(StringRef(item.text)), nullptr, entry.range,
                                            *model.dialect, false, inputs.sink));
}

void AuditBuilder::build(std::vector<AuditCall> own) {
  std::vector<AuditCall> calls;
  readDefaults(calls);
  bool byDefault = !calls.empty();
  llvm::append_range(calls, std::move(own));
  for (const AuditCall &call : calls) {
    NamedCall named{call.name, {}};
    for (const AuditArgument &argument : call.args)
      named.args.push_back({argument.name, argument.text});
    tree.auditCalls.push_back(std::move(named));
  }
  if (!calls.empty() && tree.kind == Kind::Embedded) {
    SourceRange first = calls.front().range;
    auto &&problem = inputs.sink.report(byDefault ? tree.nameRange : first, diag::AuditsOnKind, kindRow(tree.kind).name);
    if (byDefault)
      problem.note(first, "all models have these audits by default");
    return poison();
  }
  for (const AuditCall &call : calls)
    add(call);
}

} // namespace

// The property's text as a file of its own, at its place in the project.
std::vector<AuditCall> readOwnAudits(const ModelDecl &model, const TreeInputs &inputs) {
  std::vector<AuditCall> calls;
  for (const Node *node : cast<Block>(model.header.tree)->properties) {
    const auto *property = dyn_cast<Property>(node);
    if (!property || !property->name.equals_insensitive("audits") || !property->value)
      continue;
    SourceRange range = property->value->range;
    StringRef text = model.file->text.slice(range.begin - model.file->base, range.end - model.file->base);
    SourceFile piece{model.file->path, inputs.arena.copy(text), range.begin};
    llvm::append_range(calls, readCalls(piece.text, &piece, {}, *model.dialect, false, inputs.sink));
  }
  return calls;
}

void addAudits(const ModelDecl &model, const TreeInputs &inputs, const Header &header, std::vector<AuditCall> own,
               ModelExpander &expander, ModelTree &tree) {
  AuditBuilder(model, inputs, header, expander, tree).build(std::move(own));
}

} // namespace sluice
