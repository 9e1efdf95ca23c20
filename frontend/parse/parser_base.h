// The superclasses of the two instances of the generated parser. Its code is
// compiled twice, in namespaces that SLUICE_PARSER names:
//
//   fast   The primitives that generated code calls for each token and rule are
//          declared again here, inline, so that name lookup finds these instead
//          of ANTLR's. No rule contexts, no states; the first error, and the
//          first decision that needs prediction, ends the parse.
//   diag   ANTLR's runtime as it is.
//
// Both make the same trees with the same builder.
#pragma once
#include "frontend/parse/builder.h"
#include "frontend/parse/token_stream.h"

#define SLUICE_FAST_fast 1
#define SLUICE_FAST_diag 0
#define SLUICE_CAT_(a, b) a##b
#define SLUICE_CAT(a, b) SLUICE_CAT_(a, b)

namespace sluice::SLUICE_PARSER {

using Mark = Builder::Mark;

#if SLUICE_CAT(SLUICE_FAST_, SLUICE_PARSER)

// Not an exception of ANTLR's, so that no generated catch clause stops it.
struct Bail {};

class ParserBase : public antlr4::Parser, public Builder {
protected:
  [[noreturn, gnu::noinline, gnu::cold]] static void bail() { throw Bail{}; }

  // What generated code sees as `_input` ...
  using Builder::_input;
  // ... as `_errHandler`
  struct ErrorHandler {
    ErrorHandler *operator->() { return this; }
    void sync(antlr4::Parser *) {}
    void reportMatch(antlr4::Parser *) {}
    [[noreturn]] void recoverInline(antlr4::Parser *) { bail(); }
    [[noreturn]] void reportError(antlr4::Parser *, const antlr4::RecognitionException &) { bail(); }
    [[noreturn]] void recover(antlr4::Parser *, std::exception_ptr) { bail(); }
  } _errHandler;
  // ... and as the maker of contexts and the predictor.
  struct Tracker {
    template <class T, class... Args> T *createInstance(Args &&...) { return nullptr; }
  } _tracker;
  struct Predictor {
    [[noreturn]] size_t adaptivePredict(const Place &, size_t, antlr4::ParserRuleContext *) { bail(); }
  };
  Predictor predictor;
  template <class T> Predictor *getInterpreter() { return &predictor; }
  struct [[maybe_unused]] Finally {};
  template <class F> static Finally finally(F) { return {}; }

  void setState(size_t) {}
  size_t getState() const final { return 0; }
  void enterRule(antlr4::ParserRuleContext *, size_t, size_t) final {}
  void enterOuterAlt(antlr4::ParserRuleContext *, size_t) final {}
  void exitRule() {}
  antlr4::Token *match(size_t kind) final {
    if (_input.LA(1) != kind) [[unlikely]]
      bail();
    _input.cur += kind != EOF;
    return nullptr;
  }
  antlr4::Token *consume() final {
    _input.cur += *_input.cur != token::END_OF_TEXT;
    return nullptr;
  }
  antlr4::Token *getCurrentToken() final { return nullptr; }
  antlr4::TokenStream *getTokenStream() final { return antlr4::Parser::_input; }

public:
  explicit ParserBase(antlr4::TokenStream *stream) : antlr4::Parser(stream) {}
};

#else

class ParserBase : public antlr4::Parser, public Builder {
protected:
  using antlr4::Parser::_input;

public:
  explicit ParserBase(antlr4::TokenStream *stream) : antlr4::Parser(stream) {
    static_cast<BufferStream *>(stream)->builder = this;
  }
};

#endif

} // namespace sluice::SLUICE_PARSER
