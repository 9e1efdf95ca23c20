// sluice init: a small project with two isolated gateways.
//
// The project is a table of files, so that it is in the program and not beside
// it. A folder that holds a configuration already is left alone.
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "tools/sluice/session.h"
#include "tools/sluice/verbs.h"

namespace sluice {
namespace {

struct StarterFile {
  StringRef path, text;
};

constexpr StarterFile starter[] = {
    {"config.yaml", R"(# Two systems that never meet. `sluice compile` makes a bundle of scripts for each.
gateways:
  nonproduction:
    connection: {type: sqlite, database: nonproduction.db}
    variables: {smallest_order: 0}
  production:
    connection: {type: sqlite, database: production.db}
    variables: {smallest_order: 10}

default_gateway: nonproduction

model_defaults:
  dialect: sqlite
)"},
    {"seeds/orders.csv", R"(order_id,customer,amount
1,Ada,25.5
2,Grace,4
3,Ada,12.25
)"},
    {"models/orders.sql", R"(MODEL (
  name shop.orders,
  kind SEED (path '../seeds/orders.csv'),
  columns (order_id INT, customer TEXT, amount DOUBLE)
);
)"},
    {"models/customers.sql", R"(-- What each customer has bought, without the smallest orders.
MODEL (
  name @{gateway}_marts.customers,
  kind FULL,
  audits (not_null(columns := (customer)), unique_values(columns := (customer)))
);

SELECT
  customer,
  COUNT(*) AS orders,
  SUM(amount) AS amount
FROM shop.orders
WHERE amount >= @smallest_order
GROUP BY customer
)"},
    {"models/best_customer.sql", R"(MODEL (
  name @{gateway}_marts.best_customer,
  kind VIEW
);

SELECT customer, amount
FROM @{gateway}_marts.customers
ORDER BY amount DESC
LIMIT 1
)"},
    {".gitignore", "/build/\n*.db\n"},
};

bool writeFile(StringRef folder, const StarterFile &file) {
  llvm::SmallString<256> path(folder);
  llvm::sys::path::append(path, file.path);
  std::error_code problem = llvm::sys::fs::create_directories(llvm::sys::path::parent_path(path));
  if (!problem && !llvm::sys::fs::exists(path)) {
    llvm::raw_fd_ostream out(path, problem);
    if (!problem)
      out << file.text;
  }
  if (problem)
    llvm::errs() << "sluice init: `" << file.path << "` cannot be written: " << problem.message() << '\n';
  return !problem;
}

} // namespace

int runInit(const Options &options) {
  std::string folder = options.arguments.empty() ? "." : options.arguments.front();
  llvm::SmallString<256> config(folder);
  llvm::sys::path::append(config, "config.yaml");
  if (llvm::sys::fs::exists(config)) {
    llvm::errs() << "sluice init: there is a project already: `" << config << "` exists; nothing was written\n";
    return WrongUsage;
  }
  for (const StarterFile &file : starter)
    if (!writeFile(folder, file))
      return ProjectErrors;
  if (options.quiet)
    return Done;
  llvm::outs() << "a project with the gateways nonproduction and production is in `" << folder << "`; now:\n\n";
  if (folder != ".")
    llvm::outs() << "  cd " << folder << '\n';
  llvm::outs() << "  sluice compile\n"
                  "  sqlite3 -bail nonproduction.db < build/nonproduction/prod/build.sql\n"
                  "  sqlite3 -bail nonproduction.db < build/nonproduction/prod/swap.sql\n"
                  "  sqlite3 nonproduction.db 'SELECT * FROM nonproduction_marts__customers'\n";
  return Done;
}

} // namespace sluice
