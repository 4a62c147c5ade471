#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Check data/profiles/profile.schema.json: that it is a schema, that every
shipped profile keeps it, and that it agrees with the program's own reader about
the table of faults (see test-profile.c, which reads the same table).

Usage: check-profile-schema.py SCHEMA FAULTS PROFILE...
The first profile is the one that the table changes.
"""
import copy
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from tap import Tap, skip_all  # noqa: E402  pylint: disable=wrong-import-position

REMOVED = object()

try:
    from jsonschema import Draft202012Validator, draft202012_format_checker
except ImportError:
    skip_all("needs the Debian package python3-jsonschema")


def find_parent(document, pointer):
    """Return what holds the place that a JSON pointer names, and its key there."""
    *tokens, last = pointer.split("/")[1:]
    for token in tokens:
        document = document[int(token)] if isinstance(document, list) else document[token]
    return document, last


def list_changes(case):
    """Return the changes of one case of the table as (pointer, value) pairs; the
    value REMOVED takes something away."""
    changes = list(case.get("set", {}).items())
    return changes + [(pointer, REMOVED) for pointer in case.get("remove", [])]


def apply_changes(profile, changes):
    """Return a changed copy of a profile."""
    profile = copy.deepcopy(profile)
    for pointer, value in changes:
        parent, key = find_parent(profile, pointer)
        if value is REMOVED:
            del parent[key]
        elif isinstance(parent, list):
            assert key == "-", pointer
            parent.append(copy.deepcopy(value))
        else:
            parent[key] = copy.deepcopy(value)
    return profile


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def find_faults(validator, document):
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


def main(schema_path, faults_path, *profile_paths):
    schema = load(schema_path)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=draft202012_format_checker)
    tap = Tap()

    for path in profile_paths:
        faults = find_faults(validator, load(path))
        tap.result(f"{pathlib.Path(path).name} keeps the schema", faults)

    base = load(profile_paths[0])
    for case in load(faults_path):
        changes = list_changes(case)
        faults = find_faults(validator, apply_changes(base, changes))
        # What the schema refuses the program must refuse too; the other way
        # round there are rules that a schema cannot say.
        agreed = (not faults) == case["schema"] and (case["schema"] or bool(case["faults"]))
        tap.result(case["name"], [] if agreed else ["the schema and the program disagree", *faults])
        if not case["schema"]:
            missed = [pointer for pointer, value in changes
                      if not find_faults(validator, apply_changes(base, [(pointer, value)]))]
            tap.result(f"{case['name']}: each alone", missed)
    return tap.finish()


sys.exit(main(*sys.argv[1:]))
