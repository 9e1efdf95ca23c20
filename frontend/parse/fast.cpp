// The instance of the generated parser that reads everything once.
#define SLUICE_PARSER fast
#include "Sql.cpp"
// The two includes have this order: generated code comes with its own headers.
#include "frontend/parse/instances.h"

namespace sluice {

namespace {
struct FastInstance final : Instance {
  BufferStream stream;
  fast::Sql parser{&stream};

  Builder &builder() override { return parser; }

  bool parse(Start start) override {
    try {
      if (start == Start::Statement)
        parser.statement();
      else
        parser.oneExpr();
    } catch (const fast::Bail &) {
      return false;
    }
    TokenKind next = TokenKind(builder()._input->LA(1));
    bool complete = next == token::SEMI || next == token::END_OF_TEXT || next == token::VIRTUAL_END;
    return complete && parser.flaw == Flaw::None;
  }
};
} // namespace

std::unique_ptr<Instance> makeFastInstance() { return std::make_unique<FastInstance>(); }

} // namespace sluice
