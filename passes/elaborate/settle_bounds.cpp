// Audits are printed with stand-ins; here the bounds take their place, and the
// holes behind them move.
#include "passes/elaborate/settle_bounds.h"
#include "ir/dialect/type_words.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "passes/elaborate/data_trees.h"
#include "passes/elaborate/time_bounds.h"

namespace sluice {
namespace {

// A body with bounds of its own.
struct Version {
  const BoundTexts *texts;
  ModelBody *body;
};

// Puts a bound in place of a stand-in, and moves the holes behind it.
void replaceIn(SqlText &sql, StringRef standIn, StringRef bound) {
  const std::string wanted = ("'" + standIn + "'").str();
  for (size_t at = 0; (at = sql.text.find(wanted, at)) != std::string::npos; at += bound.size()) {
    sql.text.replace(at, wanted.size(), bound.data(), bound.size());
    for (SqlText::Hole &hole : sql.holes)
      if (hole.at > at)
        hole.at += uint32_t(bound.size() - wanted.size());
  }
}

void settle(ModelBody &body, const BoundTexts &texts) {
  for (ModelAudit &audit : body.audits) {
    replaceIn(audit.query, boundStandIns[0], texts.start);
    replaceIn(audit.query, boundStandIns[1], texts.end);
  }
}

// The body's own address, to write to: a project holds its bodies by file, and
// those that were made anew by gateway.
ModelBody &writable(const ModelBody &body) { return const_cast<ModelBody &>(body); }

} // namespace

const BoundTexts &BoundWriter::write(const ModelBody &body, StringRef type) {
  StringRef format = body.findParameter("time_column")->text;
  auto [entry, isNew] = known.try_emplace((dialectText(*body.dialect) + "\n" + type + "\n" + format).str());
  if (isNew)
    entry->second = spell(*body.dialect, type, format);
  return entry->second;
}

BoundTexts BoundWriter::spell(const Dialect &dialect, StringRef type, StringRef format) {
  Arena &arena = pool.scratch(worker);
  arena.reset();
  Report ignored;
  Parser &parser = pool.parser(worker, dialect, arena);
  DataTrees trees{dialect, parser, arena};
  auto none = [](StringRef) -> const Value * { return nullptr; };
  MacroContext macros(dialect, parser, arena, Sink(ignored), none);
  macros.times = &times;
  const Node *typed = type.empty() ? nullptr : trees.expression("CAST(NULL AS " + writeType(type, dialect) + ")", {});
  const auto *cast = dyn_cast_or_null<Cast>(typed);
  TimeBounds bounds(cast ? cast->type : nullptr, format, macros);
  ModelTree tree;
  tree.dialect = &dialect;
  for (StringRef side : {"start", "end"})
    tree.audits.push_back({"", trees.expression(bounds.write(side), {})});
  ModelBody printed = finish(tree);
  return {std::move(printed.audits[0].query.text), std::move(printed.audits[1].query.text)};
}

void settleBounds(ArrayRef<std::vector<VariantBounds>> bounds, Project &project) {
  llvm::DenseMap<const ModelBody *, llvm::SmallVector<Version, 1>> versions;
  for (auto [own, models, remade] : llvm::zip(bounds, project.gateways, project.remade))
    for (const VariantBounds &entry : own) {
      Variant &variant = models.variants[entry.variant];
      auto &known = versions[variant.body];
      auto found = llvm::find_if(known, [&](const Version &version) { return *version.texts == entry.texts; });
      if (found == known.end()) {
        ModelBody &body = known.empty() ? writable(*variant.body) : remade.emplace_back(*variant.body);
        known.push_back({&entry.texts, &body});
        found = &known.back();
      }
      variant.body = found->body;
    }
  for (auto &[body, known] : versions)
    for (const Version &version : known)
      settle(*version.body, *version.texts);
}

} // namespace sluice
