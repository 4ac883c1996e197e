import { answerCommand, answerStranger } from './command.js';
import { answerHomeOpened, redrawHome } from './home.js';
import { postCardsOfJoinedChannel } from './joined-channel.js';
import { logForeign, logRefused, logUnanswered } from './log-refusals.js';
import { openDetails, openReasonForm } from './open-modal.js';
import { sendReceipt } from './receipt.js';
import { replyPrivately } from './reply.js';
import { retryDelivery } from './retry-delivery.js';
import { answerSubmission, refuseSubmission } from './submission.js';
import { openCard, openList, turnPage } from './waiting-list.js';
import { answerWithdrawForm, openWithdrawForm } from './withdraw-form.js';

/** Everything that answers people, except what a counted vote needs. It loads late, so that a cold start answers a vote sooner. */
export const surfaces = {
  answerCommand,
  answerStranger,
  answerHomeOpened,
  redrawHome,
  postCardsOfJoinedChannel,
  openDetails,
  openReasonForm,
  sendReceipt,
  replyPrivately,
  retryDelivery,
  answerSubmission,
  refuseSubmission,
  openCard,
  openList,
  turnPage,
  answerWithdrawForm,
  openWithdrawForm,
  logForeign,
  logRefused,
  logUnanswered,
} as const;
