# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares what Linecheck said with what is true in a scenario."""

import fnmatch

# How much longer a process may take than the run in it, for starting and writing.
START_ALLOWANCE_S = 1.5


def matches(value, pattern):
    """Whether a word fits a pattern: "ie1", "ie1|us1", "*", "none" for nothing."""
    value = "none" if value is None else value
    return any(fnmatch.fnmatchcase(value, each) for each in pattern.split("|"))


def row_matches(verdict, wanted):
    """Whether the verdict of a row fits "STATUS [CAUSE]", or one of several joined by " or ".
    A pass has no cause."""
    for alternative in wanted.split(" or "):
        status, _space, cause = alternative.partition(" ")
        cause = cause or ("none" if status == "pass" else "*")
        if verdict["status"] == status and matches(verdict["cause"], cause):
            return True
    return False


def wanted_for(id, checks):
    """What is wanted of a row: by its own name, else by the last pattern that fits."""
    if id in checks:
        return checks[id]
    fitting = [wanted for pattern, wanted in checks.items() if fnmatch.fnmatchcase(id, pattern)]
    return fitting[-1] if fitting else "pass"


def evidence(row):
    """One line that says what a row saw, for whoever reads a failed test."""
    measurement = row.get("measurement")
    if not measurement:
        return "no measurement"
    steps = ", ".join(f"{step['name']} {step['target']} {step['outcome']} "
                      f"after {step['duration_us'] / 1000:.1f} ms"
                      for step in measurement["steps"])
    samples = measurement.get("samples", [])
    lost = [sample["sent_us"] for sample in samples
            if sample["rtt_us"] is None or sample["rtt_us"] < 0]
    missing = f"; of {len(samples)} samples those sent at {lost} us are lost" if lost else ""
    return f"{measurement['outcome']}: {steps or 'no steps'}; {measurement['facts']}{missing}"


def compare_rows(rows, checks):
    """The complaints about rows."""
    complaints = []
    for row in rows:
        verdict = row["verdict"]
        wanted = wanted_for(row["id"], checks)
        if not row_matches(verdict, wanted):
            complaints.append(f"{row['id']}: expected {wanted}, found {verdict['status']} "
                              f"{verdict['cause']}\n    {evidence(row)}")
    for pattern in checks:
        if not any(fnmatch.fnmatchcase(row["id"], pattern) for row in rows):
            complaints.append(f"{pattern}: expected such a row, found none")
    return complaints


def compare_line(verdict, expect):
    """The complaints about the verdict of the whole line."""
    complaints = []
    for key, wanted in (("status", expect.get("verdict")),
                        ("nearest_region", expect.get("nearest_region")),
                        ("dns_region", expect.get("dns_region"))):
        if wanted is not None and not matches(verdict[key], wanted):
            complaints.append(f"{key} of the line: expected {wanted}, found {verdict[key]}")
    tied = expect.get("tied_regions")
    if tied is not None and tied != ["*"]:
        if (len(tied) != len(verdict["tied_regions"])
                or not all(any(matches(region, each) for each in tied)
                           for region in verdict["tied_regions"])):
            complaints.append(f"tied regions: expected {tied}, found {verdict['tied_regions']}")
    given = [reason["cause"] for reason in verdict["reasons"]]
    for reason in expect.get("reasons", []):
        if reason not in given:
            complaints.append(f"reasons: expected {reason} among them, found {given}")
    return complaints


def compare(run, status, elapsed_s, expect):
    """Everything in which a run differs from the truth; an empty list when nothing does."""
    complaints = compare_rows(run["checks"], expect.get("checks", {}))
    complaints += compare_line(run["verdict"], expect)
    if run.get("disturbance", "none") != expect.get("disturbance", "none"):
        complaints.append(f"disturbance: expected {expect.get('disturbance', 'none')}, "
                          f"found {run.get('disturbance', 'none')}")
    if expect.get("exit") is not None and status != expect["exit"]:
        complaints.append(f"exit status: expected {expect['exit']}, found {status}")
    limit_s = expect.get("max_duration_s", 10)
    if run["duration_us"] > limit_s * 1e6:
        complaints.append(f"duration: expected at most {limit_s:g} s, "
                          f"found {run['duration_us'] / 1e6:.2f} s")
    if elapsed_s > limit_s + START_ALLOWANCE_S:
        complaints.append(f"time to the end of the process: expected at most "
                          f"{limit_s + START_ALLOWANCE_S:g} s, found {elapsed_s:.2f} s")
    return complaints
