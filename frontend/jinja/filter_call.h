// What a filter is called with, and the filters that work on many values.
#pragma once
#include "frontend/jinja/evaluate.h"

namespace sluice::jinja {

struct FilterCall {
  const Object &value;
  const Args &args;
  Evaluator &evaluator;
  Place place;
  StringRef name, params;

  // An argument by the name that the filter's row gives it, or null.
  const Object *arg(StringRef wanted) const;
  std::string text(StringRef wanted, StringRef otherwise = {}) const;
  bool flag(StringRef wanted, bool otherwise) const;
  // What the value yields one by one; nothing after an error.
  std::optional<Objects> items() const;
  Object wrong(const llvm::Twine &wanted) const {
    return evaluator.fail(place, "the filter `" + name + "` takes " + wanted + ", and got " + describe(value));
  }
};

struct FilterRow {
  StringRef name;
  StringRef params = {}; // blank-separated
  Object (*apply)(const FilterCall &call) = nullptr;
};

Object batchItems(const FilterCall &call);
Object countItems(const FilterCall &call);
Object extremeItem(const FilterCall &call);
Object firstItem(const FilterCall &call);
Object groupItems(const FilterCall &call);
Object joinItems(const FilterCall &call);
Object lastItem(const FilterCall &call);
Object listItems(const FilterCall &call);
Object mapItems(const FilterCall &call);
Object reverseItems(const FilterCall &call);
Object selectItems(const FilterCall &call);
Object sliceItems(const FilterCall &call);
Object sortItems(const FilterCall &call);
Object sortMapping(const FilterCall &call);
Object sumItems(const FilterCall &call);
Object toJson(const FilterCall &call);
Object uniqueItems(const FilterCall &call);

} // namespace sluice::jinja
