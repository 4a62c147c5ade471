#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes reports of saved runs with linecheck-cli, as a person would; prints TAP.

    test-cli-report.py TOP LINECHECK-CLI

The command asks the network nothing, so this needs neither root nor a
namespace.
"""

import csv
import io
import json
import os
import pathlib
import pty
import subprocess
import sys
import tempfile

import jsonschema

TOP = pathlib.Path(sys.argv[1]).resolve()
CLI = pathlib.Path(sys.argv[2]).resolve()
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from tap import run_tests  # noqa: E402  pylint: disable=wrong-import-position

RUNS = TOP / "tests/report/runs"
SAVED = [*sorted(RUNS.glob("*.json")), *sorted(RUNS.glob("versions/*.json"))]
BLOCKED = RUNS / "udp-blocked.json"
SCHEMAS = {1: "data/run.schema.json", 2: "data/run-2.schema.json"}
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8"}
LIMIT_S = 60
DONE, WRONG = 0, 2
STARTS = {"text": b"Network report", "html": b"<!DOCTYPE html>", "csv": b"", "json": b"{\n", "pdf": b"%PDF-1."}
SUFFIXES = {"text": ".txt", "html": ".html", "csv": ".csv", "json": ".json", "pdf": ".pdf"}
# What the lab's client is, and what nobody else has.
PRIVATE = [b"192.168.77.1", b"203.0.113.2:", b"eth0", b"Lab CA"]


def expect(condition, *seen):
    if not condition:
        raise AssertionError("\n".join(str(part)[:2000] for part in seen))


def report(*arguments, **options):
    return subprocess.run([CLI, "report", *map(str, arguments)], capture_output=True, env=ENVIRONMENT,
                          timeout=LIMIT_S, check=False, **options)


def validate(data):
    run = json.loads(data)
    schema = json.loads((TOP / SCHEMAS[run["version"]]).read_text())
    jsonschema.Draft202012Validator(schema).validate(run)
    return run


def check_format(name, data):
    expect(data.startswith(STARTS[name]) and len(data) > 1000, name, data[:200])
    if name == "json":
        validate(data)
    elif name == "csv":
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
        expect(len(rows) > 20 and len({len(row) for row in rows}) == 1, rows[:2])
    elif name == "text":
        expect(max(map(len, data.decode().splitlines())) <= 80, data)
    elif name == "pdf":
        expect(data.rstrip().endswith(b"%%EOF"), data[-100:])


def test_every_format():
    for name in STARTS:
        done = report(BLOCKED, "--format", name)
        expect(done.returncode == DONE and not done.stderr, name, done.stderr)
        check_format(name, done.stdout)


def test_default_is_text():
    done = report(BLOCKED)
    expect(done.returncode == DONE and done.stdout == report("--format", "text", BLOCKED).stdout, done)


def test_format_by_name_of_the_file():
    with tempfile.TemporaryDirectory() as folder:
        for name, suffix in SUFFIXES.items():
            for file in (f"{folder}/r{suffix}", f"{folder}/R.x{suffix.upper()}"):
                done = report(BLOCKED, "--output", file)
                expect(done.returncode == DONE and not done.stdout and not done.stderr, done)
                check_format(name, pathlib.Path(file).read_bytes())
        done = report(BLOCKED, "--output", f"{folder}/plain", "--format", "csv")
        expect(done.returncode == DONE, done)
        check_format("csv", pathlib.Path(f"{folder}/plain").read_bytes())


def test_usage():
    for arguments, words in (
            ([], "expected the file of a saved run"),
            ([BLOCKED, "other.json"], "other.json"),
            ([BLOCKED, "--nonsense"], "--nonsense"),
            ([BLOCKED, "--format", "xml"], "expected one of pdf, html, text, csv, json, found “xml”"),
            ([BLOCKED, "--format", "checklist"], "found “checklist”"),
            ([BLOCKED, "--output", "/nonexistent/report"], ".pdf, .html, .txt, .csv, .json"),
            ([BLOCKED, "--profile", "/nonexistent/profile.json"], "/nonexistent/profile.json"),
            (["/nonexistent/run.json"], "/nonexistent/run.json"),
            ([TOP / "data/profiles/quicklink-studio.json"], "quicklink-studio.json: /format"),
            ([TOP / "README.md"], "README.md")):
        done = report(*arguments)
        expect(done.returncode == WRONG and not done.stdout, arguments, done)
        expect(done.stderr.startswith(b"linecheck-cli: ") and words in done.stderr.decode(), words, done.stderr)


def test_help():
    done = report("--help")
    expect(done.returncode == DONE, done)
    for option in ("format", "output", "redact", "profile", "verbose"):
        expect(f"--{option}" in done.stdout.decode(), option, done.stdout)


def test_standard_input():
    current = (RUNS / "versions/2.json").read_bytes()
    done = report("-", "--format", "json", input=current)
    expect(done.returncode == DONE and done.stdout == current, done)
    done = report("-", input=b"{}")
    expect(done.returncode == WRONG and b"standard input: /format" in done.stderr, done.stderr)
    done = report("-", input=b"")
    expect(done.returncode == WRONG and b"standard input" in done.stderr, done.stderr)


def test_a_run_of_another_version():
    run = json.loads(BLOCKED.read_text())
    run["version"] = 99
    done = report("-", input=json.dumps(run).encode())
    expect(done.returncode == WRONG and not done.stdout, done)
    expect(b'standard input: /version: this run was made by Linecheck "0.1.0"; this version reads up to format 2'
           in done.stderr, done.stderr)


def test_unknown_members():
    run = json.loads((RUNS / "versions/2.json").read_text())
    run["mood"] = "good"
    for arguments, said in ([], b""), (["--verbose"], b"linecheck-cli: standard input: /mood: not known to this"):
        done = report("-", *arguments, input=json.dumps(run).encode())
        expect(done.returncode == DONE and done.stdout, done)
        expect(said in done.stderr if said else not done.stderr, done.stderr)


def test_judged_again():
    """A run that older rules judged otherwise says both, and its file stays as it is."""
    said = "Judged again by this version: Ready to go live; when it was saved ("
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "run.json")
        saved = (RUNS / "healthy.json").read_text().replace('"status" : "ready"', '"status" : "not-ready"', 1)
        file.write_text(saved)
        for arguments in [], ["--redact"]:
            text = " ".join(report(file, *arguments).stdout.decode().split())
            expect(said in text and "): Not ready." in text, text)
        expect(file.read_text() == saved, file)
    text = report(RUNS / "healthy.json").stdout.decode()
    expect("Judged again" not in text, text)


def test_every_version_opens():
    """A run of every format version that was released, of its number."""
    versions = sorted(RUNS.glob("versions/*.json"))
    expect(versions, RUNS)
    for file in versions:
        expect(json.loads(file.read_text())["version"] == int(file.stem), file)
        for name in STARTS:
            done = report(file, "--format", name)
            expect(done.returncode == DONE, file, done.stderr)
            check_format(name, done.stdout)


def test_saved_runs_keep_to_the_schema():
    for file in SAVED:
        validate(file.read_bytes())
        for arguments in ([], ["--redact"]):
            done = report(file, "--format", "json", *arguments)
            expect(done.returncode == DONE, file, done.stderr)
            validate(done.stdout)


def test_redacted():
    redacted = report(BLOCKED, "--redact", "--format", "json").stdout
    for word in PRIVATE:
        expect(word in BLOCKED.read_bytes() and word not in redacted, word)
    for name in STARTS:
        done = report(BLOCKED, "--redact", "--format", name)
        expect(done.returncode == DONE and not done.stderr, done)
        check_format(name, done.stdout)
        for word in PRIVATE if name != "pdf" else []:
            expect(word not in done.stdout, name, word)
        expect(name == "pdf" or b"quicklink.network" in done.stdout, name)
    again = report("-", "--redact", "--format", "json", input=redacted)
    expect(again.stdout == redacted, again)


def test_redacted_pdf():
    """The words of it: in the file itself they are packed."""
    with tempfile.TemporaryDirectory() as folder:
        done = report(BLOCKED, "--redact", "--output", f"{folder}/r.pdf")
        expect(done.returncode == DONE, done)
        text = subprocess.run(["pdftotext", f"{folder}/r.pdf", "-"], capture_output=True, check=True).stdout
        for word in PRIVATE:
            expect(word not in text, word, text)
        expect(b"quicklink.network" in text and b"203.0.113.x" in text, text)


def test_unwritable():
    done = report(BLOCKED, "--output", "/nonexistent/report.html")
    expect(done.returncode == WRONG and not done.stdout, done)
    expect(b"linecheck-cli: /nonexistent/report.html: " in done.stderr, done.stderr)


def test_a_file_is_replaced_as_a_whole():
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "report.csv"
        file.write_text("old" * 100000)
        expect(report(BLOCKED, "--output", file).returncode == DONE, file)
        check_format("csv", file.read_bytes())
        expect([entry.name for entry in pathlib.Path(folder).iterdir()] == ["report.csv"], folder)
        before = file.read_bytes()
        expect(report("/nonexistent/run.json", "--output", file).returncode == WRONG, file)
        expect(file.read_bytes() == before, file)


def test_full_disk():
    with open("/dev/full", "wb") as full:
        done = subprocess.run([CLI, "report", BLOCKED], stdout=full, stderr=subprocess.PIPE, env=ENVIRONMENT,
                              timeout=LIMIT_S, check=False)
    expect(done.returncode == WRONG and b"standard output: " in done.stderr, done)


def test_terminal():
    """A terminal gets text, and no PDF."""
    for name, status in (("pdf", WRONG), ("text", DONE)):
        controller, terminal = pty.openpty()
        with subprocess.Popen([CLI, "report", BLOCKED, "--format", name], stdout=terminal, stderr=subprocess.PIPE,
                              env=ENVIRONMENT) as process:
            os.close(terminal)
            written = b""
            while True:
                try:
                    part = os.read(controller, 65536)
                except OSError:
                    break
                written += part
            message = process.stderr.read()
            process.wait(LIMIT_S)
        os.close(controller)
        expect(process.returncode == status, name, process.returncode)
        expect((b"Network report" in written) == (status == DONE), name, written)
        expect((b"--output" in message) == (status == WRONG), name, message)


if __name__ == "__main__":
    sys.exit(run_tests(globals()))
