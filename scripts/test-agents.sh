#!/usr/bin/env bash
# Proves the gates of packages/source-agents on the real agent frameworks, and packages/source-mcp on the real Claude Code
# and Codex, on Node 22, with models that are scripted. It needs what `npm run build` makes.
# Usage: scripts/test-agents.sh [vitest options...]
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "$(uname -sm)" != 'Linux x86_64' ]; then
  echo "node-matrix holds Node for Linux on x64 only, and this is $(uname -sm)" >&2
  exit 1
fi
node --import tsx scripts/install.ts node-matrix --no-bin-links --ignore-scripts
# the coding agents are programs of 400 MB each, for Linux; optional packages are programs that no test starts
node --import tsx scripts/install.ts agent-matrix --no-bin-links --ignore-scripts --omit=optional --loglevel=error
npm run --silent snippets:agents
npx tsc -p agent-matrix --noEmit
exec node-matrix/node_modules/node22/bin/node node_modules/vitest/vitest.mjs run --config agent-matrix/vitest.config.ts "$@"
