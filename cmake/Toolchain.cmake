# SPDX-License-Identifier: GPL-3.0-or-later
# Language level, warnings, sanitizers. Nothing here knows a target of the project.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

# -O2 for the shipped binary; -Og builds fast and keeps a sanitized run quick enough to be run often.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")
set(CMAKE_CXX_FLAGS_DEBUG "-Og -g1")

option(WARDCAST_FUZZ "Build the fuzzers of tests/fuzz, with clang" OFF)
if(WARDCAST_FUZZ)
  # Every object counts which of its branches ran; a program with a main of its own gets none of libFuzzer.
  set(fuzz_flags -fsanitize=fuzzer-no-link,address,undefined)
  add_compile_options(-O1 -w ${fuzz_flags} -fno-omit-frame-pointer -fno-sanitize-recover=all) # warnings are g++'s and clang-tidy's
  add_link_options(${fuzz_flags})
else()
  add_compile_options(
    -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
    -Woverloaded-virtual -Wnull-dereference -Wduplicated-cond -Wimplicit-fallthrough -fstack-protector-strong)
  # g++ 12 reports false positives of these inside libstdc++ and Boost once it inlines.
  add_compile_options(-Wno-null-dereference -Wno-maybe-uninitialized -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow)
endif()

set(WARDCAST_SANITIZE "" CACHE STRING "Comma separated list for -fsanitize=")
set(WARDCAST_TEST_SECONDS 120) # a test that takes longer hangs
if(WARDCAST_SANITIZE)
  set(WARDCAST_TEST_SECONDS 480)
  add_compile_options(-fsanitize=${WARDCAST_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${WARDCAST_SANITIZE})
  if(WARDCAST_SANITIZE MATCHES thread)
    add_compile_options(-Wno-tsan) # Asio uses atomic_thread_fence, which g++ warns of under -fsanitize=thread.
  endif()
endif()
