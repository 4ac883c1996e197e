#!/usr/bin/env bash
# Proves the gates of packages/source-agents on the real agent frameworks, on Node 22, with models that are scripted.
# The types are checked against what `npm run build` has made.
# Usage: scripts/test-agents.sh [vitest options...]
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "$(uname -sm)" != 'Linux x86_64' ]; then
  echo "node-matrix holds Node for Linux on x64 only, and this is $(uname -sm)" >&2
  exit 1
fi
node --import tsx scripts/install.ts node-matrix --no-bin-links --ignore-scripts
# optional packages are programs that no test starts, such as the 200 MB of Claude Code
node --import tsx scripts/install.ts agent-matrix --no-bin-links --ignore-scripts --omit=optional --loglevel=error
npm run --silent snippets:agents
npx tsc -p agent-matrix --noEmit
exec node-matrix/node_modules/node22/bin/node node_modules/vitest/vitest.mjs run --config agent-matrix/vitest.config.ts "$@"
