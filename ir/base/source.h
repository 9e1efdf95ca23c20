// Places in source text. All files of a project lie one behind the other on a
// single axis, so a place is one 32-bit number and a range two:
//
//   models/a.sql  [1, 120)      models/b.sql  [121, 300)
//
// Only messages ask which file and line a place is; everything else copies
// ranges around. Text that no file holds (a variable's value) has no place of
// its own: what is made from it points to the macro call that asked for it.
#pragma once
#include "ir/base/arena.h"
#include <deque>
#include <string>

namespace sluice {

struct SourceRange {
  uint32_t begin = 0, end = 0; // 0: no place at all

  explicit operator bool() const { return begin != 0; }
  friend bool operator==(SourceRange, SourceRange) = default;
  friend auto operator<=>(SourceRange, SourceRange) = default;
};

// The smallest range that holds both.
inline SourceRange cover(SourceRange a, SourceRange b) {
  if (!a || !b)
    return a ? a : b;
  return {std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

struct SourceFile {
  std::string path; // relative to the project folder, with '/'
  StringRef text;   // followed by a NUL byte
  uint32_t base = 0;
  bool secret = false; // may hold passwords: its lines are not quoted in full

  SourceRange range(size_t from, size_t to) const {
    return {uint32_t(base + from), uint32_t(base + to)};
  }
  SourceRange all() const { return range(0, text.size()); }
  // The range of a view into this file's text.
  SourceRange range(StringRef view) const {
    size_t from = size_t(view.data() - text.data());
    return range(from, from + view.size());
  }
};

// A place as people read it: line and column count from one, columns in
// characters (UTF-8 code points).
struct Position {
  unsigned line = 0, column = 0;
};

class SourceMap {
public:
  // Adds a file behind all others. `text` must outlive the map.
  const SourceFile &add(std::string path, StringRef text, bool secret = false);

  const std::deque<SourceFile> &all() const { return files; }
  // The file that holds a place, or null.
  const SourceFile *find(uint32_t place) const;
  const SourceFile *findPath(StringRef path) const;

private:
  std::deque<SourceFile> files; // by base
  uint32_t next = 1;
};

Position position(const SourceFile &file, uint32_t place);

// The whole line in which a place lies, without its line end.
StringRef lineAt(const SourceFile &file, uint32_t place);

} // namespace sluice
