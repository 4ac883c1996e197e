import type { Faults } from '../../simulator/faults.js';
import type { Model } from '../../simulator/model/model.js';
import type { PageConditions } from './page-conditions.js';

/** Every scope that a method of this simulator needs. */
const knownScopes = [
  'channels:read',
  'chat:write',
  'chat:write.public',
  'groups:read',
  'im:write',
  'usergroups:read',
  'users:read',
];

export function readConditions({ world, tokens }: Model, faults: Faults): PageConditions {
  const granted = world.scopes();
  const token = tokens.current();
  return {
    channels: world.channels().map(({ id, name, private: isPrivate, archived, appIsMember }) => ({
      id,
      name,
      private: isPrivate,
      archived,
      appIsMember,
    })),
    token,
    tokenRefusal: tokens.whyRefused(token),
    isInstalled: tokens.isInstalled(),
    scopes: [...new Set([...knownScopes, ...granted])]
      .sort()
      .map((scope) => ({ scope, isGranted: granted.includes(scope) })),
    failing: faults.list(),
  };
}
