// Writing and reading numbers in Python's manner, for any locale.
#include "ir/base/numbers.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include <charconv>
#include <cmath>

namespace sluice {

std::string printInt(__int128 number) {
  if (number == 0)
    return "0";
  std::string text;
  for (__int128 rest = number; rest != 0; rest /= 10)
    text.push_back(char('0' + int(rest % 10 < 0 ? -(rest % 10) : rest % 10)));
  if (number < 0)
    text.push_back('-');
  std::reverse(text.begin(), text.end());
  return text;
}

// Puts the point where Python puts it: without an exponent from 0.0001 up to
// sixteen digits before the point.
std::string printReal(double real) {
  if (std::isnan(real))
    return "nan";
  if (std::isinf(real))
    return real < 0 ? "-inf" : "inf";
  char buffer[64];
  auto end = std::to_chars(buffer, buffer + sizeof buffer, real, std::chars_format::scientific).ptr;
  auto [mantissa, exponentText] = StringRef(buffer, size_t(end - buffer)).split('e');
  int exponent = std::atoi(exponentText.str().c_str());
  std::string sign = mantissa.consume_front("-") ? "-" : "";
  std::string digits = mantissa.take_front(1).str() + mantissa.drop_front(std::min<size_t>(2, mantissa.size())).str();
  if (exponent < -4 || exponent >= 16) {
    std::string result = sign + mantissa.str();
    llvm::raw_string_ostream(result) << 'e' << (exponent < 0 ? '-' : '+') << llvm::format("%02d", std::abs(exponent));
    return result;
  }
  if (exponent < 0)
    return sign + "0." + std::string(size_t(-exponent - 1), '0') + digits;
  if (digits.size() <= size_t(exponent) + 1)
    return sign + digits + std::string(size_t(exponent) + 1 - digits.size(), '0') + ".0";
  return sign + digits.substr(0, size_t(exponent) + 1) + "." + digits.substr(size_t(exponent) + 1);
}

std::optional<__int128> findInt(StringRef text) {
  text = text.trim();
  bool negative = text.consume_front("-");
  if (!negative)
    text.consume_front("+");
  if (text.empty())
    return std::nullopt;
  __int128 number = 0;
  for (char c : text) {
    if (c == '_')
      continue;
    if (!llvm::isDigit(c) || __builtin_mul_overflow(number, __int128(10), &number) ||
        __builtin_add_overflow(number, __int128(c - '0'), &number))
      return std::nullopt;
  }
  return negative ? -number : number;
}

std::optional<double> findReal(StringRef text) {
  text = text.trim();
  bool negative = text.consume_front("-");
  if (!negative)
    text.consume_front("+");
  if (text.empty() || text.starts_with("-"))
    return std::nullopt;
  std::string digits = text.str();
  std::erase(digits, '_');
  double real = 0;
  auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), real);
  if (problem == std::errc::invalid_argument || end != digits.data() + digits.size())
    return std::nullopt;
  return negative ? -real : real;
}

} // namespace sluice
