// Makes syntax trees out of what the grammar's actions say.
//
// Each rule pushes the nodes it reads onto one stack; the rule above takes them
// from there. An expression is read as a flat list of operands and operators,
// and put in order here:
//
//   a + b * c = d     operands a b c d, operators + * =
//   (Infix [(Infix [a (Infix [b c] *)] +) d] =)
//
// The builder also owns the place in the token buffer, which both instances of
// the generated parser move. Behind an error a node may be missing: whatever is
// made then is thrown away, and it only has to be made without a crash.
#pragma once
#include "frontend/lex/token_kinds.h"

namespace sluice {

// What the flat rules let through and the builder does not.
enum class Flaw : uint8_t { None, EmptySelect, EmptyGroup, BetweenWithoutAnd, ClauseTwice, SecondAlias, StrayOn, NotAName, AssignInList };

class Builder {
public:
  using Mark = uint32_t;

  // ---- the place in the buffer
  // It has the name and the members that generated code of the fast parser asks
  // for, `_input->LA(1)`, so that a look ahead is two loads.
  struct Place {
    const TokenKind *cur = nullptr;
    const Place *operator->() const { return this; }
    size_t LA(ssize_t ahead) const { return size_t(ssize_t(cur[ahead - 1])); }
  } _input;
  const TokenKind *base = nullptr;
  const TokenBuffer *tokens = nullptr;
  Arena *arena = nullptr;
  const Dialect *dialect = nullptr;

  void begin(const TokenBuffer &buffer, Arena &target);
  uint32_t pos() const { return uint32_t(_input.cur - base); }
  void seek(size_t token) { _input.cur = base + token; }
  // Forgets everything that was pushed.
  void reset() { sp = 0, opCount = 0, exprBase = 0, steps = 0, flaw = Flaw::None; }

  Flaw flaw = Flaw::None; // the first one found
  uint32_t flawAt = 0;
  unsigned steps = 0; // how much deeper than its brackets the tree may be

  bool empty() const { return sp == 0; }
  const Node *result() { return sp ? stack[sp - 1] : nullptr; }
  SourceRange rangeOf(uint32_t first, uint32_t behind) const;
  StringRef textOf(uint32_t first, uint32_t behind);

protected:
  // ---- nodes
  template <class T> T *make() { return makeAt<T>(pos()); }
  template <class T> T *makeAt(uint32_t token) {
    T *node = arena->make<T>();
    node->range.begin = beginOf(token);
    return node;
  }
  void finish(Node *node) {
    node->range.end = endBefore();
    push(node);
  }
  void push(const Node *node) {
    if (sp == stack.size())
      stack.resize(stack.size() * 2 + 64);
    stack[sp++] = node;
  }
  template <class T> void push() { finish(makeAt<T>(pos() - 1)); }
  const Node *pop() { return sp ? stack[--sp] : nullptr; }
  const Node *top() const { return sp ? stack[sp - 1] : nullptr; }
  const Node *at(Mark m) const { return m < sp ? stack[m] : nullptr; }
  Mark mark() const { return sp; }
  NodeList list(Mark m);
  // The same for brackets, in which nothing is assigned.
  NodeList valueList(Mark m);
  template <class T> T *topAs() const { return const_cast<T *>(dyn_cast_or_null<T>(top())); }
  void fail(Flaw what) {
    if (flaw == Flaw::None)
      flaw = what, flawAt = pos();
  }
  bool isSpliced() const { return blamed; }

  // ---- texts
  StringRef textAt(uint32_t token) const { return {begins[token], lengths[token]}; }
  StringRef textBefore() const { return pos() ? textAt(pos() - 1) : StringRef(); }
  bool before(TokenKind kind) const { return pos() && _input.cur[-1] == kind; }
  // The tokens from t up to here with single blanks between them.
  StringRef words(uint32_t t);
  StringRef joinWords(uint32_t t) { return t == pos() ? StringRef() : words(t); }
  StringRef joinKind(uint32_t t);
  StringRef typeName(uint32_t t) { return words(t); }
  StringRef jinjaKind() const;

  // ---- names and literals, from the token before
  const Identifier *identifier() { return identifierAt(pos() - 1); }
  const Node *name();
  void pushName() {
    if (before(token::STRING)) // where one may stand for a name
      pushString();
    else
      push(identifier());
  }
  void pushNumber();
  void castSuffix(Number *number, const NumberSuffix &suffix);
  void pushNegative();
  void pushString();
  void concatStrings(Mark m) {
    if (sp > m + 1)
      concatTop(m);
  }
  void concatTop(Mark m);
  void pushBool();
  void pushStar() { push<Star>(); }
  void pushPlaceholder();
  void pushBare();
  void pushWord();
  void pushWords(uint32_t t);
  void pushTypeWords(uint32_t t);
  void typedLiteral(uint32_t t);
  void pushTuple(Mark m);
  void pushNameOf(Mark m);
  const Node *sequence(Mark m);

  // ---- operands
  // Makes one node of a name's parts, or of a value and its members.
  void collapse(Mark m) {
    if (sp != m + 1)
      collapseParts(m);
    else if (stack[m] && stack[m]->kind == NodeKind::Identifier)
      stack[m] = nameOf(m, 1);
  }
  void collapseParts(Mark m);
  const Name *nameOf(Mark m, size_t parts);
  void qualify(Mark m);
  void star(Mark) { push<Star>(); }
  void modifyStar(StarModifier *modifier);
  void subscriptBegin(Mark &m) { foldArrows(m), collapse(m); }
  void subscript(Mark m);
  void castBegin(Mark &m) { foldArrows(m), collapse(m); }
  void castEnd(Mark m);
  void path(Mark m);
  void over(Mark m);
  void ignoreNulls(Mark m);
  void filtered(Mark m);
  void withinGroup(Mark m);
  void exists(uint32_t t);
  void unpack(uint32_t t);
  void bracketed(Mark m, uint32_t t, bool trailingComma);
  const Node *fieldKey();
  void sliceTo(Mark m);
  void sliceSecond() { sliceParts.second = true; }
  void sliceStep(Mark m);
  void sliceRest(Slice *slice);
  void asWritten(bool keyword) { aliasKeyword = keyword; }
  void aliased(Mark m) {
    if (sp >= m + 2)
      aliasTop();
  }
  void aliasTop();
  void labeled(Mark m) {
    if (sp >= m + 2) [[unlikely]]
      labelTop();
  }
  void labelTop();
  void labeledRelation(TableAlias *label) {
    if (label) [[unlikely]]
      tableAlias(label);
  }
  void aliasCall(Mark m);

  // ---- precedence
  uint32_t exprBegin() {
    uint32_t outer = exprBase;
    exprBase = opCount;
    return outer;
  }
  void exprEnd(uint32_t outer) {
    while (opCount > exprBase)
      reduceOne();
    exprBase = std::min(outer, opCount);
  }
  void prefix();
  void infix();
  void like(bool negated);
  void similar(bool negated) { pushInfix(negated ? Op::NotSimilarTo : Op::SimilarTo); }
  void distinctFrom(bool negated) { pushInfix(negated ? Op::NotDistinct : Op::Distinct); }
  void atTimeZone() { pushInfix(Op::AtTimeZone); }
  void memberOf() { pushInfix(Op::MemberOf); }
  void between(bool negated);
  void symmetric();
  void predicate();
  void in(bool negated);
  void globalIn();
  void is(bool negated);
  void testWords(uint32_t t);
  void isNull(bool negated);

  // ---- calls and macros
  void functionName(Call *call);
  void callEnd(Call *call);
  void separator(Call *call);
  const Node *asType(const Node *node);
  void lambdaBegin(Mark m);
  void lambdaEnd(Mark m);
  void lambdaWord();
  void keywordArg(Mark m, StringRef sign);
  void keyValue(Mark m);
  void pushMacroVar();
  void pushMacroString();
  void pushMacroCall(Mark m, uint32_t t) { push(macroCall(m, t)); }
  const MacroCall *macroCall(Mark m, uint32_t t);
  void macroClauseBegin(Mark m, uint32_t t) { push(macroCall(m, t)); }
  void macroClauseEnd();
  void sortClauseEnd(Mark m);

  // ---- queries
  void attachWith(Mark m);
  void setOperation(Mark m);
  void limit(Phrase *phrase);
  void limitOffset(Phrase *phrase);
  void percent();
  const Node *topPhrase(uint32_t t);
  void topWords(Select *select, Mark m);
  StringRef hint() const { return textBefore().drop_front(3).drop_back(2).trim(); }
  void corresponding(Mark m);
  void pivotInto(PivotQuery *pivot, Mark m);
  void checkItems(Select *select);
  void checkGroup(GroupBy *group);
  void starItems(Select *select);
  void once(const Node *&field);
  void tableTerm(Mark m);

  // ---- relations
  NodeList sources(Mark m);
  const Name *splitName(const Name *name);
  void splitPart(const Identifier &part, llvm::SmallVectorImpl<const Node *> &parts);
  void pushTable(Mark m);
  const Node *asUnnest(const Node *relation, ArrayRef<StringRef> sources);
  const Node *table(Mark m);
  void tableOrCall(Mark m);
  void onlyTable(Mark m);
  void tableAlias(TableAlias *alias);
  void typedColumn(TypeField *field, Mark m);
  void relationModifier(RelationModifier *modifier, Mark m);
  void samplePhrase(Mark m, uint32_t t);
  void pivoted(Pivot *pivot);
  void lateral(uint32_t t, Mark m);
  void tableValues(uint32_t t, Mark m);
  void emptyPart();
  void parenRelation(Mark m, uint32_t t);
  void joined(Mark m);
  void joinOn();
  void joinUsing();
  void joinMatch();

  // ---- types
  void typeArguments(Type *type, Mark m);
  void typeSuffix(uint32_t t);
  void arrayBegin();
  void arraySize();
  void arrayEnd();
  void enumValue(Mark m);
  void fieldOfType(uint32_t t);
  void addConstraint();

  // ---- statements and blocks
  void statementVerb(Statement *statement, Mark m);
  void namedPart(Mark m);
  void memberOfParam();
  const Node *parts(Mark m);
  void wordsInBrackets(Mark m, uint32_t t);
  void keepCommand(uint32_t t);
  void propertyValue();

private:
  enum class Form : uint8_t { Infix, Prefix, BetweenLow, BetweenHigh };
  struct Pending {
    Op op = Op::Or;
    uint8_t level = 0;
    Form form = Form::Infix;
    bool negated = false, symmetric = false;
    uint32_t token = 0;
  };

  uint32_t beginOf(uint32_t token) const {
    return isSpliced() ? blamed[token].begin : uint32_t(size_t(begins[token]) + origin);
  }
  uint32_t endBefore() const {
    uint32_t last = pos() - 1;
    return isSpliced() ? blamed[last].end : uint32_t(size_t(begins[last]) + origin) + lengths[last];
  }
  static bool opensQuotes(char c) { return c == '"' || c == '`' || c == '['; }
  const Identifier *identifierAt(uint32_t token) {
    Identifier *node = makeAt<Identifier>(token);
    StringRef text = textAt(token);
    node->range.end = isSpliced() ? blamed[token].end : node->range.begin + uint32_t(text.size());
    node->name = text;
    if (blanksInNames || (text.size() > 1 && opensQuotes(text[0]))) [[unlikely]]
      readSpelling(node);
    return node;
  }
  void readSpelling(Identifier *identifier);
  const Identifier *asIdentifier(const Node *node) const;
  void pushOp(Pending op);
  void pushInfix(Op op);
  void reduceFor(uint8_t level);
  void reduceOne();
  void reduceChain();
  void foldArrows(Mark &m);
  const Node *foldDots(Mark m, size_t from, const Node *value);
  const Node *asProperties(const Node *node);
  StringRef wordBefore() const;
  bool wantsTable(Mark m) const;

  // The buffer's arrays.
  const char *const *begins = nullptr;
  const uint32_t *lengths = nullptr;
  const SourceRange *blamed = nullptr; // null: ranges are those of the texts

  PlainVector<const Node *> stack;
  uint32_t sp = 0;
  PlainVector<Pending> ops;
  uint32_t opCount = 0, exprBase = 0;
  size_t origin = 0; // what turns an address in the file's text into a place
  bool aliasKeyword = false;
  bool blanksInNames = false; // whether a name may hold @{ x }
  struct {
    const Node *to = nullptr, *step = nullptr;
    bool second = false;
  } sliceParts;
};

} // namespace sluice
