// The instance of the generated parser that runs on ANTLR's runtime, and what it
// says about mistakes.
//
// ANTLR knows which tokens could have come. They are folded into a few words:
// a set with a number, CASE and `(` in it is "an expression"; more than four
// kinds are not named. Recovery goes to the next clause or bracket, and never
// beyond the statement.
#define SLUICE_PARSER diag
#include "Sql.cpp"
// The two includes have this order: generated code comes with its own headers.
#include "frontend/parse/instances.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

using diag::Sql;

namespace {
// ---- what was expected

// Kinds that are named only through a word for all of them.
bool isNameLike(size_t kind) {
  return kind == token::IDENT || kind == token::QIDENT || kind == token::FUNC || kind == token::MACRO ||
         kind == token::MACROFN || kind == token::MSTRING || kind == token::M_IF;
}
bool isOperandStart(size_t kind) {
  switch (TokenKind(kind)) {
  case token::STRING:
  case token::NUMBER:
  case token::PARAM:
  case token::TYPED:
  case token::TYPE_EXPR:
  case token::BARE:
  case token::LPAREN:
  case token::LPAREN_Q:
  case token::LPAREN_L:
  case token::LBRACKET:
  case token::LBRACE:
  case token::STAR:
  case token::STAR_CALL:
  case token::LABEL:
  case token::OPTION:
  case token::PLUS:
  case token::MINUS:
  case token::TILDE:
  case token::NOT:
  case token::NULL_:
  case token::TRUE_:
  case token::FALSE_:
  case token::CASE:
  case token::CAST:
  case token::EXISTS:
  case token::INTERVAL:
  case token::ARRAY:
  case token::MAP:
  case token::BOTH:
    return true;
  default:
    return isNameLike(kind);
  }
}
bool continuesOperand(size_t kind) {
  switch (TokenKind(kind)) {
  case token::DOT:
  case token::DOT_T:
  case token::LBRACKET:
  case token::LBRACKET_T:
  case token::DCOLON:
  case token::COLON_PATH:
  case token::COLON_KEY:
  case token::OVER:
  case token::FILTER:
  case token::WITHIN:
  case token::IGNORE:
  case token::LANGLE:
  case token::TYPEWORD:
  case token::TYPEFN:
  case token::STRING_MORE:
  case token::LAMBDA:
  case token::FATARROW:
  case token::IS:
  case token::IN:
  case token::NOT:
  case token::BETWEEN:
  case token::ISNULL:
  case token::NOTNULL:
  case token::SIMILAR:
  case token::GLOBAL_IN:
  case token::MEMBER:
    return true;
  default:
    return kind < token::COUNT && infixTable.known[kind];
  }
}

std::string nameExpected(const antlr4::misc::IntervalSet &set) {
  auto has = [&](TokenKind kind) { return set.contains(size_t(kind)); };
  bool expr = has(token::NUMBER) && has(token::CASE) && has(token::LPAREN);
  bool operators = has(token::EQ) && has(token::SLASH);
  llvm::SmallVector<std::string, 8> names;
  auto add = [&](const std::string &name) {
    if (!llvm::is_contained(names, name))
      names.push_back(name);
  };
  bool query = has(token::SELECT) && has(token::VALUES) && !expr;
  bool table = has(token::LATERAL) && has(token::LPAREN_Q) && !expr;
  if (query || table)
    return query ? "a query" : "a table";
  if (expr)
    add("an expression");
  else if (has(token::IDENT) && !operators)
    add("a name");
  for (size_t kind = 1; kind < token::COUNT; ++kind) {
    if (!set.contains(kind) || (expr && isOperandStart(kind)) || isNameLike(kind) || (operators && continuesOperand(kind)))
      continue;
    if (kind == token::COMMA_TRAIL || kind == token::COMMA_Q || kind == token::UNIT || kind == token::VIRTUAL_END || kind == token::PARAM || kind == token::OPTION || kind == token::HINT || kind == token::FILL ||
        kind == token::TAIL || kind == token::USING_SAMPLE || kind == token::MODIFIER || kind == token::AS_OF || kind == token::INDEXED ||
        kind == token::UNION_SIDE || kind == token::ARRAY_JOIN || kind == token::MATCH_CONDITION || kind == token::NAME_WORD ||
        kind == token::LPAREN_P || kind == token::RETURN || (kind >= token::M_WHERE && kind <= token::M_IF))
      continue;
    if (kind == token::SEMI) {
      add("the end of the statement");
      continue;
    }
    StringRef name = tokenName(TokenKind(kind));
    bool spelled = !name.starts_with("a ") && !name.starts_with("an ");
    add(kind == token::LPAREN_Q || kind == token::LPAREN_S ? "`(` and a query" : spelled ? ("`" + name + "`").str() : name.str());
  }
  if (names.empty() || names.size() > 4)
    return "";
  std::string text;
  for (size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + names[i];
  return text;
}

// ---- where

struct RulePlace {
  size_t rule;
  StringRef place;
};
constexpr RulePlace rulePlaces[] = {
    {Sql::RuleCte, "common table expression"}, {Sql::RuleSelectItem, "select list"},
    {Sql::RuleRelation, "FROM clause"},        {Sql::RuleRelationTerm, "FROM clause"},
    {Sql::RuleJoin, "join"},                   {Sql::RuleGroupBy, "GROUP BY clause"},
    {Sql::RuleSortKey, "ORDER BY clause"},     {Sql::RuleWindowSpec, "window"},
    {Sql::RuleCaseExpr, "CASE expression"},    {Sql::RuleCall, "call"},
    {Sql::RuleMacro, "macro call"},            {Sql::RuleType, "type"},
    {Sql::RuleKind, "kind"},                   {Sql::RuleProperty, "property"},
    {Sql::RuleBlock, "block"},                 {Sql::RuleColumnDecl, "declaration of a column"},
    {Sql::RuleQueryTail, "query"},  {Sql::RuleValues, "VALUES"},
    {Sql::RuleSelect, "query"},                {Sql::RuleDdl, "statement"},
    {Sql::RuleMerge, "MERGE statement"},       {Sql::RuleUpdate, "UPDATE statement"},
};

StringRef placeOf(antlr4::RuleContext *context) {
  for (; context; context = static_cast<antlr4::RuleContext *>(context->parent))
    for (const RulePlace &row : rulePlaces)
      if (row.rule == context->getRuleIndex())
        return row.place;
  return {};
}

// ---- the strategy

class Strategy final : public antlr4::DefaultErrorStrategy {
public:
  explicit Strategy(llvm::SmallVectorImpl<SyntaxError> &errors) : errors(errors) {}
  uint32_t quietUntil = 0;

  void begin() { quietUntil = 0; }

private:
  llvm::SmallVectorImpl<SyntaxError> &errors;

  void add(antlr4::Parser *parser, antlr4::Token *token, const antlr4::misc::IntervalSet &expected, bool missing) {
    auto index = uint32_t(token->getTokenIndex());
    bool follows = index < quietUntil;
    quietUntil = index + 3;
    if (follows || errors.size() >= 4)
      return;
    errors.push_back({index, missing, nameExpected(expected), placeOf(parser->getContext())});
  }
  void reportNoViableAlternative(antlr4::Parser *parser, const antlr4::NoViableAltException &error) override {
    add(parser, error.getOffendingToken(), error.getExpectedTokens(), false);
  }
  void reportInputMismatch(antlr4::Parser *parser, const antlr4::InputMismatchException &error) override {
    add(parser, error.getOffendingToken(), error.getExpectedTokens(), false);
  }
  void reportUnwantedToken(antlr4::Parser *parser) override {
    if (inErrorRecoveryMode(parser))
      return;
    beginErrorCondition(parser);
    add(parser, parser->getCurrentToken(), getExpectedTokens(parser), false);
  }
  void reportMissingToken(antlr4::Parser *parser) override {
    if (inErrorRecoveryMode(parser))
      return;
    beginErrorCondition(parser);
    add(parser, parser->getCurrentToken(), getExpectedTokens(parser), true);
  }
  // Nothing is conjured up: nobody reads it.
  antlr4::Token *getMissingSymbol(antlr4::Parser *parser) override { return parser->getCurrentToken(); }

  static bool endsStatement(size_t kind) {
    return kind == token::SEMI || kind == token::VIRTUAL_END || kind == antlr4::Token::EOF;
  }
  static bool beginsClause(size_t kind) {
    return kind == token::FROM || kind == token::WHERE || kind == token::GROUP || kind == token::HAVING || kind == token::ORDER ||
           kind == token::LIMIT || kind == token::SELECT || kind == token::UNION || kind == token::QUALIFY || kind == token::WINDOW;
  }
  static bool isHard(size_t kind) {
    return endsStatement(kind) || beginsClause(kind) || kind == token::RPAREN || kind == token::AS || kind == token::JOIN;
  }
  // A stray comma or name may be left out, a clause never.
  antlr4::Token *singleTokenDeletion(antlr4::Parser *parser) override {
    return isHard(parser->getTokenStream()->LA(1)) ? nullptr : DefaultErrorStrategy::singleTokenDeletion(parser);
  }
  void recover(antlr4::Parser *parser, std::exception_ptr error) override {
    if (!endsStatement(parser->getTokenStream()->LA(1)))
      DefaultErrorStrategy::recover(parser, error);
  }
  void consumeUntil(antlr4::Parser *parser, const antlr4::misc::IntervalSet &set) override {
    auto *input = parser->getTokenStream();
    int depth = 0;
    for (size_t kind = input->LA(1); !endsStatement(kind); kind = input->LA(1)) {
      bool hard = kind == token::COMMA || kind == token::RPAREN || kind == token::RBRACKET || beginsClause(kind) ||
                  kind == token::JOIN || kind == token::ON || kind == token::END;
      if (depth == 0 && hard && set.contains(kind))
        return;
      if (kind >= token::LPAREN && kind <= token::LPAREN_K)
        ++depth;
      if (kind == token::RPAREN && depth)
        --depth;
      parser->consume();
    }
  }
};

struct DiagInstance final : ExplainingInstance {
  BufferStream stream;
  Sql parser{&stream};
  std::shared_ptr<Strategy> strategy = std::make_shared<Strategy>(errors);

  DiagInstance() {
    parser.removeErrorListeners();
    parser.setBuildParseTree(false);
    parser.setErrorHandler(strategy);
  }

  Builder &builder() override { return parser; }

  bool parse(Start start) override {
    errors.clear();
    strategy->begin();
    stream.begin();
    auto from = parser.pos();
    parser.antlr4::Parser::reset();
    parser.seek(from);
    if (start == Start::Statement)
      parser.oneStatement();
    else
      parser.oneExpr();
    return errors.empty() && parser.getNumberOfSyntaxErrors() == 0 && parser.flaw == Flaw::None;
  }
};
} // namespace

std::unique_ptr<ExplainingInstance> makeDiagInstance() {
  Sql::initTables();
  return std::make_unique<DiagInstance>();
}

} // namespace sluice
