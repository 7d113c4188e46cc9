"""OASIS stix2-patterns, the grammar: {id, pattern, version?} -> {id, errors}."""
from stix2patterns.validator import run_validator

from driver import serve


def check(case):
    return {'errors': run_validator(case['pattern'], case.get('version', '2.1'))}


serve(check)
