// Samples of tables. Dialects differ in the words, and in what a bare number
// counts:
//
//   duckdb      TABLESAMPLE 10%             TABLESAMPLE SYSTEM (10 PERCENT)
//   snowflake   SAMPLE (10)                 TABLESAMPLE BERNOULLI (10)
//   bigquery    TABLESAMPLE SYSTEM (10)     TABLESAMPLE SYSTEM (10 ROWS)
//
// What is written is read from the words of the clause as they are printed.
#include "backend/sql/writer.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

namespace {
enum class SampleUnit : uint8_t { Unsaid, Percent, Rows, Bucket };

struct Sample {
  std::string method, size, seed;
  SampleUnit unit = SampleUnit::Unsaid;
};
} // namespace

static SampleUnit findUnit(StringRef word) {
  if (word == "%" || word.equals_insensitive("PERCENT"))
    return SampleUnit::Percent;
  return word.equals_insensitive("ROWS") ? SampleUnit::Rows : SampleUnit::Unsaid;
}

// 10 PERCENT, 10, BUCKET 1 OUT OF 5 ON a
static void readSize(StringRef text, Sample &sample) {
  auto [size, word] = text.rsplit(' ');
  SampleUnit unit = findUnit(word);
  sample.size = (unit == SampleUnit::Unsaid ? text : size.rtrim()).str();
  sample.unit = text.starts_with_insensitive("BUCKET") ? SampleUnit::Bucket : unit;
}

// Takes what stands in one pair of brackets: a size, a seed, or a method behind a
// size: 10% (bernoulli, 3).
static void readBrackets(StringRef text, bool isSeed, Sample &sample) {
  if (isSeed) {
    sample.seed = text.str();
  } else if (sample.size.empty()) {
    readSize(text, sample);
  } else {
    auto [method, seed] = text.split(',');
    sample.method = method.trim().upper();
    sample.seed = seed.trim().str();
  }
}

// Takes one word or number; false if it is not known.
static bool readWord(StringRef word, Sample &sample) {
  static constexpr StringRef methods = "BERNOULLI SYSTEM RESERVOIR ROW BLOCK";
  if (SampleUnit unit = findUnit(word); unit != SampleUnit::Unsaid)
    sample.unit = unit;
  else if (hasWord(methods, word))
    sample.method = word.upper();
  else if (sample.size.empty() && !word.empty() && llvm::isDigit(word[0]))
    sample.size = word.str();
  else
    return hasWord("SEED REPEATABLE", word);
  return true;
}

static std::optional<Sample> readSample(const Writer &w, NodeList args) {
  Sample sample;
  bool seed = false;
  for (const Node *arg : args) {
    std::string text;
    Writer{w.options, w.dialect, w.spelling, text}.node(arg);
    StringRef piece = text;
    if (piece.consume_front("(") && piece.consume_back(")"))
      readBrackets(piece.trim(), seed, sample);
    else if (!readWord(text, sample))
      return std::nullopt;
    seed = hasWord("SEED REPEATABLE", text);
  }
  return sample.size.empty() ? std::nullopt : std::optional(sample);
}

static StringRef unitText(const Spelling &spelling, SampleUnit unit) {
  if (unit == SampleUnit::Unsaid)
    unit = spelling.sampleIsPercent ? SampleUnit::Percent : SampleUnit::Rows;
  if (unit == SampleUnit::Percent)
    return spelling.sampleIsPercent ? "" : " PERCENT";
  return unit == SampleUnit::Rows && spelling.sampleHasRows ? " ROWS" : "";
}

// The method that is meant where none is said.
static StringRef standardMethod(const Spelling &spelling, SampleUnit unit) {
  auto [percent, rows] = spelling.sampleMethods.split(' ');
  bool isPercent = unit == SampleUnit::Percent || (unit == SampleUnit::Unsaid && spelling.sampleIsPercent);
  return isPercent ? percent : rows;
}

static void printSampleClause(Writer &w, StringRef keyword, const Sample &sample) {
  const Spelling &spelling = w.spelling;
  StringRef method = sample.method.empty() ? standardMethod(spelling, sample.unit) : StringRef(sample.method);
  w << keyword << ' ';
  if (!method.empty() && spelling.sampleHasMethod)
    w << method << ' ';
  w << '(' << sample.size << unitText(spelling, sample.unit) << ')';
  if (!sample.seed.empty())
    w << ' ' << spelling.sampleSeed << " (" << sample.seed << ')';
}

static bool isRespelled(const Writer &w) { return !w.options.asWritten && !w.spelling.sampleWord.empty(); }

bool printSample(Writer &w, const RelationModifier &node) {
  static constexpr StringRef keywords[] = {"TABLESAMPLE", "SAMPLE", "USING SAMPLE"};
  bool isSample = llvm::any_of(keywords, [&](StringRef word) { return word.equals_insensitive(node.keyword); });
  auto sample = isSample && isRespelled(w) ? readSample(w, node.args) : std::nullopt;
  if (!sample)
    return false;
  w.node(node.relation) << ' ';
  printSampleClause(w, node.keyword.equals_insensitive("USING SAMPLE") ? "USING SAMPLE" : w.spelling.sampleWord, *sample);
  return true;
}

bool printSampleTail(Writer &w, const Phrase &node) {
  auto *words = dyn_cast_or_null<Statement>(node.value);
  bool isSample = words && node.keyword.equals_insensitive("USING SAMPLE") && isRespelled(w);
  auto sample = isSample ? readSample(w, words->parts) : std::nullopt;
  if (!sample)
    return false;
  printSampleClause(w.clause(), "USING SAMPLE", *sample);
  return true;
}

} // namespace sluice
