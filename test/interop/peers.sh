#!/usr/bin/env bash
# Installs the peers of the interop tests into .venv/peers; does nothing when they are there in the wanted versions.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

wanted=test/interop/requirements.txt
venv=.venv/peers
installed=$venv/requirements.txt

if cmp -s "$wanted" "$installed"; then exit 0; fi

command -v python3 >/dev/null || { echo 'The interop tests need python3 (3.11 or newer) with venv and pip.' >&2; exit 1; }
python3 -m venv --clear "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted"
cp "$wanted" "$installed"
