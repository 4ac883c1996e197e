import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { createManifest, type ManifestOptions } from '../../src/manifest/create-manifest.js';

// Slack's own schema, of which there is no copy here: https://github.com/slackapi/manifest-schema
const schemaPath = process.env.SLACK_MANIFEST_SCHEMA;

const switches = ['socketMode', 'home', 'messages', 'mentions', 'userGroups', 'namedOnly'] as const;

/** Every combination of switches, with no command, the usual one, and two. */
function everyCombination(): readonly ManifestOptions[] {
  const commands: readonly ManifestOptions[] = [
    { command: null },
    {},
    {
      command: '/deploy',
      extraCommands: [{ command: '/pizza', description: 'Order a pizza', usageHint: 'small | large' }],
    },
  ];
  return commands.flatMap((given) =>
    Array.from({ length: 2 ** switches.length }, (_, bits) => ({
      ...given,
      url: 'https://approvals.example.com',
      ...Object.fromEntries(switches.map((name, place) => [name, (bits & (1 << place)) !== 0])),
    })),
  );
}

describe.skipIf(schemaPath === undefined)("by Slack's schema", () => {
  test('the manifest of every combination of features is valid, and one with an unknown field is not', () => {
    const ajv = new Ajv({ strict: false, formats: { uri: true } });
    const isValid = ajv.compile(JSON.parse(readFileSync(String(schemaPath), 'utf8')));

    const invalid = everyCombination().filter((options) => !isValid(createManifest(options)));

    expect(everyCombination()).toHaveLength(192);
    expect(invalid).toEqual([]);
    expect(isValid({ ...createManifest({ socketMode: true }), surprise: true })).toBe(false);
  });
});
