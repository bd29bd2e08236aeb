#!/usr/bin/env python3
"""Splits a header that flatc generated: what it defines inline goes to a source file of its own.

flatc writes every function of every table inline, so that each file that includes the header compiles
them all again. usage: outline.py GENERATED.h HEADER.h SOURCE.cpp INCLUDE
INCLUDE is the header that the source begins with (it includes HEADER.h and what that needs).
"""
import re
import sys

TABLE = re.compile(r"^struct (\w+) FLATBUFFERS_FINAL_CLASS : private flatbuffers::Table \{")
DEFAULT = re.compile(r" = (?:[^,(){}]|\([^()]*\)|\{[^{}]*\})+(?=[,)])")


def block(lines, start, end):
    """The lines from `start` up to and including the first that is `end`."""
    stop = start
    while lines[stop] != end:
        stop += 1
    return lines[start : stop + 1], stop + 1


def signature(function):
    """The lines up to the one that opens the body."""
    for count, line in enumerate(function):
        if line.endswith("{"):
            return function[: count + 1]
    raise ValueError(function[0])


def take_function(lines, at, header, source):
    """A function at column 0: its declaration stays, its definition moves."""
    function, after = block(lines, at, "}")
    head = signature(function)
    text = "\n".join(head)
    is_member = re.search(r"\w::(~?\w+|operator\S+)\(", text.split("{")[0]) is not None
    if not is_member:
        header.append(text[: text.rindex("{")].rstrip().replace("inline ", "", 1) + ";")
    body = function[len(head) :]
    bare = DEFAULT.sub("", text[: text.rindex("{")]).replace("inline ", "", 1)
    source.append(bare + "{\n" + "\n".join(body) + "\n")
    return after


def take_verify(lines, at, table, header, source):
    """Verify() of a table, which stands inside its struct."""
    function, after = block(lines, at, "  }")
    header.append("  bool Verify(flatbuffers::Verifier &verifier) const;")
    moved = [f"bool {table}::Verify(flatbuffers::Verifier &verifier) const {{"] + function[1:-1] + ["}"]
    source.append("\n".join(moved) + "\n")
    return after


def split(lines):
    header, source, table, at = [], [], "", 0
    while at < len(lines):
        line = lines[at]
        opened = TABLE.match(line)
        if opened:
            table = opened.group(1)
        if line.startswith("  bool Verify(flatbuffers::Verifier &verifier) const {"):
            at = take_verify(lines, at, table, header, source)
        elif line.startswith("inline ") and line.endswith(";"):
            header.append(line.replace("inline ", "", 1))
            at += 1
        elif line.startswith("inline "):
            at = take_function(lines, at, header, source)
        else:
            header.append(line)
            at += 1
    return header, source


def main():
    generated, header_path, source_path, include = sys.argv[1:]
    with open(generated, encoding="utf-8") as file:
        lines = file.read().split("\n")
    header, source = split(lines)
    namespaces = [line for line in header if re.match(r"^namespace \w+ \{$", line)]
    names = list(dict.fromkeys(namespaces))
    with open(header_path, "w", encoding="utf-8") as file:
        file.write("\n".join(header))
    with open(source_path, "w", encoding="utf-8") as file:
        file.write(f'#include "{include}"\n\n' + "\n".join(names) + "\n\n")
        file.write("\n".join(source))
        file.write("\n" + "}\n" * len(names))


main()
