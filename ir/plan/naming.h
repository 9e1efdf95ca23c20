// Names of things in the warehouse.
//
// A model `cat.s.m` whose data has the version `ab12cd34ef` lives in two places:
//
//   physical table   cat.sqlmesh__s.s__m__ab12cd34ef
//   view             cat.s.m in `prod`, cat.s__dev.m in `dev`
//
// Both follow from the model's name, the configuration and the dialect. An
// engine then asks for changes: one without schemas joins the parts
// (`sqlmesh__s__s__m__ab12cd34ef`, `s__dev__m`), and a name that is longer than
// the engine allows is shortened so that no two long names meet.
#pragma once
#include "ir/plan/plan.h"
#include "ir/project/config.h"

namespace sluice {

// The name of an environment as it stands in names of schemas and tables:
// lower case, and `_` for every character that is neither letter nor digit.
std::string environmentName(StringRef written);

// Whether an environment is the one whose views carry no suffix.
bool isProduction(StringRef environment);

// What the first pattern that fits the start of `name` stands for, or null. A
// pattern that is no regular expression fits nothing.
const PatternMapping *findMapping(ArrayRef<PatternMapping> mappings, StringRef name);

// Why a pattern is no regular expression; empty if it is one.
std::string checkPattern(StringRef pattern);

// The schema of a model's physical objects. Patterns look at the schema as the
// author wrote it, in his case; empty where the model has none.
std::string physicalSchema(StringRef modelSchema, StringRef writtenSchema, const Config &config);

// The physical object of a model, whose schema is written so. `version` is what
// its data is known by; `suffix` (`dev`) tells tables apart that are not meant for
// production.
ObjectName physicalName(const ObjectName &model, StringRef writtenSchema, StringRef version, const Config &config,
                        StringRef suffix = "");

// The view of a model in an environment. `fold` applies the dialect's case rule
// to what is added to the model's own name.
ObjectName viewName(const ObjectName &model, StringRef environment, const Config &config, const Dialect &dialect,
                    bool fold = true);

// The physical name as the engine takes it: joined where it has no schemas,
// without catalog where it has none, and short enough.
ObjectName fitPhysicalName(ObjectName name, const Engine &engine);

// The view's name as the engine takes it. Readers type it, so it is never
// shortened; findLongPart says whether it fits.
ObjectName fitViewName(ObjectName name, const Engine &engine);

// The first part of a name that has more bytes than the engine allows; empty if
// all fit.
StringRef findLongPart(const ObjectName &name, const Engine &engine);

// A name with at most `bytes` bytes: the start of the long name, and a hash of
// all of it. Names that fit are left alone.
std::string shortenName(StringRef name, unsigned bytes);

// Two different names, by their place in the list, that the engine takes for
// one. Where a list has none the result is empty; else each name that is not
// the first of its kind is there once, with the first.
struct NameClash {
  size_t first = 0, second = 0;
};
std::vector<NameClash> findNameClashes(ArrayRef<ObjectName> names, const Engine &engine);

} // namespace sluice
