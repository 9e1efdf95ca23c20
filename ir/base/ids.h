// Typed indices. A model, a file and a gateway are each named by a number, and
// numbers of different things do not convert into each other:
//
//   Id<Model> m = project.models.add(...);
//   project.models[m].name
//
// An id costs four bytes and stays valid while its store grows.
#pragma once
#include <cassert>
#include <cstdint>
#include <deque>

namespace sluice {

template <class T> struct Id {
  static constexpr uint32_t none = ~0u;
  uint32_t index = none;

  Id() = default;
  explicit Id(size_t index) : index(uint32_t(index)) {}
  explicit operator bool() const { return index != none; }
  friend bool operator==(Id, Id) = default;
  friend auto operator<=>(Id, Id) = default;
};

// Owns values of one type; an address stays valid while more are added.
template <class T> class Store {
public:
  Id<T> add(T value) {
    values.push_back(std::move(value));
    return Id<T>(values.size() - 1);
  }
  T &operator[](Id<T> id) { return at(id); }
  const T &operator[](Id<T> id) const { return const_cast<Store *>(this)->at(id); }
  size_t size() const { return values.size(); }
  auto begin() { return values.begin(); }
  auto end() { return values.end(); }
  auto begin() const { return values.begin(); }
  auto end() const { return values.end(); }

private:
  T &at(Id<T> id) {
    assert(id && id.index < values.size() && "an id of another store");
    return values[id.index];
  }
  std::deque<T> values;
};

} // namespace sluice
