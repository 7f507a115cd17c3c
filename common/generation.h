#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/result.h"

namespace newssearch {

/// What manifest.json says of a generation: enough to know, before it is opened, that it is whole and ours.
struct Manifest {
  int schema = 0;                ///< schema::kVersion of the program that wrote it
  std::uint64_t number = 0;      ///< 42 for gen-000042
  std::uint64_t articles = 0;    ///< there are to be found
  std::uint64_t text_bytes = 0;  ///< headlines and bodies
  std::string created_at;        ///< ISO 8601, UTC
  std::uint64_t seq = 0;         ///< all that the writer's journal has up to this one is in it
  double average_length = 0;     ///< of articles, as BM25 counts words: impacts are of it

  std::string shard_set = {};  ///< its parts' databases are shards of this set (shard_database.h); empty: they lie here

  std::uint64_t before = 0;  ///< the number of the generation that was current before the last one built anew; 0: none

  /// Consecutive ranks whose articles lie in a database of their own, with its packed files.
  struct Part {
    std::string folder;            ///< "added/000043"; empty: the generation's own, the last part; of shard 2: "shard-2"
    std::uint64_t first_rank = 0;  ///< a multiple of kWindowArticles
    std::uint64_t articles = 0;    ///< in its database, those no longer to be found as well
    std::uint64_t built = 0;       ///< the number of the generation it was built for
    bool operator==(const Part&) const = default;
  };
  /// In order of rank, what was added last first: within each, ranks are by date of publication, newest first. Empty:
  /// the generation is of one part, as it was built.
  std::vector<Part> parts;
  struct File {
    std::uint64_t bytes = 0;
    std::string sha256;  ///< 64 hexadecimal digits
    bool operator==(const File&) const = default;
  };
  std::map<std::string, File> files;  ///< by path relative to the generation's folder: "xapian/postlist.glass"
  bool operator==(const Manifest&) const = default;
};
/// With a checksum of its own.
std::string to_json(const Manifest& manifest);
/// Code "damaged".
Result<Manifest> parse_manifest(std::string_view json);

/// Nothing was published here yet, or nothing that can be read: what ends a search, caught at the doors.
struct NoIndex : std::exception {
  explicit NoIndex(std::string what) : message(std::move(what)) {}
  const char* what() const noexcept override { return message.c_str(); }
  std::string message;
};

/// A complete index on disk that will never change again.
struct Generation {
  std::filesystem::path path;  ///< DATA/gen-000042
  Manifest manifest;
  /// Of the part it was built with, which all others were added to.
  std::filesystem::path xapian() const { return path / "xapian"; }
  /// Whether the databases of its parts are shards, which lie elsewhere.
  bool is_in_shards() const { return !manifest.shard_set.empty(); }
  /// Never empty.
  std::vector<Manifest::Part> parts() const;
  /// The folder of files of all parts together: its own, where there is one part.
  std::filesystem::path joined_files() const { return manifest.parts.empty() ? path : path / kAddedFolder; }
  static constexpr const char* kAddedFolder = "added";
};

/// What to do with a generation that is too old to be searched. Its articles can be read: how they, their ids and
/// their dates are stored has not changed since the first schema.
enum class OlderSchema { refuse, accept };

/// A data directory: gen-NNNNNN/ folders, and `current`, a file that names the one to read.
/// Safe to share between threads and processes: it holds nothing but the path.
class DataDirectory {
 public:
  explicit DataDirectory(std::filesystem::path root);
  const std::filesystem::path& root() const { return root_; }

  /// The number `current` names; nullopt where nothing was published. Costs one small read.
  std::optional<std::uint64_t> current_number() const;

  /// Which file `current` is: as long as it stays the same, so does what it names. Nullopt where there is none, or
  /// where it is so young that another one could look the same (clocks of file systems tick in milliseconds).
  struct Stamp {
    std::uint64_t inode = 0;
    std::int64_t modified = 0;  ///< nanoseconds since 1970
    bool operator==(const Stamp&) const = default;
  };
  std::optional<Stamp> current_stamp() const;

  std::filesystem::path generation_path(std::uint64_t number) const;

  /// The numbers of the published generations on disk, ascending.
  std::vector<std::uint64_t> generations() const;

  /// Manifest read, the database's files present and of the right size; what is derived from it is checked by those who
  /// open it. Codes: "no_index", "damaged", "newer_schema", "older_schema".
  Result<Generation> open(std::uint64_t number, OlderSchema older = OlderSchema::refuse) const;

  /// The current generation or, where that one is damaged, the newest whole one before it. Throws NoIndex.
  struct Opened {
    Generation generation;
    std::string damage;  ///< why the current generation is not the one opened; empty where it is
  };
  Opened open_current(OlderSchema older = OlderSchema::refuse) const;

 private:
  std::filesystem::path root_, current_file_;
};

/// Reads every file of a generation and compares checksums. Returns what is wrong, one line each; empty where all is
/// well.
std::vector<std::string> verify_checksums(const Generation& generation);

/// SHA-256 of a file's content, in hexadecimal. Throws std::filesystem::filesystem_error.
std::string sha256_file(const std::filesystem::path& file);
std::string sha256_hex(std::string_view bytes);

}  // namespace newssearch
