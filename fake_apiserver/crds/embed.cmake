# Puts the definitions of documents/ into nlbsim_fake_apiserver as JSON, in a generated file (bundled.h says what is in
# it). YAML is read by a program of the build: the server itself needs no YAML library.
set(folder ${CMAKE_CURRENT_LIST_DIR}/documents)
file(GLOB_RECURSE documents CONFIGURE_DEPENDS ${folder}/*.yaml)
set(generated ${PROJECT_BINARY_DIR}/generated/fake_apiserver/bundled.cc)
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/generated/fake_apiserver)
add_executable(nlbsim_embed_definitions ${PROJECT_SOURCE_DIR}/cmake/tools/embed_definitions.cc)
target_include_directories(nlbsim_embed_definitions PRIVATE ${PROJECT_SOURCE_DIR})
target_link_libraries(nlbsim_embed_definitions PRIVATE yaml-cpp nlohmann_json::nlohmann_json)
add_custom_command(OUTPUT ${generated} COMMAND nlbsim_embed_definitions ${generated} ${folder}
  DEPENDS nlbsim_embed_definitions ${documents} VERBATIM)
target_sources(nlbsim_fake_apiserver PRIVATE ${generated})
