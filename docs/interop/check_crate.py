"""Holds a run folder against the public RO-Crate validator, without network.

    python check_crate.py CONTEXTS RUN

CONTEXTS is a folder with the published contexts of RO-Crate 1.1 and 1.2 as context-1.1.jsonld and context-1.2.jsonld (from
https://w3id.org/ro/crate/1.1/context and .../1.2/context). Made with roc-validator 0.13.0.
"""

import io
import sys
from pathlib import Path

import requests
from rocrate_validator import services

PROFILES = ("ro-crate-1.2", "process-run-crate", "workflow-run-crate", "provenance-run-crate")


def answer_from(folder):
    known = {f"https://w3id.org/ro/crate/{v}/context": folder / f"context-{v}.jsonld" for v in ("1.1", "1.2")}
    ask = requests.sessions.Session.request

    def request(session, method, url, *args, **options):
        if url.rstrip("/") not in known:
            return ask(session, method, url, *args, **options)
        response = requests.Response()
        response.status_code, response.url = 200, url
        response._content = known[url.rstrip("/")].read_bytes()
        response.raw = io.BytesIO(response._content)
        response.headers["Content-Type"] = "application/ld+json"
        response.request = requests.Request(method, url).prepare()
        return response

    requests.sessions.Session.request = request


def main(contexts, run):
    answer_from(Path(contexts))
    failed = 0
    for profile in PROFILES:
        settings = services.ValidationSettings(rocrate_uri=run, profile_identifier=profile)
        result = services.validate(settings)
        print(profile, "passed" if result.passed() else "FAILED")
        for issue in result.get_issues():
            print("   ", issue.severity.name, issue.check.identifier, issue.message)
        failed += not result.passed()
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
