#!/usr/bin/env bash
# Runs tests on Node 22 with what `npm ci` of the repository has installed; the native parts fit every Node.
# Usage: scripts/test-on-node22.sh [path...]   (packages/store-sqlite where none is named: node:sqlite needs Node 22)
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "$(uname -sm)" != 'Linux x86_64' ]; then
  echo "node-matrix holds Node for Linux on x64 only: on $(uname -sm) run the tests with a Node 22 of your own" >&2
  exit 1
fi
node --import tsx scripts/install.ts node-matrix --no-bin-links --ignore-scripts
exec node-matrix/node_modules/node22/bin/node node_modules/vitest/vitest.mjs run "${@:-packages/store-sqlite}"
