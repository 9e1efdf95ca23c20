// sluice explain: the page of one diagnostic.
#include "ir/base/sink.h"
#include "llvm/ADT/STLExtras.h"
#include "tools/sluice/explanations.h"
#include "tools/sluice/session.h"
#include "tools/sluice/verbs.h"

namespace sluice {

static void printExample(StringRef title, StringRef text) {
  if (text.empty())
    return;
  llvm::outs() << '\n' << title << ":\n\n";
  llvm::SmallVector<StringRef> lines;
  text.rtrim().split(lines, '\n');
  for (StringRef line : lines)
    llvm::outs() << "    " << line << '\n';
}

int runExplain(const Options &options) {
  StringRef code = options.arguments.front();
  auto found = llvm::find_if(explanations(), [&](const Explanation &entry) { return entry.code.equals_insensitive(code); });
  if (found == explanations().end()) {
    llvm::SmallVector<StringRef> codes;
    for (const Explanation &entry : explanations())
      codes.push_back(entry.code);
    StringRef nearest = findNearest(code, codes);
    llvm::errs() << "sluice explain: there is no diagnostic `" << code << "`";
    if (!nearest.empty())
      llvm::errs() << "; did you mean `" << nearest << "`?";
    llvm::errs() << '\n';
    return WrongUsage;
  }
  llvm::outs() << found->code << "\n\n" << found->meaning << '\n';
  printExample("Wrong", found->wrong);
  printExample("Right", found->right);
  return Done;
}

} // namespace sluice
