# Run by cpack on what was installed, before it is packed: what a Debian package has otherwise, or beside it.
cmake_minimum_required(VERSION 3.25)
set(root ${CPACK_TEMPORARY_INSTALL_DIRECTORY})
set(doc ${root}/usr/share/doc/newssearch)
set(source ${CPACK_NEWSSEARCH_SOURCE_DIR})

file(MAKE_DIRECTORY ${root}/etc)
file(COPY_FILE ${source}/deploy/newssearch.conf ${root}/etc/newssearch.conf)
file(COPY_FILE ${source}/deploy/debian/copyright ${doc}/copyright)
file(COPY_FILE ${source}/CHANGELOG.md ${doc}/changelog)
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(WRITE ${doc}/changelog.Debian "\
newssearch (${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) bookworm; urgency=medium

  * Version ${CPACK_PACKAGE_VERSION}: changelog.gz has what is new.

 -- ${CPACK_PACKAGE_CONTACT}  ${date}
")
file(CHMOD ${root}/etc/newssearch.conf ${doc}/copyright ${doc}/changelog ${doc}/changelog.Debian
     PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)

file(GLOB pages ${root}/usr/share/man/man*/*)
execute_process(COMMAND gzip -9nf ${pages} ${doc}/changelog ${doc}/changelog.Debian COMMAND_ERROR_IS_FATAL ANY)
