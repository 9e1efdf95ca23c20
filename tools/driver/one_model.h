// Compiling for the sake of one model: of ten thousand files a handful matters.
#pragma once
#include "frontend/source/sources.h"

namespace sluice {

// Whether files can be told apart by a model's name; not by one with letters
// outside ASCII or dots in quotes.
bool canKeepFilesOf(StringRef model);

// Takes all files out of the sources that cannot matter for the text of the
// model with this name, written as in its file or in full.
void keepFilesOf(StringRef model, Sources &sources);

} // namespace sluice
