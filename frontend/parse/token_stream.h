// A token buffer as ANTLR's runtime wants to see one. The place in it is the
// builder's; token objects are made when somebody asks for one.
#pragma once
#include "antlr4-runtime.h"
#include "frontend/parse/builder.h"
#include <deque>

namespace sluice {

class BufferToken final : public antlr4::Token {
public:
  BufferToken(const TokenBuffer &buffer, size_t index, antlr4::TokenSource *source)
      : buffer(buffer), index(index), source(source) {}
  std::string getText() const override { return buffer.text(index).str(); }
  size_t getType() const override { return size_t(ssize_t(buffer.kinds[index])); }
  size_t getLine() const override { return 0; }
  size_t getCharPositionInLine() const override { return 0; }
  size_t getChannel() const override { return 0; }
  size_t getTokenIndex() const override { return index; }
  size_t getStartIndex() const override { return 0; }
  size_t getStopIndex() const override { return 0; }
  antlr4::TokenSource *getTokenSource() const override { return source; }
  antlr4::CharStream *getInputStream() const override { return nullptr; }
  std::string toString() const override { return getText(); }

private:
  const TokenBuffer &buffer;
  size_t index;
  antlr4::TokenSource *source;
};

class BufferStream final : public antlr4::TokenStream, public antlr4::TokenSource {
public:
  Builder *builder = nullptr;

  void begin() {
    made.assign(count() + 1, nullptr);
    objects.clear();
  }

  // The stream of tokens.
  void consume() override {
    if (*builder->_input.cur != token::END_OF_TEXT)
      ++builder->_input.cur;
  }
  size_t LA(ssize_t ahead) override {
    ssize_t i = place(ahead);
    return i < 0 ? 0 : size_t(ssize_t(builder->base[i]));
  }
  ssize_t mark() override { return -1; }
  void release(ssize_t) override {}
  size_t index() override { return builder->base ? builder->pos() : 0; }
  void seek(size_t i) override {
    if (builder && builder->base)
      builder->seek(std::min(i, count()));
  }
  size_t size() override { return count() + 1; }
  std::string getSourceName() const override { return "text"; }
  antlr4::Token *LT(ssize_t ahead) override {
    ssize_t i = place(ahead);
    return i < 0 ? nullptr : get(size_t(i));
  }
  antlr4::Token *get(size_t i) const override {
    if (!made[i])
      made[i] = &objects.emplace_back(*builder->tokens, i, const_cast<BufferStream *>(this));
    return made[i];
  }
  antlr4::TokenSource *getTokenSource() const override { return const_cast<BufferStream *>(this); }
  std::string getText(const antlr4::misc::Interval &) override { return {}; }
  std::string getText() override { return {}; }
  std::string getText(antlr4::RuleContext *) override { return {}; }
  std::string getText(antlr4::Token *, antlr4::Token *) override { return {}; }

  // The source of tokens: nobody reads from it.
  std::unique_ptr<antlr4::Token> nextToken() override { return nullptr; }
  size_t getLine() const override { return 0; }
  size_t getCharPositionInLine() override { return 0; }
  antlr4::CharStream *getInputStream() override { return nullptr; }
  std::string getSourceName() override { return "text"; }
  antlr4::TokenFactory<antlr4::CommonToken> *getTokenFactory() override { return nullptr; }

private:
  size_t count() const { return builder && builder->tokens ? builder->tokens->size() - 1 : 0; }
  ssize_t place(ssize_t ahead) {
    ssize_t i = ssize_t(builder->pos()) + (ahead > 0 ? ahead - 1 : ahead);
    return std::min(i, ssize_t(count()));
  }
  mutable std::vector<BufferToken *> made;
  mutable std::deque<BufferToken> objects;
};

} // namespace sluice
