# SPDX-License-Identifier: GPL-3.0-or-later
"""An illegal link, planted in a small project that uses cmake/Doors.cmake, stops the configure; the legal one passes."""
import os
import pathlib
import subprocess
import tempfile
import unittest

DOORS = pathlib.Path(__file__).resolve().parent.parent.parent / "cmake/Doors.cmake"

# No language is enabled, so no compiler is looked for: rooms and links are all that counts here.
PROJECT = """
cmake_minimum_required(VERSION 3.25)
project(planted LANGUAGES NONE)
include({doors})
wardcast_library(base_words ROOM base LINKS Somebody::else)
wardcast_library(plan ROOM scheduler LINKS base_words)
wardcast_library(relay_door ROOM door LINKS base_words)
wardcast_library(relay_bus ROOM driver LINKS relay_door)
wardcast_library(sound_bus ROOM driver LINKS base_words)
wardcast_library(box ROOM sim LINKS base_words)
{planted}
check_doors_at_the_end()
"""

ILLEGAL = [
    ("wardcast_library(bad ROOM scheduler LINKS relay_bus)", "door violation: bad (scheduler) may not link relay_bus (driver)"),
    ("wardcast_library(bad ROOM scheduler LINKS relay_door)", "door violation: bad (scheduler) may not link relay_door (door)"),
    ("wardcast_library(bad ROOM daemon LINKS plan relay_door sound_bus)", "door violation: bad (daemon) may not link sound_bus (driver)"),
    ("wardcast_library(bad ROOM driver LINKS relay_bus)", "door violation: bad (driver) may not link relay_bus (driver)"),
    ("wardcast_library(bad ROOM sim LINKS relay_bus)", "door violation: bad (sim) may not link relay_bus (driver)"),
    ("wardcast_library(bad ROOM base LINKS plan)", "door violation: bad (base) may not link plan (scheduler)"),
    # Linked after the library was declared, as somebody in a hurry would.
    ("target_link_libraries(plan INTERFACE relay_bus)", "door violation: plan (scheduler) may not link relay_bus (driver)"),
    ("wardcast_library(bad ROOM cellar LINKS base_words)", "door violation: bad names the unknown room 'cellar'"),
]

LEGAL = [
    "",
    "wardcast_library(good ROOM daemon LINKS plan relay_door base_words)",
    "wardcast_library(good ROOM composition LINKS plan relay_bus sound_bus)",
]


def configure(planted):
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "CMakeLists.txt").write_text(PROJECT.format(doors=DOORS, planted=planted))
        command = [os.environ.get("CMAKE_COMMAND", "cmake"), "-S", folder, "-B", f"{folder}/build", "-G", "Ninja"]
        return subprocess.run(command, capture_output=True, text=True, check=False)


class Doors(unittest.TestCase):
    def test_an_illegal_link_stops_the_configure(self):
        for planted, problem in ILLEGAL:
            with self.subTest(planted):
                run = configure(planted)
                self.assertNotEqual(run.returncode, 0)
                # CMake breaks long lines of a message.
                self.assertIn(problem, " ".join(run.stderr.split()))

    def test_allowed_links_pass(self):
        for planted in LEGAL:
            with self.subTest(planted):
                run = configure(planted)
                self.assertEqual(run.returncode, 0, run.stderr)
                self.assertIn("every link allowed", run.stdout)


if __name__ == "__main__":
    unittest.main()
