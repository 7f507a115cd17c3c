# Writes the definition of assets() (assets.h) with FILES as its content, each "/path/on/the/server=file", and prints the
# hash of scripts for other sites (Subresource Integrity):
#   cmake -D "FILES=/assets/a.css=a.css;/b.js=b.js" -D OUTPUT=assets.cpp -P embed.cmake
set(type_css "text/css; charset=utf-8")
set(type_js "text/javascript; charset=utf-8")
set(type_svg "image/svg+xml")

# 48 bytes in hexadecimal as 64 characters (RFC 4648).
function(to_base64 hex output)
  set(digits "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  set(text "")
  string(REGEX MATCHALL "......" triples "${hex}")
  foreach(triple IN LISTS triples)
    foreach(shift 18 12 6 0)
      math(EXPR digit "(0x${triple} >> ${shift}) & 63")
      string(SUBSTRING "${digits}" ${digit} 1 digit)
      string(APPEND text "${digit}")
    endforeach()
  endforeach()
  set(${output} "${text}" PARENT_SCOPE)
endfunction()

set(entries "")
foreach(item IN LISTS FILES)
  string(REGEX MATCH "^([^=]+)=(.+)$" matched "${item}")
  set(path "${CMAKE_MATCH_1}")
  set(file "${CMAKE_MATCH_2}")
  cmake_path(GET file EXTENSION LAST_ONLY extension)
  string(SUBSTRING ${extension} 1 -1 extension)
  if(NOT DEFINED type_${extension})
    message(FATAL_ERROR "${file}: no content type is known for .${extension}: add one to embed.cmake")
  endif()
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "(..)" "\\\\x\\1" literal "${bytes}")
  set(integrity "")
  if(extension STREQUAL js)
    file(SHA384 ${file} hash)
    to_base64(${hash} hash)
    set(integrity "sha384-${hash}")
    if(NOT path MATCHES "^/assets/")
      message("${path}: integrity=\"${integrity}\"")
    endif()
  endif()
  string(APPEND entries "    {\"${path}\", \"${type_${extension}}\", \"${literal}\"sv, \"${integrity}\"},\n")
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
