import { describe, expect, test } from 'vitest';
import { aSlack, examine } from '../examine.js';

describe('optional scopes', () => {
  const needed = ['chat:write', 'commands', 'users:read'];
  const hintsOf = async (more: readonly string[]) => {
    const { environment } = await aSlack({ scopes: [...needed, ...more] });
    const [line] = await examine('slack_scopes', environment);
    return line?.hints.join('\n') ?? '';
  };

  test.each([
    [[], ['channels:read', 'groups:read']],
    [['channels:read'], ['groups:read']],
    [['groups:read'], ['channels:read']],
  ])('of a token that also has %j: %j are named as lacking', async (more, lacking) => {
    const hints = await hintsOf(more);

    expect(hints).toMatch(/^Optional and missing/);
    expect(['channels:read', 'groups:read'].filter((scope) => hints.includes(scope))).toEqual(lacking);
  });

  test('are not taken for scopes that the app could do without', async () => {
    expect(await hintsOf(['channels:read', 'groups:read'])).toBe('');
  });
});
