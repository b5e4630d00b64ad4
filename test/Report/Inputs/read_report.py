# Part of Gridlock, under the Apache License v2.0 with LLVM Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""read_report.py json|sarif FILE [SCHEMA]: reads a report as a program would,
and says what is wrong with it. With SARIF's own JSON schema and the Python
package jsonschema, also whether it is valid by that."""

import json
import sys
from urllib.parse import unquote, urlparse

LEVELS = {"error", "warning", "note"}
PLACE = {"file": str, "line": int, "column": int}
FINDING = {"check": str, "fingerprint": str, "grade": str, "message": str,
           "otherWays": int, "chain": list, "fixes": list, **PLACE}


def demand(true, what):
    if not true:
        sys.exit("%s: %s" % (sys.argv[2], what))


def has(thing, kinds, name):
    for key, kind in kinds.items():
        demand(isinstance(thing.get(key), kind), "%s has no %s" % (name, key))


def read_json(report):
    has(report, {"schema": int, "tool": str, "version": str, "root": str,
                 "findings": list}, "the report")
    demand(len(report["findings"]) >= 2, "there are findings")
    for finding in report["findings"]:
        has(finding, FINDING, "a finding")
        demand(finding["chain"], "a finding has a chain")
        for step in finding["chain"]:
            has(step, {"message": str, **PLACE}, "a step")
    prints = [finding["fingerprint"] for finding in report["findings"]]
    demand(len(set(prints)) == len(prints), "fingerprints differ")


def read_place(place, bases):
    file, region = place["artifactLocation"], place["region"]
    if "uriBaseId" in file:
        demand(file["uriBaseId"] in bases, "the base of a file is known")
        demand(not urlparse(file["uri"]).scheme, "a file with a base is relative")
    else:
        demand(urlparse(file["uri"]).scheme == "file", "a file without base is whole")
    demand(region["startLine"] >= 1 and region["startColumn"] >= 1, "a region starts")
    if "endColumn" in region:
        demand(region["endLine"] > region["startLine"] or
               region["endColumn"] > region["startColumn"], "a region ends behind")
    if "uriBaseId" in file and "snippet" in region:
        with open(unquote(file["uri"]), encoding="utf-8") as source:
            line = source.read().splitlines()[region["startLine"] - 1]
        demand(line == region["snippet"]["text"], "the snippet is the line")


def read_sarif(report):
    demand(report["version"] == "2.1.0" and "sarif-schema-2.1.0" in report["$schema"],
           "it says what it is")
    run, = report["runs"]
    rules = run["tool"]["driver"]["rules"]
    demand(len({rule["id"] for rule in rules}) == len(rules), "rules differ")
    for rule in rules:
        demand(rule["help"]["text"] and rule["help"]["markdown"], "a rule has a page")
    demand(len(run["results"]) >= 2, "there are results")
    bases = run["originalUriBaseIds"]
    demand(all(base["uri"].endswith("/") for base in bases.values()), "a base ends with /")
    for result in run["results"]:
        demand(rules[result["ruleIndex"]]["id"] == result["ruleId"], "rule and index fit")
        demand(result["level"] in LEVELS, "the level is one of the standard's")
        demand(result["message"]["text"], "a result has a message")
        flow, = result["codeFlows"]
        thread, = flow["threadFlows"]
        steps = [step["location"] for step in thread["locations"]]
        demand(len(steps) == len(result["relatedLocations"]) + 1, "the chain and the wait")
        demand(all(step["message"]["text"] for step in steps), "a step has a message")
        for location in result["locations"] + result["relatedLocations"] + steps:
            read_place(location["physicalLocation"], bases)
        demand(result["partialFingerprints"]["gridlockChain/v1"], "it has a fingerprint")


with open(sys.argv[2], encoding="utf-8") as file:
    REPORT = json.load(file)
if len(sys.argv) > 3:
    import jsonschema
    with open(sys.argv[3], encoding="utf-8") as file:
        jsonschema.validate(REPORT, json.load(file))
{"json": read_json, "sarif": read_sarif}[sys.argv[1]](REPORT)
