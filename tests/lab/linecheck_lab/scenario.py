# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios: small declarative files that say what is wrong with the network, and what
Linecheck should find. The keys are described in tests/lab/README.md."""

import copy
import itertools
import re
import tomllib

from .errors import LabError
from .world import LAB_DIRECTORY

SCENARIO_DIRECTORY = LAB_DIRECTORY / "scenarios"

# What a scenario does not mention is as here: a healthy network.
DEFAULTS = {
    "description": "",
    "client": {"link": "up", "ipv4": True, "ipv6": False, "default_route": True,
               "resolver": "global"},
    "router": {"nat": "cone", "dns": "answers", "stun": "passes"},
    "proxy": {"kind": "none", "manner": "connects", "resolver": "house"},
    "lies": [],
    "firewall": [],
    "rules": {"list": "none", "without": []},
    "names": {"global": "ie1", "edge_hosts": True, "id_hosts": False, "ipv6": False,
              "missing": []},
    "ranges": {"answer": "all"},
    "wan": {},
    "web": {},
    "redirect": [],
    "during": {"client": []},
    "expect": {},
}

CHOICES = {
    ("client", "link"): ("up", "down"),
    ("client", "resolver"): ("global", "link-local"),
    ("router", "nat"): ("cone", "symmetric"),
    ("router", "dns"): ("answers", "silent", "refused"),
    ("router", "stun"): ("passes", "answers"),
    ("proxy", "kind"): ("none", "http", "socks"),
    ("proxy", "manner"): ("connects", "asks-who", "forbids", "absent", "unknown"),
    ("proxy", "resolver"): ("house", "world"),
    ("ranges", "answer"): ("all", "sparse", "hosts"),
    ("rules", "list"): ("none", "short", "complete"),
}
ITEM_KEYS = {
    "firewall": {"at", "to", "protocol", "port", "action"},
    "lies": {"names", "answer", "addresses", "delay_ms"},
    "redirect": {"to", "protocol", "port", "behaviour"},
}
ACTIONS = ("drop", "reject", "refuse", "unreachable", "accept", "first-packets")
PLACES = ("router", "world")
WAN_KEYS = {"rtt_ms", "jitter_ms", "loss_percent", "dscp", "order"}
WEB_KEYS = {"certificate", "http", "websocket", "clock_offset_s"}
EXPECT_KEYS = {"verdict", "exit", "checks", "nearest_region", "tied_regions", "dns_region",
               "max_duration_s", "arguments", "reasons", "disturbance"}
NAME = re.compile(r"^[a-z0-9][a-z0-9.-]*$")


def merge(base, over):
    """A deep copy of one table with another laid over it."""
    result = copy.deepcopy(base)
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merge(result[key], value)
        else:
            result[key] = copy.deepcopy(value)
    return result


def fill_in(value, words):
    """Replaces {axis} and {axis.key}; a text that is nothing but one of them becomes
    whatever it stands for."""
    if isinstance(value, dict):
        return {fill_in(key, words): fill_in(each, words) for key, each in value.items()}
    if isinstance(value, list):
        return [fill_in(each, words) for each in value]
    if not isinstance(value, str):
        return value
    whole = re.fullmatch(r"\{([a-z_.]+)\}", value)
    if whole and whole[1] in words:
        return words[whole[1]]
    return re.sub(r"\{([a-z_.]+)\}",
                  lambda match: str(words.get(match[1], match[0])), value)


def expand(stem, data):
    """Every scenario of a file: one, or one for each combination of its matrix."""
    matrix = data.pop("matrix", {})
    name = data.pop("name", stem)
    skip = data.pop("skip", [])
    for combination in itertools.product(*(axis.items() for axis in matrix.values())):
        words = {}
        laid_over = []
        for axis, (choice, values) in zip(matrix, combination):
            words[axis] = choice
            for key, value in values.items():
                if key == "scenario":
                    laid_over.append(value)
                else:
                    words[f"{axis}.{key}"] = value
        full_name = fill_in(name, words)
        if full_name in skip:
            continue
        scenario = data
        for each in laid_over:
            scenario = merge(scenario, each)
        yield full_name, fill_in(scenario, words)


def complain(name, where, expected, found):
    """Raises the error for a fault in a scenario file."""
    raise LabError(f"scenario {name}: {where}: expected {expected}, found {found!r}")


def validate(name, scenario):
    """Checks the words of a scenario, so that a slip does not test a healthy network."""
    if not NAME.match(name):
        complain(name, "name", "small letters, figures, dots and hyphens", name)
    if not scenario.get("description"):
        complain(name, "description", "one line", scenario.get("description"))
    for key in scenario:
        if key not in DEFAULTS:
            complain(name, "top level", f"one of {', '.join(DEFAULTS)}", key)
    for section in ("client", "router", "proxy", "rules", "names", "ranges", "during"):
        for key in scenario.get(section, {}):
            if key not in DEFAULTS[section]:
                complain(name, section, f"one of {', '.join(DEFAULTS[section])}", key)
    for (section, key), choices in CHOICES.items():
        value = scenario.get(section, {}).get(key, choices[0])
        if value not in choices:
            complain(name, f"{section}.{key}", f"one of {', '.join(choices)}", value)
    for section, keys in ITEM_KEYS.items():
        for item in scenario.get(section, []):
            if not set(item) <= keys:
                complain(name, section, f"only {', '.join(sorted(keys))}", sorted(set(item) - keys))
    for rule in scenario.get("firewall", []):
        if rule.get("action") not in ACTIONS:
            complain(name, "firewall.action", f"one of {', '.join(ACTIONS)}", rule.get("action"))
        if rule.get("at", "router") not in PLACES:
            complain(name, "firewall.at", f"one of {', '.join(PLACES)}", rule["at"])
    for section, keys in (("wan", WAN_KEYS), ("web", WEB_KEYS)):
        for target, values in scenario.get(section, {}).items():
            if not set(values) <= keys:
                complain(name, f"{section}.{target}", f"only {', '.join(sorted(keys))}",
                         sorted(set(values) - keys))
    if not set(scenario.get("expect", {})) <= EXPECT_KEYS:
        complain(name, "expect", f"only {', '.join(sorted(EXPECT_KEYS))}",
                 sorted(set(scenario["expect"]) - EXPECT_KEYS))


def load_all():
    """All scenarios by name, complete with what they leave unsaid."""
    found = {}
    for path in sorted(SCENARIO_DIRECTORY.glob("*.toml")):
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise LabError(f"{path.name}: {error}") from error
        for name, scenario in expand(path.stem, data):
            validate(name, scenario)
            if name in found:
                complain(name, "name", "one of its own", name)
            found[name] = scenario
    healthy = found.get("healthy", {}).get("expect", {})
    return {name: merge(merge(DEFAULTS, {"expect": healthy}), scenario)
            for name, scenario in found.items()}


def load(name):
    """One scenario by name."""
    scenarios = load_all()
    if name not in scenarios:
        near = [each for each in scenarios if each.startswith(name.split("-")[0])]
        raise LabError(f"no scenario is called {name!r}; "
                       + (f"near it: {', '.join(near)}" if near else "see: lab list"))
    return scenarios[name]
