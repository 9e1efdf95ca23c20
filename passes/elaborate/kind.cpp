// Reads a model's kind against the table of kinds and their parameters.
//
//   kind INCREMENTAL_BY_UNIQUE_KEY (unique_key (a, b), lookback 2)
#include "ir/syntax/text.h"
#include "llvm/ADT/STLExtras.h"
#include "passes/elaborate/diags.h"
#include "passes/elaborate/header.h"

namespace sluice {
namespace {

class KindReader {
public:
  KindReader(const ValueContext &context, Header &header) : context(context), header(header) {}

  bool readName(const Node *name);
  void readParameters(const KindSpec &spec);
  void addDefaults(ArrayRef<const Property *> defaults);
  void checkRequired(SourceRange range);

private:
  template <unsigned N, class... Args> void fail(SourceRange range, const Diag<N> &diag, Args &&...args) {
    context.sink.report(range, diag, std::forward<Args>(args)...);
    header.valid = false;
  }
  const KindParameter *parameterOf(const Property &property);
  void add(const KindParameter &parameter, const Property &property);

  const ValueContext &context;
  Header &header;
};

bool KindReader::readName(const Node *name) {
  std::string text = plainText(name).value_or("");
  const KindRow *row = findKind(text);
  if (!row) {
    llvm::SmallVector<StringRef> names;
    for (const KindRow &known : kinds)
      names.push_back(known.name);
    fail(name->range, diag::KindUnknown, text, findNearest(text, names));
    return false;
  }
  header.kind = row->kind;
  header.kindName = row->name;
  return true;
}

const KindParameter *KindReader::parameterOf(const Property &property) {
  const KindParameter *parameter = findParameter(header.kind, property.name);
  if (parameter)
    return parameter;
  if (kindRow(header.kind).forwardOnly && property.name.equals_insensitive("forward_only")) {
    fail(property.range, diag::KindForwardOnly, header.kindName);
    return nullptr;
  }
  llvm::SmallVector<StringRef> names;
  for (const KindParameter &known : kindParameters)
    if (known.kinds.contains(header.kind))
      names.push_back(known.row.name);
  fail(property.range, diag::KindParameter, header.kindName, property.name.lower(), findNearest(property.name.lower(), names));
  return nullptr;
}

// A parameter that has one value only cannot be given at all.
void KindReader::add(const KindParameter &parameter, const Property &property) {
  auto value = readValue(parameter.row, property.value, property.range, context);
  if (!value) {
    header.valid = false;
    return;
  }
  if (parameter.row.name == "batch_concurrency" && !parameter.row.standard.empty())
    fail(property.range, diag::KindParameterFixed, parameter.row.name, header.kindName, parameter.row.standard);
  llvm::erase_if(header.parameters, [&](const PropertyValue &other) { return other.row == &parameter.row; });
  header.parameters.push_back(std::move(*value));
}

void KindReader::readParameters(const KindSpec &spec) {
  if (!kindRow(header.kind).parameters && spec.range.end > spec.name->range.end)
    fail(spec.range, diag::KindWithoutParameters, header.kindName);
  else
    for (const Node *node : spec.properties)
      if (const auto *property = dyn_cast<Property>(node))
        if (const KindParameter *parameter = parameterOf(*property))
          add(*parameter, *property);
}

// Defaults of the configuration reach a kind that has the parameter and leaves
// it open.
void KindReader::addDefaults(ArrayRef<const Property *> defaults) {
  for (const Property *property : defaults) {
    bool forKinds = property->name == "on_destructive_change" || property->name == "on_additive_change" ||
                    (property->name == "batch_concurrency" && header.kind == Kind::IncrementalByTimeRange);
    const KindParameter *parameter = forKinds ? findParameter(header.kind, property->name) : nullptr;
    if (parameter && !header.findParameter(property->name))
      add(*parameter, *property);
  }
}

void KindReader::checkRequired(SourceRange range) {
  for (const KindParameter &parameter : kindParameters)
    if (parameter.required && parameter.kinds.contains(header.kind) && !header.findParameter(parameter.row.name))
      fail(range, diag::KindParameterMissing, header.kindName, parameter.row.name);
}

} // namespace

void readKind(const Node *value, ArrayRef<const Property *> defaults, const ValueContext &context, Header &header) {
  KindReader reader(context, header);
  const auto *spec = dyn_cast<KindSpec>(value);
  header.kindRange = value->range;
  if (!reader.readName(spec ? spec->name : value))
    return;
  bool sound = header.valid;
  if (spec)
    reader.readParameters(*spec);
  reader.addDefaults(defaults);
  if (header.valid || !sound)
    reader.checkRequired(value->range);
  llvm::sort(header.parameters, [](const PropertyValue &a, const PropertyValue &b) { return a.row->name < b.row->name; });
}

} // namespace sluice
