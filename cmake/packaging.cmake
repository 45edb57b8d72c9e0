# What `cmake --install` puts in place and what `cpack` makes of it: the program, the documents, the examples and, to be
# read and copied from, the library of scenarios that the program carries in itself (cli/library.h).
include(GNUInstallDirs)

install(TARGETS nlbsim RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY scenarios/library scenarios/manifests DESTINATION ${CMAKE_INSTALL_DATADIR}/nlbsim/scenarios)
install(FILES scenarios/requirements.yaml scenarios/scenario.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/nlbsim/scenarios)
install(DIRECTORY examples DESTINATION ${CMAKE_INSTALL_DATADIR}/nlbsim)
install(FILES README.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR})
# The program writes its own man page and completions.
function(nlbsim_install_written name folder)
  list(JOIN ARGN " " arguments)
  install(CODE "file(MAKE_DIRECTORY \"${CMAKE_CURRENT_BINARY_DIR}/written\")
    execute_process(COMMAND $<TARGET_FILE:nlbsim> ${arguments} COMMAND_ERROR_IS_FATAL ANY
      OUTPUT_FILE \"${CMAKE_CURRENT_BINARY_DIR}/written/${name}\")")
  install(FILES ${CMAKE_CURRENT_BINARY_DIR}/written/${name} DESTINATION ${folder})
endfunction()
nlbsim_install_written(nlbsim.1 ${CMAKE_INSTALL_MANDIR}/man1 man)
nlbsim_install_written(nlbsim ${CMAKE_INSTALL_DATADIR}/bash-completion/completions completion bash)
nlbsim_install_written(_nlbsim ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions completion zsh)
nlbsim_install_written(nlbsim.fish ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d completion fish)

set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)  # a package needs no test programs

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME nlbsim)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "simulator and conformance harness for Layer 4 Gateway API controllers of AWS load balancing")
set(CPACK_PACKAGE_CONTACT "nlbsim maintainers <maintainers@nlbsim.invalid>")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
include(CPack)
