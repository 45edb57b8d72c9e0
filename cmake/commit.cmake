# Writes the source that tells which commit a program was built from, if that has changed. Run at every build:
#   cmake -D SOURCE=tree -D TEMPLATE=file.in -D OUTPUT=file -P commit.cmake
execute_process(COMMAND git -C ${SOURCE} rev-parse --short=12 HEAD
  OUTPUT_VARIABLE NLBSIM_COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
execute_process(COMMAND git -C ${SOURCE} diff --quiet HEAD -- RESULT_VARIABLE changed OUTPUT_QUIET ERROR_QUIET)
if(NLBSIM_COMMIT AND changed EQUAL 1)
  string(APPEND NLBSIM_COMMIT "+changes")
endif()
configure_file(${TEMPLATE} ${OUTPUT} @ONLY)
