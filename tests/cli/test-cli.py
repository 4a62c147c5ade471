#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs linecheck-cli as a person or a script would; prints TAP.

    test-cli.py TOP LINECHECK-CLI

Everything happens in a network namespace that has a loopback interface alone,
so that no packet leaves this machine. Needs root.
"""

import json
import os
import pathlib
import pty
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time

TOP = pathlib.Path(sys.argv[1]).resolve()
CLI = pathlib.Path(sys.argv[2]).resolve()
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from tap import run_tests, skip_all  # noqa: E402  pylint: disable=wrong-import-position

READY, CAUTIONS, USAGE, NOT_READY, INCOMPLETE = range(5)
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": ""}
LIMIT_S = 30


def expect(condition, *seen):
    if not condition:
        raise AssertionError("\n".join(str(part) for part in seen))


def run(*arguments):
    return subprocess.run([CLI, *arguments], capture_output=True, text=True, env=ENVIRONMENT,
                          timeout=LIMIT_S, check=False)


def make_profile(folder, port=9, host="127.0.0.1"):
    """The built-in profile with every host and range on loopback."""
    profile = json.loads((TOP / "data/profiles/quicklink-studio.json").read_text())
    for endpoint in profile["endpoints"]:
        endpoint["host"] = host
        for server in endpoint["ports"]:
            server["port"] = port if server["layer"] == "vendor" else server["port"]
        if endpoint["kind"] in ("stun", "turn"):
            endpoint["ports"] = [server for server in endpoint["ports"] if server["layer"] == "vendor"]
    for index, region in enumerate(profile["regions"]):
        region["ranges"] = [{"first": f"127.0.{index + 1}.0", "last": f"127.0.{index + 1}.7",
                             "layer": region["layer"]}]
    path = pathlib.Path(folder) / "loopback.json"
    path.write_text(json.dumps(profile))
    return path


def test_version():
    done = run("--version")
    expect(re.fullmatch(r"linecheck-cli \d+\.\d+\.\d+\n", done.stdout) and done.returncode == READY, done)


def test_help():
    done = run("--help")
    expect(done.returncode == READY, done)
    for option in ("profile", "only", "format", "output", "redact", "samples", "timeout", "all-regions", "quiet",
                   "no-color", "list", "version"):
        expect(f"--{option}" in done.stdout, option, done.stdout)
    expect(re.search(r"^  rules  ", done.stdout, re.MULTILINE), done.stdout)


def test_list():
    done = run("--list")
    ids = [line.split()[0] for line in done.stdout.splitlines()]
    expect(done.returncode == READY, done)
    expect(ids == ["computer.network", "computer.gateway", "computer.proxy", "computer.clock",
                   "dns.portal", "dns.socket-io", "dns.signaling", "portal", "socket-io", "signaling",
                   "dns.stun", "dns.turn", "stun.udp", "stun.tcp", "turn.udp", "turn.tcp", "turn.443",
                   "region.au1", "region.br1", "region.ie1", "region.jp1", "region.sg1", "region.us1",
                   "region.us2", "routing"], ids)
    every = run("--list", "--all-regions").stdout
    expect("region.de1" in every and "region.in1" in every, every)
    turn = run("--list", "--only", "turn,computer.clock").stdout
    expect([line.split()[0] for line in turn.splitlines()] ==
           ["computer.clock", "portal", "turn.udp", "turn.tcp", "turn.443"], turn)


def test_usage():
    for arguments, words in (
            (["--nonsense"], "--nonsense"),
            (["word"], "word"),
            (["rule"], "“rule”: expected an option or one of the commands “report”, “rules”"),
            (["--list", "rules"], "“rules”: expected an option, found a word"),
            (["--format", "xml"], "expected one of checklist, pdf, html, text, csv, json, found “xml”"),
            (["--output", "/nonexistent/report"], ".pdf, .html, .txt, .csv, .json"),
            (["rules"], "--format: expected one of nftables, iptables, windows, cisco, fortinet, csv, markdown"),
            (["rules", "--format", "xml"], "found “xml”"),
            (["rules", "--format", "csv", "word"], "word"),
            (["rules", "--format", "csv", "--samples", "3"], "--samples"),
            (["rules", "--format", "csv", "--profile", "/nonexistent/profile.json"], "/nonexistent/profile.json"),
            (["rules", "--format", "csv", "--output", "/nonexistent/rules.csv"], "/nonexistent/rules.csv"),
            (["--samples", "0x"], "samples"),
            (["--samples", "-3"], "--samples"),
            (["--samples", "0"], "--samples"),
            (["--samples", "1001"], "1001"),
            (["--timeout", "-1"], "--timeout"),
            (["--timeout", "0"], "--timeout"),
            (["--timeout", "nan"], "--timeout"),
            (["--timeout", "601"], "601"),
            (["--only", ""], "--only"),
            (["--only", "portal,,turn"], "portal,,turn"),
            (["--only", "portals"], "portals"),
            (["--profile", "/nonexistent/profile.json"], "/nonexistent/profile.json")):
        done = run(*arguments)
        expect(done.returncode == USAGE and not done.stdout, arguments, done)
        expect(done.stderr.startswith("linecheck-cli: ") and words in done.stderr, arguments, done.stderr)


def test_rules_help():
    done = run("rules", "--help")
    expect(done.returncode == READY and "linecheck-cli rules [" in done.stdout, done)
    for option in ("format", "complete", "profile", "output"):
        expect(f"--{option}" in done.stdout, option, done.stdout)


def test_rules():
    short = run("rules", "--format", "csv")
    expect(short.returncode == READY and not short.stderr, short)
    expect("54.171.127.192/26" in short.stdout and "18.156.18.128/25" not in short.stdout, short.stdout)
    complete = run("rules", "--format", "csv", "--complete")
    expect("54.171.127.192/26" in complete.stdout and "18.156.18.128/25" in complete.stdout, complete.stdout)
    with tempfile.TemporaryDirectory() as folder:
        path = make_profile(folder, host="stream.example")
        output = pathlib.Path(folder) / "rules.csv"
        done = run("rules", "--format", "csv", "--profile", str(path), "-o", str(output))
        expect(done.returncode == READY and not done.stdout and not done.stderr, done)
        expect("stream.example" in output.read_text() and "127.0.3.0/29" in output.read_text(), output.read_text())


def test_rules_formats():
    for name in ("nftables", "iptables", "windows", "cisco", "fortinet", "csv", "markdown"):
        done = run("rules", "--format", name)
        expect(done.returncode == READY and not done.stderr, done)
        for word in ("quicklink.network", "Quicklink Studio", "outbound", "1024"):
            expect(word in done.stdout, name, word, done.stdout)


def test_bad_profile():
    with tempfile.TemporaryDirectory() as folder:
        path = make_profile(folder)
        profile = json.loads(path.read_text())
        profile["endpoints"][0]["host"] = "not a host"
        profile["revision"] = 7
        path.write_text(json.dumps(profile))
        done = run("--profile", str(path))
        expect(done.returncode == USAGE and not done.stdout, done)
        expect("loopback.json: /endpoints/0/host: " in done.stderr, done.stderr)
        expect("loopback.json: /revision: " in done.stderr, done.stderr)


def test_everything_refused():
    with tempfile.TemporaryDirectory() as folder:
        path = make_profile(folder)
        done = run("--profile", str(path))
        expect(done.returncode == NOT_READY, done)
        expect("\033" not in done.stdout and not done.stderr, done)
        expect("Not ready\n" in done.stdout and "Failed" in done.stdout, done.stdout)
        expect("Ask IT to allow outgoing traffic to 127.0.0.1, TCP port 9." in done.stdout, done.stdout)
        quiet = run("--profile", str(path), "--quiet")
        expect(quiet.stdout.startswith("Not ready\n") and "Portal and signaling" not in quiet.stdout, quiet)


def test_json():
    with tempfile.TemporaryDirectory() as folder:
        path = make_profile(folder)
        output = pathlib.Path(folder) / "run.json"
        done = run("--profile", str(path), "--format", "json", "--output", str(output), "--samples", "3")
        expect(done.returncode == NOT_READY and "Not ready\n" in done.stdout and not done.stderr, done)
        saved = json.loads(output.read_text())
        expect(saved["verdict"]["status"] == "not-ready" and saved["options"]["samples"] == 3, saved)
        checks = {check["id"]: check for check in saved["checks"]}
        expect(checks["portal"]["verdict"]["cause"] == "refused", checks["portal"])
        expect(checks["stun.udp"]["verdict"]["cause"] == "refused", checks["stun.udp"])
        expect(checks["region.ie1"]["verdict"]["cause"] == "refused", checks["region.ie1"])
        check_schema(saved)


def test_reports():
    """A report in the place of the checklist, or in a file beside it."""
    with tempfile.TemporaryDirectory() as folder:
        path = make_profile(folder)
        arguments = ["--profile", str(path), "--only", "computer.network,computer.proxy"]
        text = run(*arguments, "--format", "text")
        expect(text.returncode == INCOMPLETE and text.stdout.startswith("Network report") and not text.stderr, text)
        checklist = run(*arguments)
        expect("Network report" not in checklist.stdout, checklist)
        expect(run(*arguments, "--format", "checklist").stdout == checklist.stdout, checklist)
        for suffix, start in ((".txt", "Network report"), (".html", "<!DOCTYPE html>"), (".json", "{\n")):
            output = pathlib.Path(folder) / f"report{suffix}"
            done = run(*arguments, "--output", str(output))
            expect(done.returncode == INCOMPLETE and done.stdout == checklist.stdout and not done.stderr, done)
            expect(output.read_text().startswith(start), output.read_text()[:200])
        output = pathlib.Path(folder) / "list"
        done = run(*arguments, "--output", str(output), "--format", "checklist")
        expect(output.read_text() == checklist.stdout, output.read_text())


def test_redacted():
    """Loopback addresses are private; the figures stay."""
    with tempfile.TemporaryDirectory() as folder:
        path = make_profile(folder)
        output = pathlib.Path(folder) / "run.json"
        done = run("--profile", str(path), "--redact", "--output", str(output))
        expect(done.returncode == NOT_READY and not done.stderr, done)
        expect("127.0.0." not in done.stdout and ", TCP port 9 was refused." in done.stdout, done.stdout)
        expect("127.0.0." not in output.read_text(), output.read_text())
        check_schema(json.loads(output.read_text()))
        expect(json.loads(output.read_text())["verdict"]["status"] == "not-ready", output.read_text())


def check_schema(saved):
    try:
        import jsonschema
    except ImportError:
        expect(False, "needs the Debian package python3-jsonschema")
    schema = json.loads((TOP / "data/run-2.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(saved)


def test_unwritable_output():
    with tempfile.TemporaryDirectory() as folder:
        path = make_profile(folder)
        done = run("--profile", str(path), "--format", "json", "--output", f"{folder}/none/run.json")
        expect(done.returncode == USAGE and f"{folder}/none/run.json" in done.stderr, done)
        expect(json.loads(done.stdout)["format"] == "linecheck-run", done)
        done = run("--profile", str(path), "--redact", "--output", f"{folder}/none/report.html")
        expect(done.returncode == USAGE and f"{folder}/none/report.html" in done.stderr, done)
        expect(json.loads(done.stdout)["format"] == "linecheck-run" and "127.0.0." not in done.stdout, done)


def test_only_is_incomplete():
    with tempfile.TemporaryDirectory() as folder:
        path = make_profile(folder)
        done = run("--profile", str(path), "--only", "computer.proxy")
        expect(done.returncode == INCOMPLETE and "Check incomplete" in done.stdout, done)


def interrupt(number):
    """A server that accepts and says nothing; the person has enough of it."""
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as server:
        path = make_profile(folder, port=server.getsockname()[1])
        with subprocess.Popen([CLI, "--profile", str(path), "--format", "json"], env=ENVIRONMENT,
                              stdout=subprocess.PIPE, text=True) as process:
            with server.accept()[0]:
                process.send_signal(number)
                stdout, _ = process.communicate(timeout=LIMIT_S)
        saved = json.loads(stdout)
        expect(process.returncode == INCOMPLETE, process.returncode)
        expect(saved["interrupted"] and saved["verdict"]["status"] == "incomplete", saved["verdict"])
        expect(saved["duration_us"] < 3000000, saved["duration_us"])


def test_interrupt():
    interrupt(signal.SIGINT)


def test_terminate():
    interrupt(signal.SIGTERM)


def read_terminal(arguments, rows, columns=100):
    """What the program writes to a terminal of that size."""
    process, terminal = pty.fork()
    if process == 0:
        os.environ.update(ENVIRONMENT, TERM="xterm-256color")
        os.execv(CLI, [str(CLI), *arguments])
    import fcntl
    import struct
    import termios
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    written = b""
    deadline = time.monotonic() + LIMIT_S
    while time.monotonic() < deadline and select.select([terminal], [], [], deadline - time.monotonic())[0]:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        written += part
    _, status = os.waitpid(process, 0)
    os.close(terminal)
    return written.decode(), os.waitstatus_to_exitcode(status)


def test_terminal():
    with tempfile.TemporaryDirectory() as folder:
        path = make_profile(folder)
        text, status = read_terminal(["--profile", str(path)], rows=60)
        expect(status == NOT_READY, status, text)
        expect("\033[J" in text and "Checking" in text and " checks" in text, text)
        expect("\033[31mFailed\033[0m" in text, text)
        final = text[text.rindex("\033[J") + 3:]
        expect("Checking" not in final and "Not ready" in final, final)
        plain, _ = read_terminal(["--profile", str(path), "--no-color"], rows=60)
        expect("\033[31m" not in plain and "\033[1m" not in plain, plain)
        hidden, _ = read_terminal(["--profile", str(path), "--redact"], rows=60)
        expect("127.0.0." not in hidden and "private address" in hidden, hidden)
        refused, status = read_terminal(["--profile", str(path), "--format", "pdf"], rows=60)
        expect(status == USAGE and "--output" in refused and "Checking" not in refused, refused)
        low, _ = read_terminal(["--profile", str(path)], rows=10)
        expect("Checking" not in low and " checks" in low, low)


def main():
    if os.geteuid() != 0:
        skip_all("needs root for a network namespace of its own")
    if "LINECHECK_TEST_NAMESPACE" not in os.environ:
        os.environ["LINECHECK_TEST_NAMESPACE"] = "1"
        os.execvp("unshare", ["unshare", "--net", sys.executable, *sys.argv])
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)

    return run_tests(globals())


if __name__ == "__main__":
    sys.exit(main())
