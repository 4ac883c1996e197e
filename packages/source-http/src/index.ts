export type { AskedKind } from './answer-request.js';
export type { AskCredential } from './credentials.js';
export { type ReceiveAsksOptions, receiveAsks } from './receive-asks.js';
