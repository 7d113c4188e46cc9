"""OASIS stix2-validator: {id, object} or {id, bundle} -> {id, valid, errors, warnings}. `version` may be "2.0"."""
from stix2validator import ValidationOptions, validate_instance

from driver import serve


def validate(case):
    # A set of options remembers the checks of the last object, so each case gets its own
    options = ValidationOptions(version=case.get('version', '2.1'), silent=True)
    found = validate_instance(case.get('bundle') or case['object'], options)
    return {
        'valid': found.is_valid,
        'errors': [str(error) for error in found.errors or []],
        'warnings': [str(warning) for warning in found.warnings or []],
    }


serve(validate)
