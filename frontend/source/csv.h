// CSV: the rows of a seed.
//
//   id,name
//   1,"Ada, Countess"
//   2,NULL                 -> {"2", nothing}
#pragma once
#include "ir/base/sink.h"
#include "ir/project/model.h"

namespace sluice {

struct CsvTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::optional<std::string>>> rows; // each as wide as the header
  std::vector<SourceRange> places;                           // one per row
};

// Reads a file. Rows that are too long are reported, one that is short is
// filled with NULL and warned of. Nothing is returned if there is no header.
std::optional<CsvTable> readCsv(const SourceFile &file, const CsvSettings &settings, Sink sink);

} // namespace sluice
