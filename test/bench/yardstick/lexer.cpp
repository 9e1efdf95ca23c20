// Scans for the yardstick.
#include "test/bench/yardstick/lexer.h"
#include <array>
#include <emmintrin.h>

namespace sluice::yardstick {
const char *tokName(unsigned k) {
  static const char *N[] = {
      "<invalid>",
#define TOK(n, s) s,
#include "test/bench/yardstick/tokens.def"
  };
  return k < T_COUNT ? N[k] : "end of file";
}
namespace {
enum Cls : uint8_t {
  C_BAD,
  C_WS,
  C_ID,
  C_DIG,
  C_SQ,
  C_DQ,
  C_BT,
  C_AT,
  C_DOT,
  C_P1,
  C_LP,
  C_RP,
  C_COMMA,
  C_MINUS,
  C_SLASH,
  C_COLON,
  C_EQ,
  C_LT,
  C_GT,
  C_BANG,
  C_PIPE,
  C_NUL
};
constexpr auto CLS = [] {
  std::array<uint8_t, 256> t{};
  for (int c : {' ', '\t', '\r', '\n', '\f', '\v'}) t[c] = C_WS;
  for (int c = 'a'; c <= 'z'; ++c) t[c] = t[c - 32] = C_ID;
  for (int c = 128; c < 256; ++c) t[c] = C_ID;
  t['_'] = C_ID;
  for (int c = '0'; c <= '9'; ++c) t[c] = C_DIG;
  t['\''] = C_SQ;
  t['"'] = C_DQ;
  t['`'] = C_BT;
  t['@'] = C_AT;
  t['.'] = C_DOT;
  t[','] = C_COMMA;
  t['-'] = C_MINUS;
  t['/'] = C_SLASH;
  t[':'] = C_COLON;
  t['='] = C_EQ;
  t['<'] = C_LT;
  t['>'] = C_GT;
  t['!'] = C_BANG;
  t['|'] = C_PIPE;
  for (int c : {'(', '[', '{'}) t[c] = C_LP;
  for (int c : {')', ']', '}'}) t[c] = C_RP;
  for (int c : {'+', '*', '%', '&', '^', '~', ';', '?'}) t[c] = C_P1;
  t[0] = C_NUL;
  return t;
}();
constexpr auto IDC = [] { // identifier continuation
  std::array<uint8_t, 256> t{};
  for (int c = 0; c < 256; ++c) t[c] = CLS[c] == C_ID || CLS[c] == C_DIG || c == '$';
  return t;
}();
constexpr auto P1 = [] { // single-character tokens
  std::array<uint8_t, 128> t{};
  t['('] = T_LPAREN;
  t['['] = T_LBRACKET;
  t['{'] = T_LBRACE;
  t[')'] = T_RPAREN;
  t[']'] = T_RBRACKET;
  t['}'] = T_RBRACE;
  t['+'] = T_PLUS;
  t['*'] = T_STAR;
  t['%'] = T_PERCENT;
  t['&'] = T_AMP;
  t['^'] = T_CARET;
  t['~'] = T_TILDE;
  t[';'] = T_SEMI;
  t['?'] = T_QUESTION;
  return t;
}();

// ---- keywords.  `kind` is what is emitted at once; contextual ones are emitted as IDENT and carry `ctx`.
enum Ctx : uint8_t {
  X_NONE,
  X_DATE,
  X_ARRAY,
  X_FILTER,
  X_WITHIN,
  X_IGNORE,
  X_NULLS,
  X_FIRST,
  X_GROUPING,
  X_SETS,
  X_AT,
  X_TIME,
  X_VALUES,
  X_MODEL,
  X_STARMOD,
  X_FRAME,
  X_BOUND,
  X_PARTITION,
  X_WINDOW,
  X_SEMI,
  X_VIEW,
  X_RECURSIVE,
  X_CREATE,
  X_CAST,
  X_IF
};
struct Kw {
  const char *s;
  uint8_t len, kind, ctx;
};
#define K(s, k)                                                                                                                                      \
  { s, sizeof(s) - 1, T_##k, X_NONE }
#define C(s, k, c)                                                                                                                                   \
  { s, sizeof(s) - 1, T_##k, X_##c }
constexpr Kw KWS[] = {K("select", SELECT),
                      K("from", FROM),
                      K("where", WHERE),
                      K("group", GROUP),
                      K("by", BY),
                      K("having", HAVING),
                      K("qualify", QUALIFY),
                      K("order", ORDER),
                      K("limit", LIMIT),
                      K("offset", OFFSET),
                      K("union", UNION),
                      K("except", EXCEPT),
                      K("intersect", INTERSECT),
                      K("all", ALL),
                      K("distinct", DISTINCT),
                      K("on", ON),
                      K("using", USING),
                      K("join", JOIN),
                      K("inner", INNER),
                      K("left", LEFT),
                      K("right", RIGHT),
                      K("full", FULL),
                      K("outer", OUTER),
                      K("cross", CROSS),
                      K("natural", NATURAL),
                      K("lateral", LATERAL),
                      K("when", WHEN),
                      K("then", THEN),
                      K("else", ELSE),
                      K("end", END),
                      K("exists", EXISTS),
                      K("interval", INTERVAL),
                      K("over", OVER),
                      K("asc", ASC),
                      K("desc", DESC),
                      K("not", NOT),
                      K("is", IS),
                      K("in", IN),
                      K("between", BETWEEN),
                      K("like", LIKE),
                      K("ilike", ILIKE),
                      K("rlike", RLIKE),
                      K("as", AS),
                      K("null", NULL_),
                      K("true", TRUE_),
                      K("false", FALSE_),
                      K("case", CASE),
                      K("with", WITH),
                      K("or", OR),
                      K("and", AND),
                      K("div", DIV),
                      K("escape", ESCAPE),
                      C("date", TYPED, DATE),
                      C("timestamp", TYPED, DATE),
                      C("time", TYPED, TIME),
                      C("array", ARRAY, ARRAY),
                      C("filter", FILTER, FILTER),
                      C("within", WITHIN, WITHIN),
                      C("ignore", IGNORE, IGNORE),
                      C("respect", IGNORE, IGNORE),
                      C("nulls", NULLS, NULLS),
                      C("first", FIRST, FIRST),
                      C("last", FIRST, FIRST),
                      C("grouping", GROUPING, GROUPING),
                      C("sets", IDENT, SETS),
                      C("at", AT, AT),
                      C("values", VALUES, VALUES),
                      C("model", MODEL, MODEL),
                      C("audit", MODEL, MODEL),
                      C("metric", MODEL, MODEL),
                      C("replace", STARMOD, STARMOD),
                      C("exclude", STARMOD, STARMOD),
                      C("rows", FRAME, FRAME),
                      C("range", FRAME, FRAME),
                      C("groups", FRAME, FRAME),
                      C("unbounded", UNBOUNDED, BOUND),
                      C("preceding", PRECEDING, BOUND),
                      C("following", FOLLOWING, BOUND),
                      C("current", CURRENT, BOUND),
                      C("row", ROW, BOUND),
                      C("partition", PARTITION, PARTITION),
                      C("window", WINDOW, WINDOW),
                      C("semi", SEMIJ, SEMI),
                      C("anti", ANTI, SEMI),
                      C("view", IDENT, VIEW),
                      C("recursive", RECURSIVE, RECURSIVE),
                      C("create", CREATE, CREATE),
                      C("drop", DROP, CREATE),
                      C("cast", CAST, CAST),
                      C("try_cast", TRY_CAST, CAST),
                      C("extract", EXTRACT, CAST),
                      C("if", IF, IF)};
#undef K
#undef C
constexpr unsigned HBITS = 10;
constexpr unsigned hashKw(uint8_t a, uint8_t b, uint8_t z,
                          unsigned len) { // first, second, last byte (lower-cased), length
  return ((a * 0x9E5u) ^ (b * 0x3D1u) ^ (z * 0x71u) ^ (len * 0x1B3u)) >> 1 & ((1u << HBITS) - 1);
}
struct KwTab {
  uint8_t slot[1u << HBITS];
  bool ok;
};
constexpr KwTab KWT = [] { // open addressing, probe +1
  KwTab t{};
  t.ok = true;
  for (unsigned i = 0; i < std::size(KWS); ++i) {
    auto &k = KWS[i];
    unsigned h = hashKw(k.s[0], k.s[1], k.s[k.len - 1], k.len);
    while (t.slot[h]) h = (h + 1) & ((1u << HBITS) - 1);
    t.slot[h] = i + 1;
  }
  return t;
}();
inline const Kw *findKw(const char *s, unsigned len) {
  if (len < 2 || len > 9) return nullptr;
  unsigned h = hashKw(s[0] | 0x20, s[1] | 0x20, s[len - 1] | 0x20, len);
  while (unsigned i = KWT.slot[h]) {
    const Kw &k = KWS[i - 1];
    if (k.len == len) {
      unsigned j = 0;
      while (j < len && char(s[j] | 0x20) == k.s[j]) ++j; // '_' | 0x20 == DEL, fixed below for try_cast
      if (j == len) return &k;
      if (len == 8 && k.s[3] == '_' && s[3] == '_' && j == 3) {
        for (j = 4; j < len && char(s[j] | 0x20) == k.s[j]; ++j) {}
        if (j == len) return &k;
      }
    }
    h = (h + 1) & ((1u << HBITS) - 1);
  }
  return nullptr;
}
inline const char *skipWs(const char *p) {
  // most gaps are 1 byte; indentation is handled 16 bytes at a time
  if (CLS[(uint8_t)*p] != C_WS) return p;
  ++p;
  while (CLS[(uint8_t)*p] == C_WS) ++p;
  return p;
}
} // namespace

void lex(const char *text, size_t size, TokenBuf &out) {
  // Worst case one token per byte; +2 for sentinel and EOF.  Reserve lazily: 1/3 first, grow in the loop.
  size_t cap = size / 3 + 1024;
  out.kindB.reserve(cap);
  out.offB.reserve(cap);
  out.lenB.reserve(cap);
  out.text = text;
  out.diags.clear();
  size_t lim = out.kindB.cap < out.offB.cap ? out.kindB.cap : out.offB.cap;
  if (out.lenB.cap < lim) lim = out.lenB.cap;
  int8_t *kd = out.kindB.p;
  uint32_t *of = out.offB.p, *ln = out.lenB.p;
  kd[0] = kd[1] = T_SEMI;
  of[0] = of[1] = 0;
  ln[0] = ln[1] = 0;                // sentinels: kinds()[-1], [-2]
  size_t n = 2;                     // next slot
  uint8_t prevCtx = X_NONE, curCtx; // contextual identity of token n-1 / n
  struct Open {
    uint32_t tok;
    uint8_t windowish, frame;
  };
  Open stack[MaxDepth + 1];
  unsigned sp = 0;
  stack[0] = {0, 0, 0};
  uint32_t lastClosed = 1;
  const char *p = text, *end = text + size;
  auto diag = [&](const char *at, const char *m) { out.diags.push_back({uint32_t(at - text), m}); };
  for (;;) {
    if (n + 4 >= lim) {
      size_t want = lim * 2;
      out.kindB.reserve(want);
      out.offB.reserve(want);
      out.lenB.reserve(want);
      kd = out.kindB.p;
      of = out.offB.p;
      ln = out.lenB.p;
      lim = want;
    }
    p = skipWs(p);
    const char *s = p;
    uint8_t k = T_INVALID;
    curCtx = X_NONE;
    switch (CLS[(uint8_t)*p]) {
    case C_ID: {
      do ++p;
      while (IDC[(uint8_t)*p]);
      k = T_IDENT;
      const Kw *w = findKw(s, unsigned(p - s));
      if (!w) {
        if (prevCtx == X_WINDOW && kd[n - 1] == T_IDENT) kd[n - 1] = T_WINDOW;
        if (kd[n - 2] == T_INTERVAL || (kd[n - 1] == T_RPAREN && kd[lastClosed - 1] == T_INTERVAL)) k = T_UNIT;
        break;
      }
      uint8_t pk = kd[n - 1];
      if (pk == T_DOT) break;
      if (w->ctx == X_NONE) {
        k = w->kind;
        switch (k) {
        case T_SELECT:
        case T_WITH:
          if (pk == T_LPAREN) kd[n - 1] = T_LPAREN_Q;
          break;
        case T_FROM:
          if (pk == T_COMMA) kd[n - 1] = T_COMMA_TRAIL;
          break;
        case T_JOIN:
          if (prevCtx == X_SEMI) kd[n - 1] = (text[of[n - 1]] | 0x20) == 's' ? T_SEMIJ : T_ANTI;
          break;
        case T_GROUP:
          if (prevCtx == X_WITHIN) kd[n - 1] = T_WITHIN;
          break;
        case T_BY:
          if (prevCtx == X_PARTITION) kd[n - 1] = T_PARTITION;
          break;
        case T_EXISTS:
        case T_NOT:
          if (prevCtx == X_IF) kd[n - 1] = T_IF;
          break;
        case T_BETWEEN:
          if (prevCtx == X_FRAME && stack[sp].windowish) {
            kd[n - 1] = T_FRAME;
            stack[sp].frame = 1;
          }
          break;
        case T_UNION:
        case T_EXCEPT:
        case T_INTERSECT:
        case T_ORDER:
        case T_LIMIT:
          if (k == T_EXCEPT && pk == T_STAR) {
            k = T_STARMOD;
            break;
          }
          if (pk == T_RPAREN && sp && kd[lastClosed] == T_LPAREN_Q && stack[sp].tok + 1 == lastClosed && kd[stack[sp].tok] == T_LPAREN)
            kd[stack[sp].tok] = T_LPAREN_Q;
          break;
        case T_CASE:
          if (sp == MaxDepth) {
            diag(s, "nesting is too deep");
            goto done;
          }
          stack[++sp] = {uint32_t(n), 0, 0};
          break;
        case T_END:
          if (sp && kd[stack[sp].tok] == T_CASE) --sp;
          else k = T_IDENT;
          break;
        default: break;
        }
      } else {
        curCtx = w->ctx;
        switch (w->ctx) {
        case X_FIRST:
          if (prevCtx == X_NULLS) {
            kd[n - 1] = T_NULLS;
            k = T_FIRST;
          }
          break;
        case X_NULLS:
          if (prevCtx == X_IGNORE) {
            kd[n - 1] = T_IGNORE;
            k = T_NULLS;
            curCtx = X_NONE;
          }
          break;
        case X_SETS:
          if (prevCtx == X_GROUPING) {
            kd[n - 1] = T_GROUPING;
            k = T_GROUPING;
            curCtx = X_NONE;
          }
          break;
        case X_TIME:
          if (prevCtx == X_AT) {
            kd[n - 1] = T_AT;
            curCtx = X_NONE;
          } else curCtx = X_DATE;
          break;
        case X_VIEW:
          if (pk == T_LATERAL) { kd[n - 1] = T_LATERAL_VIEW; }
          break;
        case X_RECURSIVE:
          if (pk == T_WITH) k = T_RECURSIVE;
          break;
        case X_CREATE:
          if (pk == T_SEMI) k = w->kind;
          break;
        case X_STARMOD:
          if (pk == T_STAR || (pk == T_RPAREN && false)) k = T_STARMOD;
          break;
        case X_BOUND:
          if (prevCtx == X_FRAME && stack[sp].windowish && kd[n - 1] == T_IDENT) {
            kd[n - 1] = T_FRAME;
            stack[sp].frame = 1;
          }
          if (stack[sp].frame) k = w->kind;
          break;
        default: break;
        }
      }
      break;
    }
    case C_DIG:
      while (CLS[(uint8_t)*p] == C_DIG) ++p;
      if (*p == '.') {
        ++p;
        while (CLS[(uint8_t)*p] == C_DIG) ++p;
      }
      if ((*p | 0x20) == 'e') {
        const char *q = p + 1;
        if (*q == '+' || *q == '-') ++q;
        if (CLS[(uint8_t)*q] == C_DIG) {
          p = q;
          while (CLS[(uint8_t)*p] == C_DIG) ++p;
        }
      }
      k = T_NUMBER;
      if (prevCtx == X_FRAME && stack[sp].windowish && kd[n - 1] == T_IDENT) {
        kd[n - 1] = T_FRAME;
        stack[sp].frame = 1;
      }
      break;
    case C_DOT:
      if (CLS[(uint8_t)p[1]] == C_DIG && !(kd[n - 1] == T_IDENT || kd[n - 1] == T_QIDENT || kd[n - 1] == T_RBRACKET)) {
        ++p;
        while (CLS[(uint8_t)*p] == C_DIG) ++p;
        k = T_NUMBER;
        break;
      }
      ++p;
      k = T_DOT;
      break;
    case C_SQ:
    case C_DQ:
    case C_BT: {
      char q = *p++;
      for (;;) {
        const char *e = (const char *)memchr(p, q, end - p);
        if (!e) {
          diag(s, q == '\'' ? "unterminated string literal" : "unterminated quoted identifier");
          p = end;
          break;
        }
        p = e + 1;
        if (*p != q) break;
        ++p;
      }
      k = q == '\'' ? T_STRING : T_QIDENT;
      if (k == T_STRING && prevCtx == X_DATE && kd[n - 1] == T_IDENT) kd[n - 1] = T_TYPED;
      break;
    }
    case C_AT:
      ++p;
      while (IDC[(uint8_t)*p]) ++p;
      if (p == s + 1) {
        diag(s, "expected a macro name after '@'");
        continue;
      }
      k = T_MACRO;
      break;
    case C_COMMA:
      ++p;
      k = T_COMMA;
      break;
    case C_P1:
      k = P1[(uint8_t)*p++];
      if (k == T_SEMI) sp = 0; // statement end: resynchronise the bracket stack, the parser recovers here too
      break;
    case C_LP: {
      k = P1[(uint8_t)*p++];
      uint8_t pk = kd[n - 1], win = 0;
      if (k == T_LPAREN) {
        if (pk == T_IDENT || pk == T_LEFT || pk == T_RIGHT || (pk == T_ALL && kd[n - 2] >= T_EQ && kd[n - 2] <= T_NSEQ) ||
            (pk == T_OFFSET && kd[stack[sp].tok] == T_LBRACKET)) {
          uint8_t t = T_FUNC;
          switch (prevCtx) {
          case X_FILTER:
            if (kd[n - 2] == T_RPAREN) t = T_FILTER;
            break;
          case X_VALUES:
            t = T_VALUES;
            if (kd[n - 2] == T_LPAREN) kd[n - 2] = T_LPAREN_Q;
            break;
          case X_MODEL:
            if (kd[n - 2] == T_SEMI && sp == 0) t = T_MODEL;
            break;
          case X_CAST: t = (text[of[n - 1]] | 0x20) == 'c' ? T_CAST : (text[of[n - 1]] | 0x20) == 't' ? T_TRY_CAST : T_EXTRACT; break;
          default: break;
          }
          kd[n - 1] = t;
        } else if (pk == T_MACRO) kd[n - 1] = T_MACROFN;
        else if (pk == T_OVER || pk == T_AS) win = 1;
      } else if (k == T_LBRACKET && prevCtx == X_ARRAY && pk == T_IDENT) kd[n - 1] = T_ARRAY;
      if (sp == MaxDepth) {
        diag(s, "nesting is too deep");
        goto done;
      }
      stack[++sp] = {uint32_t(n), win, 0};
      break;
    }
    case C_RP: {
      k = P1[(uint8_t)*p++];
      uint8_t pk = kd[n - 1];
      if (pk == T_COMMA) kd[n - 1] = T_COMMA_TRAIL;
      else if (pk == T_NULLS && kd[n - 2] == T_IGNORE) kd[n - 2] = T_IGNORE_ARG;
      if (k == T_RPAREN && pk == T_RPAREN && sp && kd[lastClosed] == T_LPAREN_Q && stack[sp].tok + 1 == lastClosed && kd[stack[sp].tok] == T_LPAREN)
        kd[stack[sp].tok] = T_LPAREN_Q;
      if (sp) {
        lastClosed = stack[sp].tok;
        --sp;
      }
      break;
    }
    case C_MINUS:
      if (p[1] == '-') {
        const char *e = (const char *)memchr(p, '\n', end - p);
        p = e ? e : end;
        continue;
      }
      if (p[1] == '>') {
        p += 2;
        k = T_ARROW;
        break;
      }
      ++p;
      k = T_MINUS;
      break;
    case C_SLASH:
      if (p[1] == '*') {
        const char *q = p + 2;
        for (;;) {
          q = (const char *)memchr(q, '*', end - q);
          if (!q) {
            diag(s, "unterminated /* comment");
            q = end;
            break;
          }
          if (*++q == '/') {
            ++q;
            break;
          }
        }
        p = q;
        continue;
      }
      ++p;
      k = T_SLASH;
      break;
    case C_COLON:
      if (p[1] == ':') {
        p += 2;
        k = T_DCOLON;
      } else if (p[1] == '=') {
        p += 2;
        k = T_ASSIGN;
      } else {
        ++p;
        k = T_COLON;
      }
      break;
    case C_EQ:
      if (p[1] == '>') {
        p += 2;
        k = T_FATARROW;
      } else {
        p += p[1] == '=' ? 2 : 1;
        k = T_EQ;
      }
      break;
    case C_LT:
      if (p[1] == '=') {
        if (p[2] == '>') {
          p += 3;
          k = T_NSEQ;
        } else {
          p += 2;
          k = T_LTE;
        }
      } else if (p[1] == '>') {
        p += 2;
        k = T_NEQ;
      } else if (p[1] == '<') {
        p += 2;
        k = T_SHL;
      } else {
        ++p;
        k = T_LT;
      }
      break;
    case C_GT:
      if (p[1] == '=') {
        p += 2;
        k = T_GTE;
      } else if (p[1] == '>') {
        p += 2;
        k = T_SHR;
      } else {
        ++p;
        k = T_GT;
      }
      break;
    case C_BANG:
      if (p[1] == '=') {
        p += 2;
        k = T_NEQ;
        break;
      }
      goto bad;
    case C_PIPE:
      if (p[1] == '|') {
        p += 2;
        k = T_CONCAT;
      } else {
        ++p;
        k = T_PIPE;
      }
      break;
    case C_NUL:
      if (p >= end) goto done;
      [[fallthrough]];
    default:
    bad:
      diag(s, "unexpected character");
      ++p;
      continue;
    }
    static_assert(T_COUNT <= 128, "kinds must fit int8_t");
    kd[n] = k;
    of[n] = uint32_t(s - text);
    ln[n] = uint32_t(p - s);
    ++n;
    prevCtx = curCtx;
  }
done:
  kd[n] = (int8_t)T_EOF;
  of[n] = uint32_t(end - text);
  ln[n] = 0;
  out.n = uint32_t(n - 2);
}
} // namespace sluice::yardstick
