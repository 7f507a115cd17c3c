#include "corpus/input_files.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace newssearch {
namespace {

namespace fs = std::filesystem;

bool is_hidden(const fs::path& path) { return path.filename().native().starts_with('.'); }

void find_below(const fs::path& directory, std::vector<InputFile>& files) {
  const std::size_t before = files.size();
  std::error_code error;
  fs::recursive_directory_iterator entry(directory, error);
  for (const fs::recursive_directory_iterator end; !error && entry != end; entry.increment(error)) {
    std::error_code unreadable;
    if (is_hidden(entry->path())) {
      entry.disable_recursion_pending();
    } else if (entry->is_regular_file(unreadable)) {
      files.push_back({entry->path().string(), entry->file_size(unreadable), ""});
    }
  }
  std::sort(files.begin() + static_cast<std::ptrdiff_t>(before), files.end(),
            [](const InputFile& a, const InputFile& b) { return a.path < b.path; });
  if (error)
    files.push_back({directory.string(), 0, "cannot be searched to its end: " + error.message()});
  else if (files.size() == before)
    files.push_back({directory.string(), 0, "no files in it"});
}

}  // namespace

std::vector<InputFile> find_input_files(const std::vector<std::string>& paths) {
  std::vector<InputFile> files;
  for (const std::string& path : paths) {
    if (path == "-") {
      files.push_back({.path = path, .bytes = 0, .problem = "", .once = true});
      continue;
    }
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status))
      files.push_back(
          {path, 0, status.type() == fs::file_type::not_found ? "no such file or directory" : error.message()});
    else if (fs::is_directory(status))
      find_below(path, files);
    else if (fs::is_regular_file(status))
      files.push_back({path, fs::file_size(path, error), ""});
    else
      files.push_back({.path = path, .bytes = 0, .problem = "", .once = true});
  }
  return files;
}

}  // namespace newssearch
