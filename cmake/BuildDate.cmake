# SPDX-License-Identifier: GPL-3.0-or-later
# WARDCAST_BUILD_DATE, in seconds since 1970, fixed when the build is configured: SOURCE_DATE_EPOCH if set, else the date of the
# commit, else that of the sources. Never later than this machine's clock shows: a program must not call the clock of its own
# birthplace wrong.
if(DEFINED ENV{SOURCE_DATE_EPOCH})
  set(WARDCAST_BUILD_DATE "$ENV{SOURCE_DATE_EPOCH}")
  if(NOT WARDCAST_BUILD_DATE MATCHES "^[0-9]+$")
    message(FATAL_ERROR "SOURCE_DATE_EPOCH is '${WARDCAST_BUILD_DATE}': a number of seconds since 1970 is expected")
  endif()
else()
  execute_process(COMMAND git -C ${CMAKE_SOURCE_DIR} log -1 --format=%ct
    OUTPUT_VARIABLE WARDCAST_BUILD_DATE OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(failed OR NOT WARDCAST_BUILD_DATE MATCHES "^[0-9]+$")
    file(TIMESTAMP ${CMAKE_SOURCE_DIR}/CMakeLists.txt WARDCAST_BUILD_DATE "%s" UTC)
  endif()
  string(TIMESTAMP now "%s" UTC)
  if(WARDCAST_BUILD_DATE GREATER now)
    set(WARDCAST_BUILD_DATE ${now})
  endif()
endif()
