// The texts at the head of the three scripts.
#include "backend/ddl/title.h"
#include "llvm/ADT/STLExtras.h"

namespace sluice {

struct ScriptTitle {
  StringRef file, does, again;
};

static constexpr ScriptTitle titles[] = {
    {.file = "build.sql",
     .does =
         "makes the tables and views that the environment will read, fills and audits them; no reader sees them yet",
     .again = "objects that are there are not made again; after an error it goes on where it stopped"},
    {.file = "swap.sql",
     .does = "moves all views of the environment at once to the objects that build.sql has made",
     .again =
         "nothing changes; where a view is not as it was when this file was made, it stops before its first change"},
    {.file = "revert.sql",
     .does = "moves all views of the environment back to where they were before swap.sql",
     .again = "nothing changes; where a view is not as swap.sql left it, it stops before its first change"},
};

std::string makeTitle(const Plan &plan, const DdlHooks &hooks, StringRef file) {
  const ScriptTitle *title = llvm::find_if(titles, [&](const ScriptTitle &row) { return row.file == file; });
  std::string text = (file + ": " + title->does + ".").str();
  text += "\nGateway " + plan.gateway + ", environment " + plan.environment + ", for " + plan.engine->name.str() + ".";
  text += "\nRun it with: " + (hooks.command + " " + file).str();
  text += "\nRun again: " + title->again.str() + ".";
  return text;
}

} // namespace sluice
