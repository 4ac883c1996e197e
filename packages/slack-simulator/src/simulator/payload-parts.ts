import type { KnownBlock } from '@slack/types';
import type { StateValues } from './elements/block-state.js';
import { installation, teamDomain, verificationToken } from './model/default-world.js';
import type { StoredMessage, StoredView } from './model/model.js';
import type { PersonRecord } from './model/world-records.js';

/** Slack generates a `block_id` for a block without one before it sends the block anywhere (§3). */
export function withBlockIds<Block extends KnownBlock>(
  blocks: readonly Block[],
): readonly (Block & { readonly block_id: string })[] {
  return blocks.map((block, index) => ({ ...block, block_id: block.block_id ?? `simulated-block-${index}` }));
}

/** §2 `message`. */
export function messageOutput(message: StoredMessage): object {
  return {
    ts: message.ts,
    bot_id: installation.botId,
    user: installation.botUserId,
    text: message.text,
    blocks: withBlockIds(message.blocks),
    ...(message.metadata === null ? {} : { metadata: message.metadata }),
  };
}

/** §2 `view`. */
export function viewOutput(stored: StoredView, values: StateValues = {}): object {
  return {
    id: stored.id,
    type: stored.view.type,
    callback_id: stored.view.callback_id ?? '',
    private_metadata: stored.view.private_metadata ?? '',
    state: { values },
    hash: stored.hash,
    root_view_id: stored.rootId,
    previous_view_id: stored.previousId,
    app_installed_team_id: installation.teamId,
    external_id: stored.view.external_id ?? '',
  };
}

/** §2: the app and the installation, in every interaction. */
export const installationFields = {
  api_app_id: installation.appId,
  token: verificationToken,
  team: { id: installation.teamId, domain: teamDomain },
  is_enterprise_install: false,
} as const;

/** §2 `user`: `team_id` is the home team, another one for an outsider. */
export function userOutput(person: PersonRecord): object {
  return { id: person.id, name: person.name, team_id: person.teamId };
}
