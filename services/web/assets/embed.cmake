# cmake -DOUT=FILE.cc -P embed.cmake FILE…: a C++ file with the files' contents, see pages/assets.h.
set(files "")
set(taken FALSE)
foreach(i RANGE ${CMAKE_ARGC})
  if(taken AND DEFINED CMAKE_ARGV${i})
    list(APPEND files ${CMAKE_ARGV${i}})
  elseif("${CMAKE_ARGV${i}}" STREQUAL "-P")
    set(taken TRUE)
  endif()
endforeach()
list(POP_FRONT files)  # this script

set(text "#include \"services/web/pages/assets.h\"\n\nnamespace akin {\nnamespace {\n")
set(table "")
set(number 0)
foreach(file ${files})
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${hex}")
  get_filename_component(name ${file} NAME)
  string(APPEND text "constexpr char kAsset${number}[] = {${bytes}'\\0'};\n")
  string(APPEND table "    {\"${name}\", {kAsset${number}, sizeof(kAsset${number}) - 1}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUT} "${text}}  // namespace\n
const std::vector<Asset>& AllAssets() {
  static const auto& assets = *new std::vector<Asset>{
${table}  };
  return assets;
}\n
}  // namespace akin\n")
