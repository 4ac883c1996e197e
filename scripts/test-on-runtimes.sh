#!/usr/bin/env bash
# Runs approvals on the real Bun, Deno and workerd (what Cloudflare Workers run on), of which npm brings the programs.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "$(uname -sm)" != 'Linux x86_64' ]; then
  echo "runtime-matrix holds programs for Linux on x64 only, and this is $(uname -sm)" >&2
  exit 1
fi
node --import tsx scripts/install.ts runtime-matrix --no-bin-links --ignore-scripts
exec npx vitest run --config vitest.campaigns.ts tests/runtimes "$@"
