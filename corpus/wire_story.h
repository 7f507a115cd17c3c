#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/draft.h"

namespace newssearch {

/// One message on the wire, cut at its control characters and in UTF-8.
struct WireMessage {
  std::string header, text, trailer;
};

Draft read_anpa_story(const WireMessage& message);
Draft read_iptc_story(const WireMessage& message);

/// The lines of a text, without their ends.
std::vector<std::string_view> wire_lines(std::string_view text);

/// The words of a text; control characters part them too.
std::vector<std::string> wire_words(std::string_view text);

/// A date as parse_iso_date reads it, of a time of day "1509" or none; nullopt where the digits are none.
std::optional<std::string> wire_date(std::string_view year, int month, std::string_view day, std::string_view time);

bool is_number(std::string_view text);

}  // namespace newssearch
