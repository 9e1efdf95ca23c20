// Renders the templates of config.yaml. Of Jinja, an expression that calls
// env_var with one or two string arguments, and comments, are understood.
#include "frontend/config/template.h"
#include "frontend/config/diags.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace sluice {

size_t RenderedText::sourceOf(size_t rendered) const {
  auto after = llvm::upper_bound(pieces, rendered, [](size_t at, const Piece &piece) { return at < piece.rendered; });
  if (after == pieces.begin())
    return rendered;
  const Piece &piece = *std::prev(after);
  return piece.isValue ? piece.source : piece.source + (rendered - piece.rendered);
}

// Takes a quoted string off the front; nothing if there is none.
static std::optional<StringRef> takeString(StringRef &text) {
  text = text.ltrim();
  if (text.empty() || (text.front() != '\'' && text.front() != '"'))
    return std::nullopt;
  size_t end = text.find(text.front(), 1);
  if (end == StringRef::npos)
    return std::nullopt;
  StringRef value = text.slice(1, end);
  text = text.drop_front(end + 1).ltrim();
  return value;
}

namespace {
struct EnvCall {
  StringRef name;
  std::optional<StringRef> otherwise;
};
} // namespace

// `env_var('NAME')` or `env_var('NAME', 'default')`.
static std::optional<EnvCall> readEnvCall(StringRef text) {
  text = text.trim();
  if (!text.consume_front("env_var") || !(text = text.ltrim()).consume_front("("))
    return std::nullopt;
  EnvCall call;
  auto name = takeString(text);
  if (!name)
    return std::nullopt;
  call.name = *name;
  if (text.consume_front(",")) {
    text = text.ltrim();
    if (text.consume_front("default"))
      text.ltrim().consume_front("=");
    call.otherwise = takeString(text);
    if (!call.otherwise)
      return std::nullopt;
  }
  return text.trim() == ")" ? std::optional(call) : std::nullopt;
}

static std::string valueOf(const EnvCall &call, StringRef written, Environment *environment, SourceRange range,
                           Sink sink) {
  if (!environment) {
    std::string plain = "env_var ";
    llvm::copy_if(written, std::back_inserter(plain), [](char c) { return llvm::isAlnum(c) || c == '_'; });
    return plain;
  }
  if (auto value = environment->find(call.name))
    return *value;
  if (call.otherwise)
    return call.otherwise->str();
  sink.report(range, diag::EnvironmentUnset, call.name);
  return "None";
}

// Where the next `{{`, `{%` or `{#` stands, or npos.
static size_t findTemplate(StringRef text, size_t from) {
  for (size_t at = text.find('{', from); at != StringRef::npos; at = text.find('{', at + 1))
    if (at + 1 < text.size() && StringRef("{%#").contains(text[at + 1]))
      return at;
  return StringRef::npos;
}

// `{{` also opens a YAML flow mapping inside a flow mapping; Jinja reads it as
// a template, and so does this.
RenderedText renderTemplates(const SourceFile &file, Environment *environment, Sink sink) {
  RenderedText result;
  size_t at = 0;
  auto keepTo = [&](size_t end) {
    result.pieces.push_back({result.text.size(), at, false});
    result.text += file.text.slice(at, end);
    at = end;
  };
  for (size_t open; (open = findTemplate(file.text, at)) != StringRef::npos;) {
    char mark = file.text[open + 1];
    size_t end = file.text.find(mark == '{' ? "}}" : mark == '%' ? "%}" : "#}", open + 2);
    if (end == StringRef::npos) {
      sink.report(file.range(open, open + 2), diag::ConfigTemplate, "it is not closed");
      break;
    }
    keepTo(open);
    at = end + 2;
    if (mark == '#')
      continue;
    StringRef inner = file.text.slice(open + 2, end).trim("-");
    SourceRange range = file.range(open, at);
    std::optional<EnvCall> call = mark == '{' ? readEnvCall(inner) : std::nullopt;
    if (!call)
      sink.report(range, diag::ConfigTemplate, "it is no call of env_var");
    result.pieces.push_back({result.text.size(), open, true});
    if (call)
      result.text += valueOf(*call, inner, environment, range, sink);
  }
  keepTo(file.text.size());
  return result;
}

} // namespace sluice
