# Checks of the tree itself: plain programs that read text, each a ctest of its own.
function(nlbsim_check name)
  set(folder ${PROJECT_SOURCE_DIR}/cmake/checks)
  nlbsim_test_program(${name} SOURCES ${folder}/${name}.cc ${folder}/${name}_test.cc ${folder}/source_tree.cc)
  target_include_directories(nlbsim_${name}_tests PRIVATE ${PROJECT_SOURCE_DIR})
endfunction()

nlbsim_check(architecture)
nlbsim_check(coawait)

# Do the patches of the museum of known defects still apply? `scripts/museum.sh` without --check builds and explores them.
add_test(NAME museum COMMAND ${PROJECT_SOURCE_DIR}/scripts/museum.sh --check)

# `tidy`: clang-tidy over every file of this build tree. Configure with the preset of that name (no PCH, no unity).
find_program(NLBSIM_RUN_CLANG_TIDY NAMES run-clang-tidy-19)
find_program(NLBSIM_CLANG_TIDY NAMES clang-tidy-19)
if(NLBSIM_RUN_CLANG_TIDY AND NLBSIM_CLANG_TIDY)
  add_custom_target(tidy
    COMMAND ${NLBSIM_RUN_CLANG_TIDY} -clang-tidy-binary ${NLBSIM_CLANG_TIDY} -quiet -p ${PROJECT_BINARY_DIR} -j 2
      "^${PROJECT_SOURCE_DIR}/(sim|api|engine|fake_apiserver|fake_aws|scenarios|reports|bench|cli|cmake)/"
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} USES_TERMINAL VERBATIM)
endif()

# `headers`: every public header of every room compiles by itself.
add_custom_target(headers COMMAND ${CMAKE_COMMAND} --build ${PROJECT_BINARY_DIR} --target all_verify_interface_header_sets
  USES_TERMINAL VERBATIM)
