"""misp-stix, STIX -> MISP: {id, bundle} -> {id, events, internal, errors, warnings}. `events` are inner objects."""
import json

from misp_stix_converter import ExternalSTIX2toMISPParser, InternalSTIX2toMISPParser
from misp_stix_converter.tools import is_stix2_from_misp, load_stix2_content

from driver import flat, serve


def import_bundle(case):
    bundle = load_stix2_content(json.dumps(case['bundle']))
    internal = is_stix2_from_misp(getattr(bundle, 'objects', []))
    parser = InternalSTIX2toMISPParser() if internal else ExternalSTIX2toMISPParser()
    parser.load_stix_bundle(bundle)
    parser.parse_stix_bundle()
    events = [parser.misp_event] if parser.single_event else parser.misp_events
    return {
        'events': [json.loads(event.to_json()) for event in events],
        'internal': internal,
        'errors': flat(parser.errors),
        'warnings': flat(parser.warnings),
    }


serve(import_bundle)
