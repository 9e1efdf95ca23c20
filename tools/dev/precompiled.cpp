// Exists so that the precompiled header has one owner.
#include "tools/dev/precompiled.h"
