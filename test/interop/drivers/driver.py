"""One case a line on stdin, one answer a line on stdout. Whatever a peer prints itself goes to stderr."""
import json
import sys


def serve(answer):
    out = sys.stdout
    sys.stdout = sys.stderr
    for line in sys.stdin:
        case = json.loads(line)
        try:
            result = answer(case)
        except Exception as error:
            result = {'crash': f'{type(error).__name__}: {error}'}
        out.write(json.dumps({'id': case['id'], **result}, default=str) + '\n')
        out.flush()


def flat(found):
    """misp-stix keeps its messages by the id of what it read: only the messages."""
    return [str(message) for messages in found.values() for message in messages]
