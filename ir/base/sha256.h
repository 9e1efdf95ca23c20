// The part of SHA-256 that machines have instructions for.
#pragma once
#include <cstddef>
#include <cstdint>

namespace sluice {

// Whether this machine has them; without them sha256BlocksFast must not be
// called.
bool hasSha256Instructions();

// Takes `count` blocks of 64 bytes into the state.
void sha256BlocksFast(uint32_t state[8], const uint8_t *blocks, size_t count);

} // namespace sluice
