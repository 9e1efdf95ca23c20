// Renderers of problems. Lines of files that may hold passwords are quoted up
// to the first value.
#include "backend/report/diagnostics.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Unicode.h"

namespace sluice {
namespace {

StringRef severityName(Severity severity) {
  switch (severity) {
  case Severity::Error:
    return "error";
  case Severity::Warning:
    return "warning";
  case Severity::Note:
    return "note";
  }
  llvm_unreachable("all severities are handled");
}

// Escape sequences, or nothing.
struct Palette {
  bool on;
  StringRef bold() const { return on ? "\033[1m" : ""; }
  StringRef off() const { return on ? "\033[0m" : ""; }
  StringRef of(Severity severity) const {
    if (!on)
      return "";
    return severity == Severity::Error ? "\033[1;31m" : severity == Severity::Warning ? "\033[1;35m" : "\033[1;36m";
  }
};

constexpr size_t longestLine = 160;

// A line of a file and where in it a range begins and ends, in bytes.
struct Excerpt {
  std::string text;
  size_t from = 0, to = 0;
};

// Replaces what stands behind the first key of the line; a line without a key
// is left out.
void maskValue(Excerpt &excerpt) {
  size_t value = StringRef(excerpt.text).find_first_of(":=");
  if (value == StringRef::npos)
    excerpt = {};
  if (excerpt.text.empty() || value + 1 >= excerpt.text.size())
    return;
  excerpt.text = excerpt.text.substr(0, value + 1) + " ...";
  if (excerpt.from > value)
    excerpt.from = excerpt.to = excerpt.text.size();
  excerpt.to = std::min(excerpt.to, value);
}

// Keeps the part of a very long line around the range.
void clip(Excerpt &excerpt) {
  if (excerpt.text.size() <= longestLine)
    return;
  size_t start = excerpt.from > longestLine / 2 ? excerpt.from - longestLine / 2 : 0;
  while (start > 0 && (excerpt.text[start] & 0xC0) == 0x80)
    --start;
  size_t end = std::min(excerpt.text.size(), start + longestLine);
  while (end < excerpt.text.size() && (excerpt.text[end] & 0xC0) == 0x80)
    ++end;
  excerpt.to = std::min(excerpt.to, end);
  StringRef before = start ? "..." : "", after = end < excerpt.text.size() ? "..." : "";
  excerpt.text = (before + excerpt.text.substr(start, end - start) + after).str();
  excerpt.from = excerpt.from - start + before.size();
  excerpt.to = excerpt.to - start + before.size();
}

Excerpt excerptAt(const SourceFile &file, SourceRange range) {
  StringRef line = lineAt(file, range.begin);
  size_t lineStart = size_t(line.data() - file.text.data());
  Excerpt excerpt{line.str(), range.begin - file.base - lineStart, 0};
  excerpt.from = std::min(excerpt.from, excerpt.text.size());
  excerpt.to = std::clamp<size_t>(range.end - file.base - lineStart, excerpt.from, excerpt.text.size());
  if (file.secret)
    maskValue(excerpt);
  clip(excerpt);
  std::replace(excerpt.text.begin(), excerpt.text.end(), '\t', ' ');
  return excerpt;
}

// How many columns of a terminal a text takes.
size_t width(StringRef text) { return size_t(std::max(0, llvm::sys::unicode::columnWidthUTF8(text))); }

void printExcerpt(const SourceFile &file, SourceRange range, const Palette &palette, llvm::raw_ostream &out) {
  Excerpt excerpt = excerptAt(file, range);
  if (StringRef(excerpt.text).trim().empty())
    return;
  StringRef text = excerpt.text;
  out << "  " << text << "\n  ";
  out.indent(unsigned(width(text.take_front(excerpt.from)))) << palette.of(Severity::Note) << '^';
  size_t length = width(text.slice(excerpt.from, excerpt.to));
  for (size_t i = 1; i < length; ++i)
    out << '~';
  out << palette.off() << '\n';
}

void printPlace(const SourceMap &sources, SourceRange range, llvm::raw_ostream &out) {
  if (const SourceFile *file = sources.find(range.begin)) {
    Position at = position(*file, range.begin);
    out << file->path << ':' << at.line << ':' << at.column << ": ";
  }
}

void printOne(const Diagnostic &diagnostic, const SourceMap &sources, const Palette &palette, llvm::raw_ostream &out) {
  Severity severity = diagnostic.kind->severity;
  out << palette.bold();
  printPlace(sources, diagnostic.range, out);
  out << palette.of(severity) << severityName(severity) << ": " << palette.off() << palette.bold()
      << diagnostic.message << palette.off() << " [" << diagnostic.kind->code << "]";
  if (!diagnostic.gateways.empty())
    out << " (gateway " << llvm::join(diagnostic.gateways, ", ") << ")";
  out << '\n';
  if (const SourceFile *file = sources.find(diagnostic.range.begin))
    printExcerpt(*file, diagnostic.range, palette, out);
  if (!diagnostic.hint.empty())
    out << "  " << diagnostic.hint << '\n';
  for (const DiagNote &note : diagnostic.notes) {
    out << "  ";
    printPlace(sources, note.range, out);
    out << "note: " << note.message << '\n';
  }
}

void writePosition(llvm::json::OStream &json, StringRef name, const SourceFile &file, uint32_t place) {
  Position at = position(file, place);
  json.attributeObject(name, [&] {
    json.attribute("line", at.line);
    json.attribute("column", at.column);
  });
}

void writePlace(llvm::json::OStream &json, const SourceMap &sources, SourceRange range) {
  const SourceFile *file = sources.find(range.begin);
  json.attribute("file", file ? llvm::json::Value(file->path) : llvm::json::Value(nullptr));
  if (!file)
    return json.attribute("range", nullptr);
  json.attributeObject("range", [&] {
    writePosition(json, "from", *file, range.begin);
    writePosition(json, "to", *file, range.end);
  });
}

} // namespace

void printDiagnostics(ArrayRef<Diagnostic> diagnostics, const SourceMap &sources, bool color, llvm::raw_ostream &out) {
  for (const Diagnostic &diagnostic : diagnostics)
    printOne(diagnostic, sources, {color}, out);
}

void printDiagnosticsJson(ArrayRef<Diagnostic> diagnostics, const SourceMap &sources, llvm::raw_ostream &out) {
  for (const Diagnostic &diagnostic : diagnostics) {
    llvm::json::OStream json(out);
    json.object([&] {
      json.attribute("code", diagnostic.kind->code);
      json.attribute("severity", severityName(diagnostic.kind->severity));
      json.attribute("message", diagnostic.message);
      json.attribute("hint", diagnostic.hint);
      writePlace(json, sources, diagnostic.range);
      json.attributeArray("notes", [&] {
        for (const DiagNote &note : diagnostic.notes)
          json.object([&] {
            json.attribute("message", note.message);
            writePlace(json, sources, note.range);
          });
      });
      json.attribute("expansion", llvm::json::Array());
      json.attribute("gateways", llvm::json::Array(diagnostic.gateways));
    });
    json.flush();
    out << '\n';
  }
}

} // namespace sluice
