import { createCodingWorld } from './create-coding-world.js';
import { readGuide } from './guide-blocks.js';
import { responsesApi } from './responses-api.js';
import type { ScriptedCall } from './scripted-model.js';

/** The guide to Codex. */
export const guide = readGuide('codex.md');

export const server = guide.find('toml', 'command = "npx"');
const command = guide.find('sh', 'codex exec').trim();

/** The scripted model, and no calls home: https://developers.openai.com/codex/config-reference */
const scripted = (url: string) => `
model = "scripted"
model_provider = "scripted"
check_for_update_on_startup = false
analytics = { enabled = false }
feedback = { enabled = false }
features = { plugins = false }

[model_providers.scripted]
name = "Scripted"
base_url = "${url}/v1"
wire_api = "responses"
`;

/** A project, and a Codex that is set up with these blocks of the guide. */
export async function createCodexProject(script: readonly ScriptedCall[], blocks: readonly string[] = [server]) {
  const world = await createCodingWorld(responsesApi, script);
  // where the server finds the simulated Slack; the guide's list of variables is left as it is
  const slack = `[mcp_servers.approvals.env]\nSLACK_API_URL = "${world.variables.SLACK_API_URL}"\n`;
  const configure = (parts: readonly string[]) =>
    world.write('~/.codex/config.toml', [scripted(world.model.url), ...parts].join('\n'));
  configure([...blocks, slack]);
  return {
    ...world,
    /** Replaces the settings by these. */
    configure,
    /** Runs `codex exec` with the variables of the guide and these. A setting that it does not know is an error. */
    run: (flags = '', more: Readonly<Record<string, string>> = {}) =>
      world.start(`exec ${command} --strict-config --skip-git-repo-check ${flags}`, { ...world.variables, ...more }),
  };
}
