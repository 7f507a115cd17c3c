# Writes the definition of assets() (assets.h) with FILES as its content:
#   cmake -D "FILES=a.css;b.js" -D OUTPUT=assets.cpp -P embed.cmake
set(type_css "text/css; charset=utf-8")
set(type_js "text/javascript; charset=utf-8")
set(type_svg "image/svg+xml")

set(entries "")
foreach(file IN LISTS FILES)
  cmake_path(GET file FILENAME name)
  cmake_path(GET file EXTENSION LAST_ONLY extension)
  string(SUBSTRING ${extension} 1 -1 extension)
  if(NOT DEFINED type_${extension})
    message(FATAL_ERROR "${file}: no content type is known for .${extension}: add one to embed.cmake")
  endif()
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "(..)" "\\\\x\\1" literal "${bytes}")
  string(APPEND entries "    {\"/assets/${name}\", \"${type_${extension}}\", \"${literal}\"sv},\n")
endforeach()

file(WRITE ${OUTPUT} "#include \"server/web/assets.h\"

namespace newssearch {

std::span<const Asset> assets() {
  using namespace std::string_view_literals;
  static constexpr Asset kAssets[] = {
${entries}  };
  return kAssets;
}

}  // namespace newssearch
")
