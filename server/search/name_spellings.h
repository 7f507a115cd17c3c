#pragma once
#include <span>
#include <string_view>

namespace newssearch {

/// Names that news spells in several ways, each way meaning the same place, person or group to everybody: a line of
/// a synonym file each (vocabulary.h). Case and accents make no difference, and what the analyzer romanises or spells
/// out itself (Путин, Müller) need not stand here.
std::span<const std::string_view> name_spellings();

}  // namespace newssearch
