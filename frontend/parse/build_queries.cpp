// Calls, macros, and the parts of queries, types and statements.
#include "frontend/parse/builder.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

// ---- calls

void Builder::functionName(Call *call) {
  StringRef text = textBefore();
  char first = text.empty() ? 0 : text[0];
  if (first != '"' && first != '`' && first != '[' && first != '@') {
    call->function = text;
    return;
  }
  const Identifier *name = identifier();
  call->function = name->name;
  call->quoted = name->quoted;
}

void Builder::callEnd(Call *call) {
  if (call->args.empty())
    return;
  if (dialect->convertsToType && (call->function.equals_insensitive("convert") || call->function.equals_insensitive("try_convert"))) {
    llvm::SmallVector<const Node *, 4> args(call->args.begin(), call->args.end());
    args[0] = asType(args[0]);
    call->args = arena->copy(NodeList(args));
  }
  bool extracts = call->function.equals_insensitive("extract") && call->args.size() > 1 && isa<Phrase>(call->args[1]);
  if (const Identifier *unit = extracts ? asIdentifier(call->args[0]) : nullptr) {
    Word *word = arena->make<Word>();
    word->text = unit->name;
    word->range = unit->range;
    llvm::SmallVector<const Node *, 4> args(call->args.begin(), call->args.end());
    args[0] = word;
    call->args = arena->copy(NodeList(args));
  }
  // FIRST_VALUE(a IGNORE NULLS): the words belong to the call.
  auto *last = dyn_cast_or_null<Over>(call->args.back());
  if (last && !last->window) {
    call->nulls = last->nulls;
    llvm::SmallVector<const Node *, 4> args(call->args.begin(), call->args.end());
    args.back() = last->call;
    call->args = arena->copy(NodeList(args));
  }
}

// CONVERT(VARCHAR(10), a): what looked like a name or a call is a type.
const Node *Builder::asType(const Node *node) {
  const Identifier *name = asIdentifier(node);
  auto *call = dyn_cast_or_null<Call>(node);
  if ((!name || name->quoted) && !call)
    return node;
  Type *type = arena->make<Type>();
  type->range = node->range;
  type->name = name ? name->name : call->function;
  llvm::SmallVector<const Node *, 2> args; // VARCHAR(MAX): a word that is no column
  for (const Node *arg : call ? call->args : NodeList())
    args.push_back(asType(arg));
  type->args = arena->copy(NodeList(args));
  return type;
}

// GROUP_CONCAT(a SEPARATOR ',')
void Builder::separator(Call *call) {
  Phrase *phrase = makeAt<Phrase>(pos() - 2);
  phrase->keyword = "SEPARATOR";
  pushString();
  phrase->value = pop();
  phrase->range.end = endBefore();
  llvm::SmallVector<const Node *, 4> args(call->args.begin(), call->args.end());
  args.push_back(phrase);
  call->args = arena->copy(NodeList(args));
}

void Builder::lambdaBegin(Mark m) {
  if (const Identifier *name = asIdentifier(at(m))) {
    sp = m;
    push(name);
  } else if (!isa_and_nonnull<Tuple>(at(m))) {
    fail(Flaw::NotAName);
  }
}

void Builder::lambdaEnd(Mark) {
  Lambda *node = arena->make<Lambda>();
  node->body = pop();
  const Node *params = pop();
  if (auto *tuple = dyn_cast_or_null<Tuple>(params))
    node->params = tuple->items;
  else if (params)
    node->params = arena->copy(NodeList(params));
  node->range.begin = params ? params->range.begin : 0;
  finish(node);
}

// LAMBDA x: x + 1
void Builder::lambdaWord() {
  if (auto *lambda = topAs<Lambda>())
    lambda->keyword = true;
}

void Builder::keywordArg(Mark, StringRef sign) {
  KeywordArg *node = arena->make<KeywordArg>();
  node->value = pop();
  node->name = fieldKey();
  node->sign = sign;
  node->range.begin = node->name ? node->name->range.begin : 0;
  finish(node);
}

void Builder::keyValue(Mark) {
  KeyValue *node = arena->make<KeyValue>();
  node->value = pop();
  node->key = pop();
  node->range.begin = node->key ? node->key->range.begin : 0;
  finish(node);
}

// ---- macros

void Builder::pushMacroVar() {
  MacroVar *node = makeAt<MacroVar>(pos() - 1);
  node->name = textBefore().ltrim("@ \t");
  finish(node);
}

void Builder::pushMacroString() {
  MacroString *node = makeAt<MacroString>(pos() - 1);
  node->text = textBefore().drop_front(2).drop_back(1);
  node->doubleQuoted = textBefore().drop_front().starts_with("\"");
  finish(node);
}

const MacroCall *Builder::macroCall(Mark m, uint32_t t) {
  MacroCall *node = makeAt<MacroCall>(t);
  node->name = textAt(t).ltrim("@ \t");
  node->args = list(m);
  node->range.end = endBefore();
  return node;
}

void Builder::macroClauseEnd() {
  MacroClause *node = arena->make<MacroClause>();
  node->clause = pop();
  node->call = pop();
  node->range.begin = node->call ? node->call->range.begin : 0;
  finish(node);
}

// @ORDER_BY(c) a, b DESC
void Builder::sortClauseEnd(Mark m) {
  pushTuple(m + 1);
  macroClauseEnd();
}

// ---- queries

void Builder::attachWith(Mark m) {
  if (sp < m + 2)
    return;
  const Node *body = pop(), *with = pop();
  auto *query = const_cast<Query *>(dyn_cast_or_null<Query>(body));
  if (!query && body) { // WITH ... INSERT
    query = arena->make<Query>();
    query->body = body;
    query->range = body->range;
  }
  if (query && with) {
    query->with = with;
    query->range.begin = with->range.begin;
  }
  push(query);
}

// t, op, t, op, t: the terms and the operators between them.
void Builder::setOperation(Mark m) {
  if (sp < m + 3)
    return;
  llvm::SmallVector<const Node *, 8> terms, words;
  for (uint32_t i = m; i < sp; ++i)
    ((i - m) % 2 ? words : terms).push_back(stack[i]);
  SetOperation *node = arena->make<SetOperation>();
  node->range.begin = terms[0] ? terms[0]->range.begin : 0;
  node->terms = arena->copy(NodeList(terms));
  node->ops = arena->copy(NodeList(words));
  sp = m;
  finish(node);
}

void Builder::limit(Phrase *phrase) {
  phrase->keyword = "LIMIT";
  phrase->value = pop();
  finish(phrase);
}

// LIMIT 5, 10 is LIMIT 10 OFFSET 5.
void Builder::limitOffset(Phrase *phrase) {
  const Node *limit = pop();
  Phrase *offset = arena->make<Phrase>();
  offset->keyword = "OFFSET";
  offset->value = phrase->value;
  offset->range = phrase->range;
  phrase->value = limit;
  push(offset);
}

void Builder::percent() {
  Phrase *phrase = makeAt<Phrase>(pos() - 1);
  phrase->keyword = "PERCENT";
  finish(phrase);
}

const Node *Builder::topPhrase(uint32_t t) {
  Phrase *phrase = makeAt<Phrase>(t);
  phrase->keyword = "TOP";
  phrase->value = pop();
  phrase->range.end = endBefore();
  return phrase;
}

// TOP 3 PERCENT WITH TIES: the words behind the number.
void Builder::topWords(Select *select, Mark m) {
  auto *phrase = const_cast<Phrase *>(dyn_cast_or_null<Phrase>(select->top));
  if (sp <= m || !phrase)
    return;
  NodeList words = list(m);
  push(phrase->value);
  for (const Node *word : words)
    push(word);
  phrase->value = parts(m);
  phrase->range.end = endBefore();
}

// UNION ALL CORRESPONDING BY (a, b)
void Builder::corresponding(Mark m) {
  pushTuple(m);
  const Node *columns = pop();
  auto *words = dyn_cast_or_null<Word>(pop());
  Statement *node = makeAt<Statement>(pos() - 1);
  node->verb = words ? words->text : StringRef();
  node->parts = arena->copy(NodeList(columns));
  finish(node);
}

// INTO NAME a VALUE b, c: the names without those two words.
void Builder::pivotInto(PivotQuery *pivot, Mark m) {
  NodeList all = list(m);
  if (all.size() < 4)
    return;
  llvm::SmallVector<const Node *, 4> names{all[1]};
  llvm::append_range(names, all.drop_front(3));
  pivot->into = arena->copy(NodeList(names));
}

// What macros leave of a list may be nothing; some dialects take none at all.
void Builder::checkItems(Select *select) {
  if (select->items.empty() && !isSpliced() && !dialect->emptySelects)
    fail(Flaw::EmptySelect);
}

void Builder::checkGroup(GroupBy *group) {
  if (group->items.empty() && !group->all && !isSpliced())
    fail(Flaw::EmptyGroup);
}

// FROM t alone means SELECT * FROM t.
void Builder::starItems(Select *select) {
  if (!select->items.empty())
    return;
  Star *star = arena->make<Star>();
  star->range = {select->range.begin, select->range.begin};
  select->items = arena->copy(NodeList(star));
}

void Builder::once(const Node *&field) {
  if (field)
    fail(Flaw::ClauseTwice);
  field = pop();
}

void Builder::tableTerm(Mark) {
  // The keyword TABLE is the query's body; the printer writes it.
}

// ---- types

void Builder::typeArguments(Type *type, Mark m) {
  NodeList args = list(m);
  bool fields = llvm::any_of(args, [](const Node *arg) { return isa_and_nonnull<TypeField>(arg); });
  (fields ? type->fields : type->args) = args;
}

void Builder::typeSuffix(uint32_t t) {
  if (auto *type = topAs<Type>())
    type->suffix = words(t);
}

void Builder::arrayBegin() {
  ArrayType *node = arena->make<ArrayType>();
  node->element = pop();
  node->range.begin = node->element ? node->element->range.begin : 0;
  ++steps;
  finish(node);
}
void Builder::arraySize() {
  const Node *size = pop();
  if (auto *node = topAs<ArrayType>())
    node->size = size;
}
void Builder::arrayEnd() {
  if (auto *node = topAs<ArrayType>())
    node->range.end = endBefore();
}

// ENUM('a' = 1)
void Builder::enumValue(Mark) {
  KeyValue *node = arena->make<KeyValue>();
  node->value = pop();
  node->key = pop();
  finish(node);
}

// STRUCT<a INT>: what looked like a type was the field's name.
void Builder::fieldOfType(uint32_t t) {
  TypeField *field = makeAt<TypeField>(t);
  field->type = pop();
  if (auto *first = dyn_cast_or_null<Type>(pop())) {
    Identifier *name = arena->make<Identifier>();
    name->range = first->range;
    name->quoted = first->name.size() > 1 && !llvm::isAlnum(first->name[0]) && first->name[0] != '_' && uint8_t(first->name[0]) < 128 && first->name[0] != '@';
    name->name = name->quoted ? first->name.drop_front().drop_back() : first->name;
    field->name = name;
  }
  finish(field);
}

void Builder::addConstraint() {
  const Node *constraint = pop();
  auto *field = topAs<TypeField>();
  if (!field)
    return;
  llvm::SmallVector<const Node *, 4> all(field->constraints.begin(), field->constraints.end());
  all.push_back(constraint);
  field->constraints = arena->copy(NodeList(all));
}

// ---- statements and blocks

// CREATE OR REPLACE VIEW: the words before the first name are the verb.
void Builder::statementVerb(Statement *statement, Mark m) {
  uint32_t count = 0;
  for (; m + count < sp; ++count) {
    auto *word = dyn_cast_or_null<Word>(stack[m + count]);
    if (!word || word->text.equals_insensitive("if") || word->text == "," || word->text == "=" ||
        word->text.equals_insensitive("set"))
      break;
  }
  if (!count)
    return;
  std::string verb = statement->verb.str();
  bool creates = StringRef(verb).starts_with_insensitive("create");
  for (uint32_t i = 0; i < count; ++i) {
    StringRef word = cast<Word>(stack[m + i])->text;
    (verb += ' ') += creates && word.equals_insensitive("temp") ? StringRef("TEMPORARY") : word;
  }
  statement->verb = arena->copy(StringRef(verb));
  std::copy(stack.data() + m + count, stack.data() + sp, stack.data() + m);
  sp -= count;
}

// Whether the words before a name say that it is a table's.
// The word before the name that has just been read.
StringRef Builder::wordBefore() const {
  uint32_t t = pos();
  auto isPart = [&](TokenKind kind) { return kind == token::IDENT || kind == token::QIDENT || kind == token::MACRO || kind == token::DOT; };
  while (t > 0 && isPart(base[t - 1]))
    --t;
  return t ? textAt(t - 1) : StringRef();
}

bool Builder::wantsTable(Mark m) const {
  if (m == 0) {
    StringRef verb = wordBefore();
    return verb.equals_insensitive("describe") || verb.equals_insensitive("truncate") || verb.equals_insensitive("analyze");
  }
  for (uint32_t i = m; i-- > 0;) {
    if (isa_and_nonnull<Table>(stack[i]))
      return i + 1 < m; // behind a comma
    auto *word = dyn_cast_or_null<Word>(stack[i]);
    if (!word)
      return false;
    StringRef text = word->text;
    auto is = [&](StringRef other) { return text.equals_insensitive(other); };
    if (is("table") || is("view") || is("into") || is("on") || is("references") || is("clone"))
      return true;
    if (is("to"))
      return i > 0 && isa_and_nonnull<Word>(stack[i - 1]) && cast<Word>(stack[i - 1])->text.equals_insensitive("rename");
    if (!is("if") && !is("not") && !is("exists") && !is("only") && text != "," && !is("concurrently"))
      return false;
  }
  return false;
}

void Builder::namedPart(Mark m) {
  if (isa_and_nonnull<Call>(top())) {
    if (sp > m + 1)
      qualify(m);
    return;
  }
  bool isTable = wantsTable(m);
  if (!isTable && sp == m + 1)
    return;
  isTable ? pushTable(m) : pushNameOf(m);
}

// @@GLOBAL.x
void Builder::memberOfParam() {
  Dot *node = makeAt<Dot>(pos() - 1);
  node->member = pop();
  node->operand = pop();
  finish(node);
}

// What was pushed since a mark, to be printed one after the other.
const Node *Builder::parts(Mark m) {
  Statement *node = arena->make<Statement>();
  const Node *first = at(m);
  node->range.begin = first ? first->range.begin : beginOf(pos());
  node->parts = list(m);
  node->range.end = endBefore();
  return node;
}

// (FORMAT CSV, HEADER)
void Builder::wordsInBrackets(Mark m, uint32_t t) {
  Paren *node = makeAt<Paren>(t);
  node->expr = parts(m);
  finish(node);
}

void Builder::keepCommand(uint32_t t) {
  Command *node = makeAt<Command>(t);
  node->text = textOf(t, pos());
  finish(node);
}

// k = v in a list of properties is no comparison.
const Node *Builder::asProperties(const Node *node) {
  if (auto *infix = dyn_cast_or_null<Infix>(node)) {
    if (infix->ops.size() != 1 || infix->ops[0] != Op::Equal)
      return node;
    KeywordArg *arg = arena->make<KeywordArg>();
    const Identifier *name = asIdentifier(infix->operands[0]);
    arg->name = name ? name : infix->operands[0];
    arg->value = asProperties(infix->operands[1]);
    arg->sign = "=";
    arg->range = infix->range;
    return arg;
  }
  if (auto *paren = dyn_cast_or_null<Paren>(node)) {
    const Node *inner = asProperties(paren->expr);
    if (!isa_and_nonnull<KeywordArg>(inner))
      return node;
    Tuple *tuple = arena->make<Tuple>();
    tuple->range = paren->range;
    tuple->items = arena->copy(NodeList(inner));
    return tuple;
  }
  if (isa_and_nonnull<Tuple, Array, Call>(node))
    return mapChildren(*node, *arena, [&](const Node *child) { return asProperties(child); });
  return node;
}

void Builder::propertyValue() {
  if (sp)
    stack[sp - 1] = asProperties(stack[sp - 1]);
}

} // namespace sluice
