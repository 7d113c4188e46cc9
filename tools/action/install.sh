#!/usr/bin/env bash
# First step of action.yml: installs tipbridge, and Node 24 to run it, without touching the job's own PATH and Node. Outputs: node, program.
set -euo pipefail

fail() {
  echo "::error title=tipbridge::$1"
  exit 2
}

command -v npm >/dev/null || fail 'This runner has no npm, which installs tipbridge: run actions/setup-node before this step.'

version=${INPUT_VERSION:-}
if [[ -z $version ]]; then
  # A checkout of the repository has no dist/: `npm ci` builds it, with the development dependencies
  home=$GITHUB_ACTION_PATH
  program=$home/bin/tipbridge.js
  if [[ ! -e $home/dist/cli/main.js || ! -e $home/node_modules/.bin/node ]]; then
    (cd "$home" && npm ci --include=dev --no-audit --no-fund)
  fi
  [[ -e $home/dist/cli/main.js ]] || fail 'npm has not built tipbridge: does ignore-scripts forbid it? The input `version` takes it ready-made from npm.'
else
  [[ $version =~ ^[0-9A-Za-z][0-9A-Za-z.+-]*$ ]] || fail 'The input `version` is no version, such as 0.1.0 or latest.'
  home=$RUNNER_TEMP/tipbridge-$version
  program=$home/node_modules/tipbridge/bin/tipbridge.js
  mkdir -p "$home"
  echo '{"private":true,"allowScripts":{"node":true}}' >"$home/package.json"
  (cd "$home" && npm install --no-audit --no-fund "tipbridge@$version" node@24)
fi

{
  echo "node=$home/node_modules/.bin/node"
  echo "program=$program"
} >>"$GITHUB_OUTPUT"
