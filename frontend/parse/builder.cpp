// The builder's stack, texts, names and literals.
#include "frontend/parse/builder.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

void Builder::begin(const TokenBuffer &buffer, Arena &target) {
  tokens = &buffer;
  arena = &target;
  base = _input.cur = buffer.kinds.data();
  begins = buffer.begins.data();
  lengths = buffer.lengths.data();
  blamed = buffer.blamed.empty() ? nullptr : buffer.blamed.data();
  origin = buffer.file ? size_t(buffer.file->base) - size_t(buffer.file->text.data()) : 0;
  blanksInNames = buffer.blanksInNames;
  reset();
}

SourceRange Builder::rangeOf(uint32_t first, uint32_t behind) const {
  SourceRange range = tokens->range(first);
  return behind > first ? cover(range, tokens->range(behind - 1)) : range;
}

NodeList Builder::list(Mark m) {
  if (m >= sp)
    return {};
  NodeList nodes(stack.data() + m, sp - m);
  sp = m;
  return arena->copy(nodes);
}

// ---- texts

static bool isGluedTo(StringRef left, StringRef right) {
  return right == "." || left == "." || right == "," || right == ")" || right == "(" || left == "(";
}

StringRef Builder::textOf(uint32_t first, uint32_t behind) {
  if (first >= behind)
    return {};
  if (!isSpliced()) {
    const char *from = tokens->begins[first];
    return {from, size_t(tokens->begins[behind - 1] + tokens->lengths[behind - 1] - from)};
  }
  std::string text;
  for (uint32_t i = first; i < behind; ++i) {
    if (i > first && !isGluedTo(textAt(i - 1), textAt(i)))
      text += ' ';
    text += textAt(i);
  }
  return arena->copy(StringRef(text));
}

StringRef Builder::words(uint32_t t) {
  if (t + 1 >= pos())
    return t < pos() ? textAt(t) : StringRef();
  std::string text;
  for (uint32_t i = t; i < pos(); ++i) {
    if (i > t && textAt(i) != "." && textAt(i - 1) != ".")
      text += ' ';
    text += textAt(i);
  }
  return arena->copy(StringRef(text));
}

// The words before JOIN.
StringRef Builder::joinKind(uint32_t t) {
  --_input.cur;
  StringRef kind = joinWords(t);
  ++_input.cur;
  return kind;
}

StringRef Builder::jinjaKind() const { return textBefore().drop_front(6).drop_back(6); }

// ---- names

// The braces of a template may hold blanks: @{ x }.
static StringRef withoutBlanks(StringRef text, Arena &arena) {
  if (text.find_first_of(" \t") == StringRef::npos)
    return text;
  std::string result;
  llvm::copy_if(text, std::back_inserter(result), [](char c) { return c != ' ' && c != '\t'; });
  return arena.copy(StringRef(result));
}

static StringRef withoutQuotes(StringRef text, Arena &arena) {
  char close = text.back();
  text = text.drop_front().drop_back();
  size_t twice = text.find(close);
  if (twice == StringRef::npos)
    return text;
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    result += text[i];
    i += text[i] == close;
  }
  return arena.copy(StringRef(result));
}

// Takes the quotes, or the blanks of templates, out of a name that is still as
// it is written.
void Builder::readSpelling(Identifier *identifier) {
  StringRef text = identifier->name;
  identifier->quoted = text.size() > 1 && opensQuotes(text[0]);
  identifier->name = identifier->quoted ? withoutQuotes(text, *arena) : withoutBlanks(text, *arena);
}

const Node *Builder::name() {
  pushName();
  return pop();
}

// The identifier that a name of one part consists of.
const Identifier *Builder::asIdentifier(const Node *node) const {
  if (auto *name = dyn_cast_or_null<Name>(node); name && name->parts.size() == 1)
    return dyn_cast<Identifier>(name->parts[0]);
  return dyn_cast_or_null<Identifier>(node);
}

void Builder::pushNameOf(Mark m) {
  Name *node = arena->make<Name>();
  const Node *first = at(m);
  node->parts = list(m);
  node->range.begin = first ? first->range.begin : 0;
  finish(node);
}

// ---- literals

void Builder::pushNumber() {
  Number *node = makeAt<Number>(pos() - 1);
  node->text = textBefore();
  finish(node);
  // Behind a dot it names a member.
  bool member = pos() > 1 && _input.cur[-2] == token::DOT;
  const NumberSuffix *suffix = dialect->numberSuffixes && !member ? findNumberSuffix(node->text) : nullptr;
  if (suffix)
    castSuffix(node, *suffix);
}

// 1L is a number of the type that its letters name.
void Builder::castSuffix(Number *number, const NumberSuffix &suffix) {
  Type *type = makeAt<Type>(pos() - 1);
  type->name = suffix.type;
  type->range = number->range;
  number->text = number->text.drop_back(suffix.letters.size());
  Cast *cast = makeAt<Cast>(pos() - 1);
  cast->function = "CAST";
  cast->type = type;
  cast->operand = pop();
  finish(cast);
}

void Builder::pushNegative() {
  pushNumber();
  Prefix *node = makeAt<Prefix>(pos() - 2);
  node->op = "-";
  node->operand = pop();
  finish(node);
}

// Splits a string's token into prefix and what stands between the quotes.
void Builder::pushString() {
  String *node = makeAt<String>(pos() - 1);
  StringRef text = textBefore();
  if (text.starts_with("$")) {
    size_t tag = text.find('$', 1) + 1;
    node->prefix = text.take_front(tag);
    node->text = text.drop_front(tag).drop_back(tag);
  } else {
    size_t quote = text.starts_with("'") ? 0 : text.find_first_of("'\"");
    node->prefix = text.take_front(quote == StringRef::npos ? 0 : quote);
    text = text.drop_front(node->prefix.size());
    char mark = text.empty() ? 0 : text[0];
    bool triple = dialect->tripleQuotes && text.size() >= 6 && text[1] == mark && text[2] == mark;
    size_t marks = triple ? 3 : 1;
    if (triple)
      node->prefix = textBefore().take_front(node->prefix.size() + marks);
    node->doubleQuoted = mark == '"' && !triple;
    node->text = text.size() >= 2 * marks ? text.drop_front(marks).drop_back(marks) : StringRef();
  }
  finish(node);
}

// 'a' 'b' is one string in two pieces.
void Builder::concatTop(Mark m) {
  Call *call = arena->make<Call>();
  call->range.begin = at(m)->range.begin;
  call->function = "CONCAT";
  call->args = list(m);
  finish(call);
}

void Builder::pushBool() {
  Bool *node = makeAt<Bool>(pos() - 1);
  node->value = before(token::TRUE_);
  finish(node);
}

void Builder::pushPlaceholder() {
  Placeholder *node = makeAt<Placeholder>(pos() - 1);
  node->text = textBefore();
  finish(node);
}

// CURRENT_DATE
void Builder::pushBare() {
  Call *node = makeAt<Call>(pos() - 1);
  node->function = textBefore();
  node->bare = true;
  finish(node);
}

void Builder::pushWord() {
  Word *node = makeAt<Word>(pos() - 1);
  node->text = textBefore();
  finish(node);
}

void Builder::pushWords(uint32_t t) {
  Word *node = makeAt<Word>(t);
  node->text = words(t);
  finish(node);
}

void Builder::pushTypeWords(uint32_t t) {
  Type *node = makeAt<Type>(t);
  node->name = words(t);
  finish(node);
}

void Builder::typedLiteral(uint32_t t) {
  TypedLiteral *node = makeAt<TypedLiteral>(t);
  pushString();
  node->value = pop();
  node->type = pop();
  finish(node);
}

void Builder::pushTuple(Mark m) {
  Tuple *node = arena->make<Tuple>();
  const Node *first = at(m);
  node->range.begin = first ? first->range.begin : beginOf(pos());
  node->items = list(m);
  finish(node);
}

const Node *Builder::sequence(Mark m) {
  if (sp == m + 1)
    return pop();
  pushTuple(m);
  return pop();
}

} // namespace sluice
