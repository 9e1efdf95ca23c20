// Tokens: what the scanner makes of bytes and the parser reads.
//
// A buffer is three parallel arrays, kind, text and, only where the text is not
// the file's own, the range to blame. Texts are views: of the file, of the
// project's configuration, or of an arena.
//
//   SELECT a          kinds: SELECT IDENT EOF     texts: "SELECT" "a" ""
//
// `scan` gives each token the kind that its own bytes say; `classify` then
// settles what depends on neighbours, so that the grammar needs one token of
// look-ahead. A buffer may be put together from pieces of others (that is how
// macros are expanded); it is then classified and parsed as a whole.
#pragma once
#include "ir/base/sink.h"
#include "ir/dialect/dialects.h"
#include <cstdlib>

namespace sluice {

// A growing array of plain values that is neither zeroed nor checked twice.
template <class T> class PlainVector {
public:
  PlainVector() = default;
  PlainVector(PlainVector &&other) noexcept { swap(other); }
  PlainVector &operator=(PlainVector &&other) noexcept {
    swap(other);
    return *this;
  }
  ~PlainVector() { std::free(values); }

  void reserve(size_t wanted) {
    if (wanted > room) {
      room = wanted + wanted / 2 + 64;
      values = static_cast<T *>(std::realloc(values, room * sizeof(T)));
      if (!values)
        std::abort();
    }
  }
  void push(T value) {
    reserve(count + 1);
    values[count++] = value;
  }
  void pushUnchecked(T value) { values[count++] = value; }
  void resize(size_t size) {
    reserve(size);
    count = size;
  }
  void clear() { count = 0; }
  void assign(const PlainVector &other) {
    resize(other.count);
    std::copy_n(other.values, count, values);
  }
  size_t size() const { return count; }
  bool empty() const { return count == 0; }
  size_t capacity() const { return room; }
  T *data() { return values; }
  const T *data() const { return values; }
  T &operator[](size_t i) { return values[i]; }
  const T &operator[](size_t i) const { return values[i]; }

private:
  void swap(PlainVector &other) {
    std::swap(values, other.values);
    std::swap(count, other.count);
    std::swap(room, other.room);
  }
  T *values = nullptr;
  size_t count = 0, room = 0;
};

using TokenKind = int16_t;

// A comment and the token that follows it.
struct Comment {
  StringRef text; // without its marks, trimmed
  uint32_t before = 0; // index of the next token
  SourceRange range;
};

// Tokens that an arena holds, as the scanner gave them.
struct ScannedTokens {
  ArrayRef<TokenKind> kinds;
  ArrayRef<const char *> begins;
  ArrayRef<uint32_t> lengths;
  bool blanksInNames = false;
};

struct TokenBuffer {
  PlainVector<TokenKind> kinds;
  PlainVector<const char *> begins;
  PlainVector<uint32_t> lengths;
  PlainVector<SourceRange> blamed; // empty, or one per token
  llvm::SmallVector<Comment, 4> comments;
  const SourceFile *file = nullptr;
  bool blanksInNames = false; // whether a name may hold @{ x }
  unsigned depth = 0; // the deepest nesting of brackets, known once classified

  size_t size() const { return kinds.size(); }
  bool empty() const { return kinds.empty(); }
  StringRef text(size_t i) const { return {begins[i], lengths[i]}; }
  SourceRange range(size_t i) const { return blamed.empty() ? file->range(text(i)) : blamed[i]; }
  void clear();
  // Takes these in place of all that it has.
  void assign(const ScannedTokens &scanned);
  // Appends the tokens [first, last) of a buffer, which may be this one; `blame`
  // replaces their ranges if given.
  void append(const TokenBuffer &from, size_t first, size_t last, SourceRange blame = {});
};

} // namespace sluice
