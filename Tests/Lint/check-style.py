#!/usr/bin/env python3
"""Checks habits that `swift format` has no rule for.

A test is named by a sentence in backticks, and has no second name as an argument
of `@Test`. No function is longer than 60 lines. A source has one type, which it
is named after, and may have private ones. Whatever is public and throws says
what, under `- Throws:`.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LONGEST = 60

TEST = re.compile(r"@Test\b(\(\s*\")?.*?\bfunc\s+(`)?", re.DOTALL)
CALLABLE = re.compile(r"^ *(?:@\w+ )*(?:[a-z]+ )*(?:func|init|subscript|var)\b")
TYPE = re.compile(
    r"^(?!.*\b(?:file)?private )(?:@\w+ )*(?:[a-z]+ )*"
    r"(?:struct|class|enum|protocol|actor) (\w+)",
    re.MULTILINE,
)
PUBLIC = re.compile(r"^ *(?:@\w+ )*public (?:[a-z]+ )*(?:func|init|subscript)\b")


def indentation(line: str) -> int:
    """The spaces that a line begins with."""
    return len(line) - len(line.lstrip(" "))


def names(text: str) -> list[tuple[int, str]]:
    """Tests with a name in another style, each with its line."""
    found = []
    for match in TEST.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        if match[1]:
            found.append((line, "a test has its sentence as its name, not as an argument"))
        elif not match[2]:
            found.append((line, "a test's name is a sentence in backticks"))
    return found


def lengths(lines: list[str]) -> list[tuple[int, str]]:
    """Functions of too many lines. The format puts a body's end under its start."""
    found = []
    for start, line in enumerate(lines):
        if not CALLABLE.match(line):
            continue
        for end in range(start + 1, len(lines)):
            after = lines[end]
            if not after or indentation(after) > indentation(line):
                continue
            if after.lstrip().startswith((")", "{", "where")):
                continue  # A signature in several lines.
            if after.lstrip() == "}" and end - start >= LONGEST:
                found.append((start + 1, f"a function of {end - start + 1} lines"))
            break
    return found


def types(path: pathlib.Path, text: str) -> list[tuple[int, str]]:
    """Types that are not in a file of their own name."""
    found = []
    for match in TYPE.finditer(text):
        if match[1] != path.stem:
            line = text.count("\n", 0, match.start()) + 1
            found.append((line, f"{match[1]} belongs into a file of its own name"))
    return found


def throwing(lines: list[str]) -> list[tuple[int, str]]:
    """Public members that throw and do not say what."""
    found = []
    for start, line in enumerate(lines):
        if not PUBLIC.match(line):
            continue
        end = start
        while "{" not in lines[end]:
            end += 1
        signature = " ".join(lines[start : end + 1]).partition("{")[0]
        # What a closure throws is in parentheses, however deep.
        while (bare := re.sub(r"\([^()]*\)", "", signature)) != signature:
            signature = bare
        above = start - 1
        while lines[above].lstrip().startswith(("///", "@")):
            above -= 1
        comment = " ".join(lines[above + 1 : start])
        if re.search(r"\bthrows\b", signature) and "- Throws:" not in comment:
            found.append((start + 1, "a public member throws, and does not say what"))
    return found


def main() -> int:
    """Prints every fault; the status is 1 if there is one."""
    faults = 0
    for folder in ("Sources", "Tests"):
        for path in sorted((ROOT / folder).rglob("*.swift")):
            text = path.read_text()
            lines = text.splitlines()
            found = lengths(lines)
            if folder == "Sources":
                found += throwing(lines) + types(path, text)
            else:
                found += names(text)
            for line, fault in sorted(found):
                print(f"{path.relative_to(ROOT)}:{line}: {fault}")
            faults += len(found)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
