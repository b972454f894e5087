# SPDX-License-Identifier: GPL-3.0-or-later
"""scripts/lint-coawait refuses each planted line at its place, and no good one."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

LINT = pathlib.Path(__file__).resolve().parent.parent.parent / "scripts/lint-coawait"

CLOSURE = "a closure or braces inside co_await"
BESIDE = "co_await beside ?, && or ||: name the awaited value first"

BAD = [
    ("co_await f([this] { return 1; });", CLOSURE),
    ("co_await f([a = std::move(b)]() mutable { g(); });", CLOSURE),
    ("co_await f({1, 2});", CLOSURE),
    ("const auto x = co_await f(a, Point{1, 2});", CLOSURE),
    ("if (co_await f()) g();", "co_await in the condition of if: name the awaited value first"),
    ("if (!co_await f()) break;", "co_await in the condition of if: name the awaited value first"),
    ("if (a && co_await f(g(b))) { h(); }", "co_await in the condition of if: name the awaited value first"),
    ("if (const auto x = co_await f(); x > 1) g();", "co_await in the condition of if: name the awaited value first"),
    ("if (a) g(); else if (h(co_await f())) g();", "co_await in the condition of if: name the awaited value first"),
    ("while (co_await read(*c)) g();", "co_await in the condition of while: name the awaited value first"),
    ("while (const auto text = co_await next()) {\n  g(text);\n}", "co_await in the condition of while: name the awaited value first"),
    ("do { g(); } while (co_await f());", "co_await in the condition of while: name the awaited value first"),
    ("for (int i = co_await f(); i < 3; ++i) g();", "co_await in the condition of for: name the awaited value first"),
    ("for (const auto x : co_await f()) g(x);", "co_await in the condition of for: name the awaited value first"),
    ("switch (co_await f()) { default: g(); }", "co_await in the condition of switch: name the awaited value first"),
    ("const int x = co_await f() ? 1 : 2;", BESIDE),
    ("const int x = a ? co_await f() : 2;", BESIDE),
    ("co_await f(a ? 1 : 2);", BESIDE),
    ("const bool x = a && co_await f();", BESIDE),
    ("co_return co_await f() || a;", BESIDE),
    ("asio::co_spawn(io, f(), asio::detached);", "detached swallows exceptions"),
]

GOOD = [
    "co_await f(a, 3, \"text\");",
    "const auto [error, size] = co_await asio::async_read(c.socket, buffer, kUseResult);",
    "const bool more = co_await read(*c);\n  if (!more) break;",
    "for (;;) {\n  const auto text = co_await next();\n  if (!text) break;\n}",
    "auto&& x = co_await f();",
    "if (a && b) co_await f();",
    "if (a || !g(b)) {\n  co_await f();\n} else {\n  co_await g();\n}",
    "while (a < b) co_await f();",
    "for (int i = 0; i < 3; ++i) co_await f(i);",
    "switch (a) {\n  case 1:\n    co_return co_await f();\n}",
    "const bool c = a ? b : d;\n  co_await f(c);",
    "// if (co_await f()) g();",
    "/* while (co_await f()) */ g();",
    "say(\"if (co_await f()) [x] { }\");",
    "say(R\"(if (co_await f()) \"q\" [x] { })\");",
    "const char c = '\"'; co_await f(c, 1'000'000); const char d = '\"';",
    "auto job = [this] { return 1; };\n  co_await f(std::move(job));",
]


def run(*arguments):
    return subprocess.run([sys.executable, LINT, *map(str, arguments)], capture_output=True, text=True, check=False)


class Lint(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = pathlib.Path(folder.name) / "planted.cpp"

    def lint(self, lines):
        self.file.write_text("asio::awaitable<void> planted() {\n  " + lines + "\n}\n")
        return run(self.file)

    def test_refuses_each_bad_line_at_its_place(self):
        for lines, problem in BAD:
            with self.subTest(lines):
                found = self.lint(lines)
                self.assertEqual(found.returncode, 1)
                self.assertEqual(found.stdout, f"{self.file}:2: {problem}\n")

    def test_lets_good_lines_pass(self):
        for lines in GOOD:
            with self.subTest(lines):
                found = self.lint(lines)
                self.assertEqual((found.returncode, found.stdout), (0, ""))

    def test_finds_several_in_one_file_in_its_order(self):
        found = self.lint("while (co_await f()) g();\n  h();\n  co_await f([x] { });")
        self.assertEqual([line.split(":")[1] for line in found.stdout.splitlines()], ["2", "4"])


if __name__ == "__main__":
    unittest.main()
