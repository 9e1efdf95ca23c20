// Names of physical objects and views: one rule per function, in the order in
// which a name passes through them.
#include "ir/plan/naming.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/MD5.h"
#include "llvm/Support/Regex.h"
#include "llvm/Support/Unicode.h"

namespace sluice {

// Characters outside ASCII that are part of no word: spaces, marks, punctuation,
// symbols, pictures.
struct CodeRange {
  uint32_t first, last;
};
static constexpr CodeRange wordless[] = {
    {0x80, 0xA9},     {0xAB, 0xB1},     {0xB4, 0xB4},     {0xB6, 0xB8},       {0xBB, 0xBB},       {0xBF, 0xBF},
    {0xD7, 0xD7},     {0xF7, 0xF7},     {0x2C2, 0x2C5},   {0x2D2, 0x2DF},     {0x300, 0x36F},     {0x37E, 0x37E},
    {0x55A, 0x55F},   {0x589, 0x58A},   {0x591, 0x5C7},   {0x600, 0x61F},     {0x64B, 0x65F},     {0x66A, 0x66D},
    {0x1DC0, 0x1DFF}, {0x2000, 0x206F}, {0x207A, 0x207E}, {0x208A, 0x208E},   {0x20A0, 0x20FF},   {0x2190, 0x245F},
    {0x249C, 0x24E9}, {0x2500, 0x2775}, {0x2794, 0x2BFF}, {0x2E00, 0x2E2E},   {0x2E30, 0x3004},   {0x3008, 0x3020},
    {0x302A, 0x3030}, {0x30FB, 0x30FB}, {0xD800, 0xF8FF}, {0xFE00, 0xFE6F},   {0xFEFF, 0xFF0F},   {0xFF1A, 0xFF20},
    {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0xFFE0, 0xFFFF}, {0x1F000, 0x1F0FF}, {0x1F110, 0x1FAFF}, {0xE0000, 0x10FFFF},
};

static bool isWord(uint32_t code) {
  if (code < 0x80)
    return llvm::isAlnum(char(code)) || code == '_';
  return llvm::none_of(wordless, [&](CodeRange range) { return range.first <= code && code <= range.last; });
}

static void appendCode(std::string &to, uint32_t code) {
  if (code < 0x80)
    return to.push_back(char(code));
  char buffer[UNI_MAX_UTF8_BYTES_PER_CODE_POINT], *end = buffer;
  if (llvm::ConvertCodePointToUTF8(code, end))
    to.append(buffer, end);
}

// The characters of a name as numbers; a byte that is no UTF-8 counts as a space.
static std::string mapCodes(StringRef name, llvm::function_ref<uint32_t(uint32_t)> change) {
  std::string text;
  auto *at = reinterpret_cast<const llvm::UTF8 *>(name.bytes_begin()), *end = at + name.size();
  text.reserve(name.size());
  while (at < end) {
    if (*at < 0x80) {
      appendCode(text, change(*at++));
      continue;
    }
    llvm::UTF32 code = 0;
    if (llvm::convertUTF8Sequence(&at, end, &code, llvm::strictConversion) != llvm::conversionOK) {
      ++at;
      code = ' ';
    }
    appendCode(text, change(code));
  }
  return text;
}

std::string environmentName(StringRef written) {
  return mapCodes(written, [](uint32_t code) {
    return isWord(code) ? uint32_t(llvm::sys::unicode::foldCharSimple(int(code))) : uint32_t('_');
  });
}

bool isProduction(StringRef environment) { return environment.equals_insensitive("prod"); }

// A pattern in the notation that llvm::Regex takes: it knows neither \d, \w and
// \s nor groups that only group.
static std::string posixPattern(StringRef pattern) {
  std::string text = "^(";
  bool inSet = false;
  for (size_t i = 0; i < pattern.size(); ++i) {
    char c = pattern[i], next = i + 1 < pattern.size() ? pattern[i + 1] : 0;
    if (c == '\\' && next) {
      ++i;
      StringRef set = next == 'd' ? "0-9" : next == 'w' ? "A-Za-z0-9_" : next == 's' ? " \t\r\n" : "";
      text += set.empty() ? (inSet ? std::string(1, next) : std::string{'\\', next})
                          : (inSet ? set.str() : ("[" + set + "]").str());
      continue;
    }
    if (!inSet && pattern.substr(i).starts_with("(?:")) {
      text += '(';
      i += 2;
      continue;
    }
    inSet = inSet ? c != ']' : c == '[';
    text += c;
  }
  return text + ")";
}

std::string checkPattern(StringRef pattern) {
  std::string error;
  return llvm::Regex(posixPattern(pattern)).isValid(error) ? "" : error;
}

const PatternMapping *findMapping(ArrayRef<PatternMapping> mappings, StringRef name) {
  for (const PatternMapping &mapping : mappings)
    if (llvm::Regex regex(posixPattern(mapping.pattern)); regex.isValid() && regex.match(name))
      return &mapping;
  return nullptr;
}

std::string physicalSchema(StringRef modelSchema, StringRef writtenSchema, const Config &config) {
  if (const PatternMapping *mapping = findMapping(config.physicalSchemas, writtenSchema))
    return mapping->target;
  return ("sqlmesh__" + (modelSchema.empty() ? "default" : modelSchema)).str();
}

// A part of a model's name inside of a longer name: letters and digits only.
static std::string plainPart(StringRef part) {
  return mapCodes(part, [](uint32_t code) { return isWord(code) ? code : uint32_t('_'); });
}

ObjectName physicalName(const ObjectName &model, StringRef writtenSchema, StringRef version, const Config &config,
                        StringRef suffix) {
  ObjectName name{model.catalog, physicalSchema(model.schema, writtenSchema, config), ""};
  std::string end = suffix.empty() ? "" : ("__" + suffix).str();
  std::string base = plainPart(model.name) + "__" + version.str() + end;
  bool withSchema = config.tableNaming != TableNaming::TableOnly && !model.schema.empty();
  name.name = withSchema ? plainPart(model.schema) + "__" + base : base;
  if (config.tableNaming == TableNaming::HashMd5) {
    std::string full = (name.catalog.empty() ? "" : name.catalog + ".") + name.schema + "." + name.name;
    llvm::MD5 hash;
    hash.update(full);
    name.name = ("sqlmesh_md5__" + hash.final().digest() + end).str();
  }
  return name;
}

ObjectName viewName(const ObjectName &model, StringRef environment, const Config &config, const Dialect &dialect,
                    bool fold) {
  auto folded = [&](std::string text) { return fold ? normalizeName(text, false, dialect) : text; };
  ObjectName view{model.catalog, model.schema.empty() ? folded("default") : model.schema, model.name};
  bool suffixed = !isProduction(environment);
  std::string suffix = "__" + environment.str();
  // A name of one part has no catalog, which SQLMesh spells like Python.
  if (suffixed && config.suffixTarget == SuffixTarget::Catalog)
    view.catalog = folded((view.catalog.empty() ? "None" : view.catalog) + suffix);
  else if (const PatternMapping *mapping = findMapping(config.environmentCatalogs, environment))
    view.catalog = folded(mapping->target);
  if (suffixed && config.suffixTarget == SuffixTarget::Schema)
    view.schema += folded(suffix);
  if (suffixed && config.suffixTarget == SuffixTarget::Table)
    view.name += folded(suffix);
  return view;
}

std::string shortenName(StringRef name, unsigned bytes) {
  if (!bytes || name.size() <= bytes)
    return name.str();
  std::string end = "__" + sha256(name).hex().substr(0, std::min(20u, bytes > 2 ? bytes - 2 : 0));
  size_t keep = bytes - std::min<size_t>(bytes, end.size());
  // Not inside of a character: its later bytes start with the bits 10.
  while (keep > 0 && (uint8_t(name[keep]) & 0xC0) == 0x80)
    --keep;
  return name.take_front(keep).str() + end;
}

// Names of an engine without schemas are joined from the parts; the catalog is
// a database file and stands in no name.
static ObjectName joinParts(ObjectName name, const Engine &engine) {
  if (!engine.hasCatalogs)
    name.catalog.clear();
  if (engine.hasSchemas)
    return name;
  bool plain = name.schema.empty() || name.schema == "default";
  return {"", "", plain ? name.name : name.schema + "__" + name.name};
}

ObjectName fitPhysicalName(ObjectName name, const Engine &engine) {
  name = joinParts(std::move(name), engine);
  name.schema = shortenName(name.schema, engine.nameBytes);
  name.name = shortenName(name.name, engine.nameBytes);
  return name;
}

ObjectName fitViewName(ObjectName name, const Engine &engine) { return joinParts(std::move(name), engine); }

StringRef findLongPart(const ObjectName &name, const Engine &engine) {
  for (StringRef part : {StringRef(name.catalog), StringRef(name.schema), StringRef(name.name)})
    if (engine.nameBytes && part.size() > engine.nameBytes)
      return part;
  return "";
}

std::vector<NameClash> findNameClashes(ArrayRef<ObjectName> names, const Engine &engine) {
  const Dialect *dialect = findDialect(engine.dialect);
  auto key = [&](StringRef part) { return dialect ? normalizeName(part, true, *dialect, true) : part.str(); };
  llvm::StringMap<size_t> firsts;
  std::vector<NameClash> clashes;
  for (size_t i = 0; i < names.size(); ++i) {
    // A byte that stands in no name keeps the parts apart.
    std::string whole = key(names[i].catalog) + '\0' + key(names[i].schema) + '\0' + key(names[i].name);
    auto [entry, isNew] = firsts.try_emplace(whole, i);
    if (!isNew)
      clashes.push_back({entry->second, i});
  }
  return clashes;
}

} // namespace sluice
