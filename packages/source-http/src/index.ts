export type { AskCredentials, AskSecret, AskToken } from './credentials.js';
export type { AskedApprovals, AskedKind } from './door.js';
export { type ReceiveAsksOptions, receiveAsks } from './receive-asks.js';
