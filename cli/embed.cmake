# Puts the library of scenarios into nlbsim, as a generated file (carried_library.h says what is in it).
set(folder ${PROJECT_SOURCE_DIR}/scenarios)
file(GLOB_RECURSE library CONFIGURE_DEPENDS ${folder}/library/*.yaml ${folder}/manifests/*.yaml)
set(generated ${PROJECT_BINARY_DIR}/generated/cli/carried_library.cc)
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/generated/cli)
add_executable(nlbsim_embed_library ${PROJECT_SOURCE_DIR}/cmake/tools/embed_library.cc)
target_include_directories(nlbsim_embed_library PRIVATE ${PROJECT_SOURCE_DIR})
target_link_libraries(nlbsim_embed_library PRIVATE ZLIB::ZLIB)
add_custom_command(OUTPUT ${generated}
  COMMAND nlbsim_embed_library ${generated} ${folder} library manifests requirements.yaml
  DEPENDS nlbsim_embed_library ${library} ${folder}/requirements.yaml VERBATIM)
target_sources(nlbsim PRIVATE ${generated})
# A file's bytes are one literal.
set_source_files_properties(${generated} PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings
  SKIP_UNITY_BUILD_INCLUSION ON SKIP_PRECOMPILE_HEADERS ON)
