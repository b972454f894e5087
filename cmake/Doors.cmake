# SPDX-License-Identifier: GPL-3.0-or-later
# Rooms and doors. Every library names its room; the table below says which rooms a room may look into.
# An arrow that is not in the table stops the configure. See docs/architecture.md.

set(MAY_LINK_base "base")
set(MAY_LINK_scheduler "base")
set(MAY_LINK_device-data "base")                                  # device profiles: data both drivers and simulator read
set(MAY_LINK_door "base;device-data;door")                        # interfaces of drivers, no third-party header
set(MAY_LINK_driver "base;device-data;door")                      # never another driver, never up
set(MAY_LINK_site "base;scheduler;device-data")                   # the site file: a description of the ward, read by daemon and simulator
set(MAY_LINK_daemon "base;scheduler;device-data;door;site;daemon") # drivers only by their doors
set(MAY_LINK_sim-model "base")
set(MAY_LINK_sim "base;device-data;door;site;sim-model;sim")
set(MAY_LINK_rehearsal "base;scheduler;device-data;door;driver;site;daemon;sim-model") # composes a station on virtual time
set(MAY_LINK_composition "base;scheduler;device-data;door;driver;site;daemon;rehearsal;sim;sim-model") # main.cpp files: alone know concrete types
set(MAY_LINK_test "${MAY_LINK_composition};composition;test")

set_property(GLOBAL PROPERTY WARDCAST_TARGETS "")

# wardcast_room(TARGET ROOM): declares which room a target belongs to.
function(wardcast_room target room)
  if(NOT DEFINED MAY_LINK_${room})
    message(FATAL_ERROR "door violation: ${target} names the unknown room '${room}'")
  endif()
  set_property(TARGET ${target} PROPERTY WARDCAST_ROOM ${room})
  set_property(GLOBAL APPEND PROPERTY WARDCAST_TARGETS ${target})
endfunction()

# wardcast_library(TARGET ROOM room SOURCES … LINKS …): LINKS are public.
function(wardcast_library target)
  cmake_parse_arguments(arg "" "ROOM" "SOURCES;LINKS" ${ARGN})
  if(arg_SOURCES)
    add_library(${target} STATIC ${arg_SOURCES})
    target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(${target} PUBLIC ${arg_LINKS})
  else()
    add_library(${target} INTERFACE)
    target_include_directories(${target} INTERFACE ${CMAKE_SOURCE_DIR})
    target_link_libraries(${target} INTERFACE ${arg_LINKS})
  endif()
  wardcast_room(${target} ${arg_ROOM})
endfunction()

# wardcast_program(TARGET ROOM room SOURCES … LINKS …)
function(wardcast_program target)
  cmake_parse_arguments(arg "" "ROOM" "SOURCES;LINKS" ${ARGN})
  add_executable(${target} ${arg_SOURCES})
  target_link_libraries(${target} PRIVATE ${arg_LINKS})
  wardcast_room(${target} ${arg_ROOM})
endfunction()

# wardcast_test(NAME SOURCES … LINKS … [LABELS …]): a GoogleTest program, its tests known to ctest one by one.
function(wardcast_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINKS;LABELS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_compile_definitions(${name} PRIVATE WARDCAST_SOURCE_DIR="${CMAKE_SOURCE_DIR}" WARDCAST_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  target_link_libraries(${name} PRIVATE ${arg_LINKS} GTest::gmock GTest::gtest_main)
  if(NOT arg_LABELS)
    set(arg_LABELS unit) # an empty list would vanish from PROPERTIES below and take the next word with it
  endif()
  include(GoogleTest)
  # A sanitized program that is read from a busy disk for the first time takes its time to say what tests it has.
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 120 PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${WARDCAST_TEST_SECONDS})
  wardcast_room(${name} test)
  if("threads" IN_LIST arg_LABELS)
    target_sources(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests/support/logger_first.cpp)
    target_link_libraries(${name} PRIVATE spdlog::spdlog)
    add_dependencies(thread_tests ${name})
  endif()
  if(NOT "process" IN_LIST arg_LABELS)
    add_dependencies(part_tests ${name})
  endif()
  if("process" IN_LIST arg_LABELS OR "slow" IN_LIST arg_LABELS)
    add_dependencies(release_tests ${name})
  endif()
endfunction()
# What scripts/test builds of each preset. The address sanitizer sees every test of a part, the thread sanitizer those that run
# threads of ours; of the release build the shipped programs are tested, and whatever takes long without optimisation.
add_custom_target(part_tests)
add_custom_target(thread_tests)
add_custom_target(release_tests)

function(check_doors)
  get_property(targets GLOBAL PROPERTY WARDCAST_TARGETS)
  foreach(target IN LISTS targets)
    get_target_property(room ${target} WARDCAST_ROOM)
    get_target_property(type ${target} TYPE)
    if(type STREQUAL INTERFACE_LIBRARY)
      get_target_property(links ${target} INTERFACE_LINK_LIBRARIES)
    else()
      get_target_property(links ${target} LINK_LIBRARIES)
    endif()
    foreach(link IN LISTS links)
      if(NOT link IN_LIST targets)
        continue() # third party
      endif()
      get_target_property(other ${link} WARDCAST_ROOM)
      if(NOT other IN_LIST MAY_LINK_${room})
        message(FATAL_ERROR "door violation: ${target} (${room}) may not link ${link} (${other})")
      endif()
    endforeach()
  endforeach()
  list(LENGTH targets count)
  message(STATUS "Doors: ${count} targets, every link allowed")
endfunction()

function(check_doors_at_the_end)
  cmake_language(DEFER DIRECTORY ${CMAKE_SOURCE_DIR} CALL check_doors)
endfunction()
