// sluice-opt: shows what single phases make of a text, for tests.
//
//   echo 'SELECT 1' | sluice-opt --emit tokens      SELECT NUMBER
//   echo 'SELECT 1' | sluice-opt --emit ast         (Query body:(Select ...))
//   sluice-opt --dialect duckdb --emit sql < file   the text, printed again
//
// SQL comes on standard input. Problems go to standard error, for people or,
// with `--diagnostics json`, as lines of JSON; the exit code is 1 if one is an error. With `--lines`
// each line is a text of its own and is answered by a line of JSON.
#include "backend/sql/printer.h"
#include "frontend/lex/scan.h"
#include "frontend/lex/token_kinds.h"
#include "frontend/parse/parse.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "tools/dev/macro_text.h"

using namespace sluice;
namespace cl = llvm::cl;

namespace {
enum class Emit { Tokens, Ast, Sql, Pretty, Hash, Expanded };

struct Options {
  const Dialect *dialect;
  Emit emit;
  ParserChoice choice;
  bool cosmetic, comments, json;
  MacroSettings macros;
};

StringRef kindName(TokenKind kind) {
  static constexpr StringRef names[] = {
      "NONE",
#define TOKEN(NAME, TEXT) #NAME,
#include "frontend/lex/tokens.def"
  };
  return names[kind];
}

// KIND, or KIND:text where the text varies.
void printTokens(const SourceFile &file, const Dialect &dialect, Sink sink, llvm::raw_ostream &out) {
  TokenBuffer tokens;
  tokens.file = &file;
  scan(file.text, dialect, tokens, sink);
  classify(tokens, dialect, sink);
  for (size_t i = 0; i + 1 < tokens.size(); ++i) {
    TokenKind kind = tokens.kinds[i];
    out << (i ? " " : "") << kindName(kind);
    if (tokenName(kind) != tokens.text(i))
      out << ':' << tokens.text(i);
  }
  out << '\n';
}

void printTree(const ParsedStatement &statement, const Options &options, llvm::raw_ostream &out) {
  switch (options.emit) {
  case Emit::Tokens:
  case Emit::Expanded:
    return;
  case Emit::Ast:
    out << dumpTree(statement.tree, options.cosmetic);
    break;
  case Emit::Sql:
  case Emit::Pretty:
    out << sqlText(statement.tree, {.dialect = options.dialect, .pretty = options.emit == Emit::Pretty});
    break;
  case Emit::Hash: {
    StableHash hash;
    if (statement.tree)
      addMeaning(hash, statement.tree);
    out << hash.finish().hex();
    break;
  }
  }
  out << (statement.hasMacros && options.emit == Emit::Ast ? " @\n" : "\n");
  if (options.comments)
    for (const Comment &comment : statement.comments)
      out << "-- " << comment.text << '\n';
}

llvm::json::Object jsonPlace(Position place) { return llvm::json::Object{{"line", place.line}, {"column", place.column}}; }

void printProblem(const Diagnostic &problem, const SourceFile *file, bool json, llvm::raw_ostream &out) {
  StringRef severity = problem.kind->severity == Severity::Error ? "error" : problem.kind->severity == Severity::Warning ? "warning" : "note";
  Position from = file ? position(*file, problem.range.begin) : Position{}, to = file ? position(*file, problem.range.end) : from;
  if (!json) {
    out << from.line << ':' << from.column << '-' << to.line << ':' << to.column << ": " << severity << ": " << problem.message << " ["
        << problem.kind->code << "]\n";
    if (!problem.hint.empty())
      out << "  hint: " << problem.hint << '\n';
    return;
  }
  llvm::json::Object row{{"code", problem.kind->code}, {"severity", severity}, {"message", llvm::json::fixUTF8(problem.message)}};
  if (file)
    row["range"] = llvm::json::Object{{"from", jsonPlace(from)}, {"to", jsonPlace(to)}};
  out << llvm::json::Value(std::move(row)) << '\n';
}

// Prints the problems in order; true if any is an error.
bool printProblems(const Report &report, const SourceMap &sources, bool json, llvm::raw_ostream &out) {
  for (const Diagnostic &problem : report.finish())
    printProblem(problem, sources.find(problem.range.begin), json, out);
  return report.hasErrors();
}

// One text a line; nothing for a statement that vanishes.
void printExpanded(StringRef text, const Options &options, Sink sink, llvm::raw_ostream &out) {
  Arena arena;
  llvm::json::Value texts = expandText(text, options.macros, *options.dialect, arena, sink);
  if (auto single = texts.getAsString())
    out << *single << '\n';
  else if (auto *several = texts.getAsArray())
    for (const llvm::json::Value &one : *several)
      out << one.getAsString().value_or("") << '\n';
}

// `name=json` pairs of the command line.
bool readSettings(ArrayRef<std::string> pairs, llvm::StringMap<Value> &values) {
  for (StringRef pair : pairs) {
    auto [name, text] = pair.split('=');
    auto value = llvm::json::parse(text);
    if (!value) {
      llvm::errs() << "the value of `" << name << "` is no JSON: " << llvm::toString(value.takeError()) << '\n';
      return false;
    }
    values[name.lower()] = readMacroValue(*value, text);
  }
  return true;
}

bool runText(StringRef text, const Options &options) {
  SourceMap sources;
  const SourceFile &file = sources.add("input.sql", text);
  Report report;
  if (options.emit == Emit::Tokens) {
    printTokens(file, *options.dialect, Sink(report), llvm::outs());
  } else if (options.emit == Emit::Expanded) {
    printExpanded(text, options, Sink(report), llvm::outs());
  } else {
    Arena arena;
    Parser parser(*options.dialect, arena, options.choice);
    for (const ParsedStatement &statement : parser.parseFile(file, Sink(report)).statements)
      if (statement.tree || options.choice == ParserChoice::Fast)
        printTree(statement, options, llvm::outs());
  }
  return !printProblems(report, sources, options.json, llvm::errs());
}

StringRef kindOf(const ParsedText &parsed, bool errors) {
  if (errors || parsed.statements.empty())
    return "error";
  StringRef kind = "understood";
  for (const ParsedStatement &statement : parsed.statements)
    kind = !statement.tree ? "error" : isa<Opaque>(statement.tree) ? "opaque" : isa<Command>(statement.tree) ? "command" : kind;
  return kind;
}

// One text: what became of it, and its text printed again.
llvm::json::Object answerLine(StringRef text, Parser &parser, const Options &options) {
  SourceMap sources;
  const SourceFile &file = sources.add("line", text);
  Report report;
  ParsedText parsed = parser.parseFile(file, Sink(report));
  std::string sql;
  for (const ParsedStatement &statement : parsed.statements) {
    if (!sql.empty())
      sql += "; ";
    sql += options.emit == Emit::Ast ? dumpTree(statement.tree) : sqlText(statement.tree, {.dialect = options.dialect});
  }
  llvm::json::Object answer{{"kind", kindOf(parsed, report.hasErrors())}, {"sql", llvm::json::fixUTF8(sql)}};
  for (const Diagnostic &problem : report.finish())
    answer["error"] = llvm::json::fixUTF8(problem.message);
  return answer;
}

// Lines may hold a JSON string, for texts with line ends in them.
void runLines(StringRef text, const Options &options) {
  Arena arena;
  Parser parser(*options.dialect, arena, options.choice);
  llvm::SmallVector<StringRef, 0> lines;
  text.split(lines, '\n', -1, false);
  for (StringRef line : lines) {
    auto value = line.starts_with("\"") && line.ends_with("\"") ? llvm::json::parse(line) : llvm::json::Value(line);
    if (!value)
      llvm::consumeError(value.takeError());
    StringRef input = value && value->getAsString() && line.contains('\\') ? StringRef(*value->getAsString()) : line;
    llvm::outs() << llvm::json::Value(answerLine(arena.copy(input), parser, options)) << '\n';
  }
}
} // namespace

int main(int argc, char **argv) {
  cl::opt<std::string> dialectName("dialect", cl::desc("the dialect of the text"), cl::init(""));
  cl::opt<Emit> emit("emit", cl::desc("what to print"), cl::init(Emit::Sql),
                     cl::values(clEnumValN(Emit::Tokens, "tokens", "classified tokens"), clEnumValN(Emit::Ast, "ast", "the tree"),
                                clEnumValN(Emit::Sql, "sql", "its text"), clEnumValN(Emit::Pretty, "pretty", "its text, laid out"),
                                clEnumValN(Emit::Hash, "hash", "the hash of its meaning"),
                                clEnumValN(Emit::Expanded, "expanded", "its text without macros")));
  cl::opt<ParserChoice> choice("parser", cl::desc("which instance of the grammar"), cl::init(ParserChoice::Both),
                               cl::values(clEnumValN(ParserChoice::Fast, "fast", "bails at the first error"),
                                          clEnumValN(ParserChoice::Diag, "diag", "explains errors"),
                                          clEnumValN(ParserChoice::Both, "both", "fast first")));
  cl::opt<bool> lines("lines", cl::desc("each line is a text"));
  cl::opt<bool> cosmetic("cosmetic", cl::desc("show what does not change the meaning"));
  cl::opt<bool> comments("comments", cl::desc("show the comments of each statement"));
  cl::opt<std::string> diagnostics("diagnostics", cl::desc("how problems are written: text or json"), cl::init("text"));
  cl::opt<std::string> schema("schema", cl::desc("columns of relations: {\"t\": {\"a\": \"int\"}}"));
  cl::list<std::string> locals("local", cl::desc("a local of the macro evaluator: name=json"));
  cl::list<std::string> variables("var", cl::desc("a variable of the configuration: name=json"));
  cl::opt<std::string> gateway("gateway", cl::desc("the value of @gateway"), cl::init(""));
  cl::ParseCommandLineOptions(argc, argv, "shows what single phases make of SQL text\n");

  const Dialect *dialect = findDialect(dialectName);
  auto input = llvm::MemoryBuffer::getSTDIN();
  if (!dialect || !input) {
    llvm::errs() << (dialect ? "cannot read standard input\n" : "there is no such dialect\n");
    return 2;
  }
  Options options{dialect, emit, choice, cosmetic, comments, diagnostics == "json", {}};
  options.macros.variables["gateway"] = Value::ofString(gateway);
  options.macros.locals["runtime_stage"] = Value::ofString("loading");
  if (auto columns = llvm::json::parse(schema.empty() ? StringRef("{}") : StringRef(schema)))
    readSchema(columns->getAsObject(), schema, *dialect, options.macros);
  else
    return llvm::consumeError(columns.takeError()), 2;
  if (!readSettings(std::vector<std::string>(locals.begin(), locals.end()), options.macros.locals) ||
      !readSettings(std::vector<std::string>(variables.begin(), variables.end()), options.macros.variables))
    return 2;
  StringRef sql = (*input)->getBuffer();
  if (lines) {
    runLines(sql, options);
    return 0;
  }
  return runText(sql, options) ? 0 : 1;
}
