// Headers at first sight: what is understood, and what is left to the parser.
#include "frontend/declare/header_scan.h"
#include <gtest/gtest.h>

using namespace sluice;

namespace {

// The name and the kind that were found, or "?".
std::string look(StringRef text) {
  auto header = findHeaderText(text);
  return header ? (header->name + "|" + header->kind).str() : "?";
}

TEST(HeaderScan, FindsNameAndKind) {
  EXPECT_EQ(look("MODEL (name s.t, kind FULL); SELECT 1"), "s.t|FULL");
  EXPECT_EQ(look("model(\n kind seed (path 'a,b.csv'), name\ns.t\n)"), "s.t|seed (path 'a,b.csv')");
  EXPECT_EQ(look("-- c\n/* d */ MODEL (name s.t -- e, f\n, owner 'it''s, name x')"), "s.t|");
  EXPECT_EQ(look("MODEL (name @IF(@g = 'a', x, y).t, columns (name int, kind text))"), "@IF(@g = 'a', x, y).t|");
}

TEST(HeaderScan, SaysWhenItIsNotSure) {
  for (StringRef text : {"", "SELECT 1", "MODEL", "MODEL (", "MODEL (name s.t", "MODEL (kind FULL)", "MODEL (name , kind FULL)",
                         "MODEL (name a, name b)", "MODEL (name s.{{ t }})", "MODEL (name s.t, description 'a\\'b')",
                         "MODEL (name s.t, description 'open)", "MODEL (/* /* a */ */ name s.t)", "MODEL (name s.t # c\n)",
                         "MODEL (name s.t // c\n)", "MODEL (name s.t, description $$a$$)", "MODEL (@name s.t)"})
    EXPECT_EQ(look(text), "?") << text.str();
}

TEST(HeaderScan, FindsLastParts) {
  EXPECT_EQ(findLastPart("c.s.t_1"), "t_1");
  EXPECT_EQ(findLastPart("t"), "t");
  EXPECT_EQ(findLastPart("\"S\".\"T\""), "T");
  EXPECT_EQ(findLastPart("@IF(@a, b.c, d).t"), "t");
  for (StringRef name : {"", "s.", "@x", "s.@x", "s.t_@{x}", "@IF(@a, s.t, s.u)", "'s.t'", "\"s.t\"", "s.\xC3\xA9"})
    EXPECT_EQ(findLastPart(name), std::nullopt) << name.str();
}

} // namespace
