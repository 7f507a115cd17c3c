#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace newssearch {

/// Values by string. Keys and values lie side by side in order of their coming, found through a table of slots of which
/// half are empty: two places in memory are looked at, where a map of the standard library looks at four.
/// References live until the next key is added.
template <class Value>
class StringMap {
 public:
  struct Entry {
    std::string key;
    Value value;
  };

  /// Null where there is none.
  const Value* find(std::string_view key) const {
    if (slots_.empty()) return nullptr;
    const Slot& slot = slots_[slot_of(key, hash_of(key))];
    return slot.number != kEmpty ? &entries_[slot.number].value : nullptr;
  }
  /// Adds the key where it is new.
  Value& operator[](std::string_view key) {
    if (2 * (entries_.size() + 1) > slots_.size()) grow();
    const std::uint32_t hash = hash_of(key);
    Slot& slot = slots_[slot_of(key, hash)];
    if (slot.number == kEmpty) {
      slot = {hash, static_cast<std::uint32_t>(entries_.size())};
      entries_.push_back({std::string(key), Value()});
    }
    return entries_[slot.number].value;
  }

  std::size_t size() const { return entries_.size(); }
  auto begin() { return entries_.begin(); }
  auto end() { return entries_.end(); }
  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }
  void clear() {
    slots_.clear();
    entries_.clear();
  }

 private:
  static constexpr std::uint32_t kEmpty = UINT32_MAX;
  struct Slot {
    std::uint32_t hash = 0, number = kEmpty;
  };

  static std::uint32_t hash_of(std::string_view key) {
    return static_cast<std::uint32_t>(std::hash<std::string_view>()(key));
  }
  /// Where it is, or the empty slot where it would be.
  std::size_t slot_of(std::string_view key, std::uint32_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].number != kEmpty && (slots_[at].hash != hash || entries_[slots_[at].number].key != key))
      at = (at + 1) & mask;
    return at;
  }
  void grow() {
    std::vector<Slot> before(slots_.empty() ? 256 : 2 * slots_.size());
    before.swap(slots_);
    const std::size_t mask = slots_.size() - 1;
    for (const Slot& slot : before) {
      if (slot.number == kEmpty) continue;
      std::size_t at = slot.hash & mask;
      while (slots_[at].number != kEmpty) at = (at + 1) & mask;
      slots_[at] = slot;
    }
  }

  std::vector<Slot> slots_;  ///< a power of two
  std::vector<Entry> entries_;
};

}  // namespace newssearch
