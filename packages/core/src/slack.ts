export type { Installation } from './domain/model/installation.js';
export type {
  CardMessage,
  PersonRecord,
  ShownModal,
  SlackOutcome,
  SlackTransport,
} from './ports/slack-transport.js';
export { type DecodedBody, decodeBody } from './slack/request/body/decode-body.js';
export type {
  AppJoinedChannel,
  BlockAction,
  Interaction,
  SlackEvent,
  SlashCommand,
  ViewClosed,
  ViewSubmission,
} from './slack/request/interaction.js';
export { parseInteraction } from './slack/request/parse-interaction.js';
export type { SignedRequest } from './slack/request/signature-fault.js';
export { verifySlackSignature } from './slack/request/verify-signature.js';
