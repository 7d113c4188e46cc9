"""misp-stix, MISP -> STIX 2.1: {id, event} -> {id, bundle, errors, warnings}. `event` is the inner object."""
import json

from misp_stix_converter import MISPtoSTIX21Parser

from driver import flat, serve


def export(case):
    parser = MISPtoSTIX21Parser()
    # A bare event would only print a line and leave the bundle empty
    parser.parse_misp_event({'Event': case['event']})
    bundle = json.loads(parser.bundle.serialize())
    return {'bundle': bundle, 'errors': flat(parser.errors), 'warnings': flat(parser.warnings)}


serve(export)
