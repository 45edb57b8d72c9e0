# What `cmake --install` puts in place and what `cpack` makes of it: the program, the library of scenarios that it looks
# for beside itself (cli/library.h), the examples and the documents.
include(GNUInstallDirs)

install(TARGETS nlbsim RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY scenarios/library scenarios/manifests DESTINATION ${CMAKE_INSTALL_DATADIR}/nlbsim/scenarios)
install(FILES scenarios/requirements.yaml DESTINATION ${CMAKE_INSTALL_DATADIR}/nlbsim/scenarios)
install(DIRECTORY examples DESTINATION ${CMAKE_INSTALL_DATADIR}/nlbsim)
install(FILES README.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR})

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
