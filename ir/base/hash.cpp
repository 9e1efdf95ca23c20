// Stable hashes: SHA-256, by the machine's instructions, its vectors, or plainly.
#include "ir/base/hash.h"
#include "ir/base/sha256_rounds.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include <numeric>

namespace sluice {

void Digest::appendHex(std::string &to) const {
  static constexpr char digits[] = "0123456789abcdef";
  char text[64];
  for (size_t i = 0; i < bytes.size(); ++i) {
    text[2 * i] = digits[bytes[i] >> 4];
    text[2 * i + 1] = digits[bytes[i] & 15];
  }
  to.append(text, sizeof text);
}

std::string Digest::hex() const {
  std::string text;
  appendHex(text);
  return text;
}

// The rest of a text, less than a block, with the padding that FIPS 180-4 asks
// for: a one bit, zeros, and the length of the whole text in bits.
namespace {
struct Tail {
  uint8_t bytes[128];
  size_t blocks;

  Tail() = default;
  Tail(StringRef rest, uint64_t length) : bytes{}, blocks(rest.size() < 56 ? 1 : 2) {
    std::copy(rest.begin(), rest.end(), bytes);
    bytes[rest.size()] = 0x80;
    llvm::support::endian::write64be(bytes + blocks * 64 - 8, length * 8);
  }
};
} // namespace

static const uint8_t *bytesOf(StringRef text) { return reinterpret_cast<const uint8_t *>(text.data()); }

static Digest digestOf(const uint32_t (&state)[8]) {
  Digest digest;
  for (unsigned i = 0; i < 8; ++i)
    llvm::support::endian::write32be(digest.bytes.data() + i * 4, state[i]);
  return digest;
}

// Adds the rest of a text of that length.
static Digest finishSha256(Sha256Blocks addBlocks, uint32_t (&state)[8], StringRef rest, uint64_t length) {
  size_t blocks = rest.size() / 64;
  addBlocks(state, bytesOf(rest), blocks);
  Tail tail(rest.drop_front(blocks * 64), length);
  addBlocks(state, tail.bytes, tail.blocks);
  return digestOf(state);
}

Digest sha256With(Sha256Blocks addBlocks, StringRef bytes) {
  uint32_t state[8];
  std::copy(std::begin(sha256Start), std::end(sha256Start), state);
  return finishSha256(addBlocks, state, bytes, bytes.size());
}

namespace {

// Hashes many texts, one in each lane; a lane whose text is at its end takes the
// next one. The longest come first, so that all lanes are busy until near the end.
class LaneHasher {
public:
  LaneHasher(Sha256LaneBlocks addLanes, ArrayRef<StringRef> texts, llvm::MutableArrayRef<Digest> digests)
      : addLanes(addLanes), texts(texts), digests(digests), order(texts.size()) {
    std::iota(order.begin(), order.end(), 0);
    llvm::sort(order, [&](uint32_t a, uint32_t b) { return texts[a].size() > texts[b].size(); });
  }

  void run();

private:
  struct Lane {
    size_t text = 0, blocks = 0; // that are left of the whole ones, then of the tail
    const uint8_t *next = nullptr;
    bool inTail = false;
    Tail tail;
  };

  void start(size_t lane);
  void advance(size_t lane, size_t blocks);
  void settle(size_t lane);

  Sha256LaneBlocks addLanes;
  ArrayRef<StringRef> texts;
  llvm::MutableArrayRef<Digest> digests;
  std::vector<uint32_t> order; // of the texts, by length
  uint32_t states[8][sha256Lanes];
  Lane lanes[sha256Lanes];
  size_t started = 0, busy = 0;
};

// Takes the next text; without one, the lane stays at rest.
void LaneHasher::start(size_t lane) {
  Lane &own = lanes[lane];
  own.next = nullptr;
  if (started == texts.size())
    return;
  own.text = order[started++];
  StringRef text = texts[own.text];
  own.blocks = text.size() / 64;
  own.next = bytesOf(text);
  own.inTail = false;
  own.tail = Tail(text.drop_front(own.blocks * 64), text.size());
  for (size_t word = 0; word < 8; ++word)
    states[word][lane] = sha256Start[word];
  ++busy;
  settle(lane);
}

// Goes on with the tail, and then with the next text.
void LaneHasher::settle(size_t lane) {
  Lane &own = lanes[lane];
  if (own.blocks)
    return;
  if (!own.inTail) {
    own.inTail = true;
    own.next = own.tail.bytes;
    own.blocks = own.tail.blocks;
    return;
  }
  uint32_t state[8];
  for (size_t word = 0; word < 8; ++word)
    state[word] = states[word][lane];
  digests[own.text] = digestOf(state);
  --busy;
  start(lane);
}

void LaneHasher::advance(size_t lane, size_t blocks) {
  lanes[lane].next += blocks * 64;
  lanes[lane].blocks -= blocks;
  settle(lane);
}

void LaneHasher::run() {
  for (size_t lane = 0; lane < sha256Lanes; ++lane)
    start(lane);
  while (busy) {
    const uint8_t *data[sha256Lanes], *any = nullptr;
    size_t blocks = SIZE_MAX;
    for (const Lane &lane : lanes)
      if (lane.next) {
        blocks = std::min(blocks, lane.blocks);
        any = lane.next;
      }
    // What a lane at rest gives is never looked at.
    for (size_t lane = 0; lane < sha256Lanes; ++lane)
      data[lane] = lanes[lane].next ? lanes[lane].next : any;
    addLanes(states, data, blocks);
    for (size_t lane = 0; lane < sha256Lanes; ++lane)
      if (lanes[lane].next)
        advance(lane, blocks);
  }
}

} // namespace

void sha256EachWith(Sha256LaneBlocks addLanes, ArrayRef<StringRef> texts, llvm::MutableArrayRef<Digest> digests) {
  LaneHasher(addLanes, texts, digests).run();
}

__attribute__((no_sanitize("address,undefined"))) static void addBlocksPlainly(uint32_t state[8], const uint8_t *blocks, size_t count) {
  addPlainBlocks(state, blocks, count);
}

// What this machine has.
struct Sha256Ways {
  Sha256Blocks instructions = findSha256Instructions(), vectors = findSha256Vectors();
  Sha256Blocks addBlocks = instructions ? instructions : vectors ? vectors : addBlocksPlainly;
  Sha256LaneBlocks addLanes = instructions ? nullptr : findSha256Lanes();
};
static const Sha256Ways &sha256Ways() {
  static const Sha256Ways ways;
  return ways;
}

Digest sha256(StringRef bytes) { return sha256With(sha256Ways().addBlocks, bytes); }

void sha256Each(ArrayRef<StringRef> texts, llvm::MutableArrayRef<Digest> digests) {
  const Sha256Ways &ways = sha256Ways();
  // Fewer would leave most lanes at rest.
  if (ways.addLanes && texts.size() > 2)
    return sha256EachWith(ways.addLanes, texts, digests);
  for (size_t i = 0; i < texts.size(); ++i)
    digests[i] = sha256(texts[i]);
}

Sha256 &Sha256::add(StringRef piece) {
  length += piece.size();
  if (!rest.empty()) {
    StringRef head = piece.take_front(64 - rest.size());
    rest.append(head.begin(), head.end());
    piece = piece.drop_front(head.size());
    if (rest.size() < 64)
      return *this;
    sha256Ways().addBlocks(state, reinterpret_cast<const uint8_t *>(rest.data()), 1);
    rest.clear();
  }
  size_t blocks = piece.size() / 64;
  sha256Ways().addBlocks(state, reinterpret_cast<const uint8_t *>(piece.data()), blocks);
  piece = piece.drop_front(blocks * 64);
  rest.append(piece.begin(), piece.end());
  return *this;
}

Digest Sha256::finish() { return finishSha256(sha256Ways().addBlocks, state, {rest.data(), rest.size()}, length); }

StableHash &StableHash::addLarge(uint64_t number) {
  while (number >= 0x80) {
    buffer.push_back(char(number | 0x80));
    number >>= 7;
  }
  buffer.push_back(char(number));
  return *this;
}

StableHash &StableHash::add(StringRef text) {
  add(uint64_t(text.size()));
  buffer.append(text.begin(), text.end());
  return *this;
}

StableHash &StableHash::addUpper(StringRef word) {
  add(uint64_t(word.size()));
  for (char c : word)
    buffer.push_back(llvm::toUpper(c));
  return *this;
}

StableHash &StableHash::add(const Digest &digest) {
  buffer.append(digest.bytes.begin(), digest.bytes.end());
  return *this;
}

Digest StableHash::finish() {
  Digest result = sha256({buffer.data(), buffer.size()});
  buffer.clear();
  return result;
}

void HashBatch::add(StableHash &hash, Digest &to) {
  bytes.append(hash.buffer.begin(), hash.buffer.end());
  hash.buffer.clear();
  ends.push_back({bytes.size(), &to});
}

void HashBatch::finish() {
  std::vector<StringRef> texts;
  size_t begin = 0;
  for (auto [end, to] : ends) {
    texts.push_back(StringRef(bytes).slice(begin, end));
    begin = end;
  }
  std::vector<Digest> digests(texts.size());
  sha256Each(texts, digests);
  for (size_t i = 0; i < ends.size(); ++i)
    *ends[i].second = digests[i];
  bytes.clear();
  ends.clear();
}

} // namespace sluice
