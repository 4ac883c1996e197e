import { createCodingWorld } from './create-coding-world.js';
import { readGuide } from './guide-blocks.js';
import { messagesApi } from './messages-api.js';
import type { ScriptedCall } from './scripted-model.js';

/** The guide to Claude Code. */
export const guide = readGuide('claude-code.md');

const project = { '.mcp.json': guide.find('json', '"command": "npx"') };
export const settings = { '~/.claude/settings.json': guide.find('json', '"permissions"') };

/** Runs Claude Code so that its permission prompts go to Slack. */
export const withPrompts = guide.find('sh', '--permission-prompt-tool').trim();
export const withoutPrompts = 'claude -p "Deploy api 4.2."';

/** A project with these files, which are those of the guide unless a test says otherwise. */
export async function createClaudeCodeProject(
  script: readonly ScriptedCall[],
  files: Readonly<Record<string, string>> = { ...project, ...settings },
) {
  const world = await createCodingWorld(messagesApi, script);
  for (const [name, text] of Object.entries(files)) world.write(name, text);
  const model = { ANTHROPIC_BASE_URL: world.model.url, ANTHROPIC_API_KEY: 'sk-scripted' };
  return {
    ...world,
    /** Runs lines of a shell, with the variables of the guide and these. */
    run: (code: string, more: Readonly<Record<string, string>> = {}) =>
      world.start(code, { ...world.variables, ...model, ...more }),
  };
}
