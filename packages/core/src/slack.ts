export type {
  CardMessage,
  Installation,
  PersonRecord,
  SlackOutcome,
  SlackTransport,
} from './ports/slack-transport.js';
export { type DecodedBody, decodeBody } from './slack/request/decode-body.js';
export type {
  AppContext,
  AppJoinedChannel,
  BlockAction,
  Interaction,
  SlackEvent,
  SlashCommand,
  ViewClosed,
  ViewSubmission,
} from './slack/request/interaction.js';
export { parseInteraction } from './slack/request/parse-interaction.js';
export { type SignedRequest, verifySlackSignature } from './slack/request/verify-signature.js';
