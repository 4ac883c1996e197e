import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import { SlackApprovalError } from '../../errors.js';
import { refuseUnknownKeys } from '../../options/refuse-unknown-keys.js';
import type { KnownKeys } from '../../options/unknown-keys.js';
import { slackLimits } from './limits.js';
import { checkCount, checkLength, plain } from './text-objects.js';

/** What a modal shows, and what Slack sends when it is submitted. */
export interface ModalOptions {
  /** Cut at 24 characters, like the texts of both buttons. */
  readonly title: string;
  readonly blocks: readonly KnownBlock[];
  /** Required if a block is an input. */
  readonly submit?: string;
  readonly close?: string;
  readonly callbackId?: string;
  /** At most 3000 characters. It is sent to the person's client, so it must not be secret. */
  readonly privateMetadata?: string;
  /** @default false */
  readonly notifyOnClose?: boolean;
}

const knownOptions = {
  title: true,
  blocks: true,
  submit: true,
  close: true,
  callbackId: true,
  privateMetadata: true,
  notifyOnClose: true,
} satisfies KnownKeys<ModalOptions>;

/**
 * A modal, for `views.open` and `response_action`.
 *
 * @throws {SlackApprovalError} block_limit_exceeded — no block, more than 100, an input without `submit`, or an id or metadata that is too long
 * @throws {SlackApprovalError} invalid_options — an option is unknown
 */
export function modal(options: ModalOptions): ModalView {
  refuseUnknownKeys('modal', options, knownOptions);
  const { title, blocks, submit, close, callbackId, privateMetadata, notifyOnClose = false } = options;
  checkCount(blocks.length, slackLimits.modalBlocks, 'blocks in a modal');
  if (submit === undefined && blocks.some((block) => block.type === 'input')) {
    throw new SlackApprovalError(
      'block_limit_exceeded',
      'A modal with an input needs a submit button: give its text as `submit`.',
    );
  }
  const view: ModalView = { type: 'modal', title: plain(title, slackLimits.viewTitle), blocks: [...blocks] };
  if (submit !== undefined) view.submit = plain(submit, slackLimits.viewButton);
  if (close !== undefined) view.close = plain(close, slackLimits.viewButton);
  if (callbackId !== undefined) view.callback_id = checkLength(callbackId, slackLimits.id, 'a callback id');
  if (privateMetadata !== undefined) {
    view.private_metadata = checkLength(privateMetadata, slackLimits.privateMetadata, 'private metadata');
  }
  if (notifyOnClose) view.notify_on_close = true;
  return view;
}

/**
 * The App Home of one person, for `views.publish`.
 *
 * @param options - `privateMetadata` comes back with every click: at most 3000 characters, and no secret
 * @throws {SlackApprovalError} block_limit_exceeded — no block, more than 100, or metadata that is too long
 * @throws {SlackApprovalError} invalid_options — an option is unknown
 */
export function homeView(blocks: readonly KnownBlock[], options?: Pick<ModalOptions, 'privateMetadata'>): HomeView {
  refuseUnknownKeys('homeView', options, { privateMetadata: true });
  checkCount(blocks.length, slackLimits.homeBlocks, 'blocks in the App Home');
  const view: HomeView = { type: 'home', blocks: [...blocks] };
  if (options?.privateMetadata !== undefined)
    view.private_metadata = checkLength(options.privateMetadata, slackLimits.privateMetadata, 'private metadata');
  return view;
}
