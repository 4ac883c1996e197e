export type { AskedKind } from './answer-request.js';
export type { AskCredentials, AskSecret, AskToken } from './credentials.js';
export { type ReceiveAsksOptions, receiveAsks } from './receive-asks.js';
