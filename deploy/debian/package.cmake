# What an installed Akin consists of, and how CPack makes a Debian package of it; deploy/package does both.
# Paths are Debian's, so that the units and the flags in them are true: the package is all that this is for.

set(AKIN_SERVICES storage ingestion search recommendation web)

# --- Programs, and what a shell completes of the client: it writes that itself.
install(TARGETS akin akin-storage akin-ingestion akin-search akin-recommendation akin-web DESTINATION bin)
install(CODE "execute_process(COMMAND $<TARGET_FILE:akin> completion bash
  OUTPUT_FILE ${CMAKE_BINARY_DIR}/debian/akin.bash COMMAND_ERROR_IS_FATAL ANY)")
install(FILES ${CMAKE_BINARY_DIR}/debian/akin.bash RENAME akin DESTINATION share/bash-completion/completions)

# --- The sample news, for `akin demo`.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/deploy/local/samples/ DESTINATION share/akin/samples
        PATTERN .gitattributes EXCLUDE)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${CMAKE_CURRENT_LIST_DIR}/copyright DESTINATION share/doc/akin)

# --- One unit per service: the same but for a name.
set(unit_description_storage "Akin storage: the articles and the log of their changes")
set(unit_description_ingestion "Akin ingestion: takes in news and polls feeds")
set(unit_description_search "Akin search: full-text search over the articles")
set(unit_description_recommendation "Akin recommendation: Similar News and stories")
set(unit_description_web "Akin web: the news as pages, and over HTTP")
foreach(SERVICE IN LISTS AKIN_SERVICES)
  set(AFTER " akin-storage.service")
  if(SERVICE STREQUAL "storage")
    set(AFTER "")
  endif()
  set(DESCRIPTION ${unit_description_${SERVICE}})
  configure_file(${CMAKE_CURRENT_LIST_DIR}/akin.service.in ${CMAKE_BINARY_DIR}/debian/akin-${SERVICE}.service @ONLY)
  install(FILES ${CMAKE_BINARY_DIR}/debian/akin-${SERVICE}.service DESTINATION lib/systemd/system)
  install(FILES ${CMAKE_CURRENT_LIST_DIR}/flags/${SERVICE}.flags DESTINATION /etc/akin)
endforeach()
install(FILES ${CMAKE_CURRENT_LIST_DIR}/akin.target DESTINATION lib/systemd/system)

# --- The package
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME akin)
set(CPACK_PACKAGE_CONTACT "The Akin maintainers <akin@users.noreply.example.com>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)  # akin_VERSION_amd64.deb
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "news backend that answers what else is like a story
Akin takes in news (feeds, pages, agencies' formats, calls), keeps it, searches
it, and tells which other articles are like a given one. This package has its
four services, which talk gRPC, the site that shows their news, and the client
akin, which also runs all of them in one process.")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Feeds and pages are fetched by TLS; searches are by days of a time zone.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "ca-certificates, init-system-helpers (>= 1.54~), tzdata")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS redis-server)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
    ${CMAKE_CURRENT_LIST_DIR}/conffiles ${CMAKE_CURRENT_LIST_DIR}/postinst
    ${CMAKE_CURRENT_LIST_DIR}/prerm ${CMAKE_CURRENT_LIST_DIR}/postrm)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
