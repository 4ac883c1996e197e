import { parsePayload } from '../slack/request/parse-interaction.js';
import { readOther } from '../slack/request/read-other.js';
import { answerVote } from './answer-vote.js';
import { dispatchOther } from './dispatch-other.js';
import { answerOther } from './other-click.js';
import { logRefused, logUnanswered } from './replies/log-refusals.js';

/** Everything that answers people, except what a vote that is taken needs. It loads late, so that a cold start answers one sooner. */
export const surfaces = {
  answerOther,
  answerVote,
  dispatchOther,
  logRefused,
  logUnanswered,
  parsePayload,
  readOther,
} as const;
