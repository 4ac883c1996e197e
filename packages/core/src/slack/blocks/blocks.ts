import type {
  ActionsBlock,
  ActionsBlockElement,
  Block,
  ContextBlock,
  ContextBlockElement,
  DividerBlock,
  HeaderBlock,
  ImageBlock,
  InputBlock,
  InputBlockElement,
  KnownBlock,
  SectionBlock,
  SectionBlockAccessory,
  TextObject,
} from '@slack/types';
import { refuseUnknownKeys } from '../../options/refuse-unknown-keys.js';
import type { KnownKeys } from '../../options/unknown-keys.js';
import { slackLimits } from './limits.js';
import { checkCount, checkLength, plain, type Text, toTextObject } from './text-objects.js';

/** The options of every block. */
export interface BlockOptions {
  /** At most 255 characters. Use a new id whenever a message changes. */
  readonly blockId?: string;
}

/** The keys of `BlockOptions`. */
export const blockKeys = { blockId: true } satisfies KnownKeys<BlockOptions>;

/** A large title, cut at 150 characters. */
export function header(text: string, options?: BlockOptions): HeaderBlock {
  refuseUnknownKeys('header', options, blockKeys);
  return withId({ type: 'header', text: plain(text, slackLimits.headerText) }, options);
}

const sectionKeys = { ...blockKeys, accessory: true } as const;

/** A paragraph, cut at 3000 characters, with an optional element beside it. */
export function section(
  text: Text,
  options?: BlockOptions & { readonly accessory?: SectionBlockAccessory },
): SectionBlock {
  refuseUnknownKeys('section', options, sectionKeys);
  const block: SectionBlock = { type: 'section', text: toTextObject(text, slackLimits.text) };
  if (options?.accessory !== undefined) block.accessory = options.accessory;
  return withId(block, options);
}

/**
 * Short texts in two columns: a list, or a record of labels and values.
 *
 * Each text is cut at 2000 characters.
 *
 * @throws {SlackApprovalError} block_limit_exceeded — no field, or more than 10
 * @throws {SlackApprovalError} invalid_options — an option is unknown
 */
export function fields(
  items: readonly Text[] | Readonly<Record<string, string>>,
  options?: BlockOptions,
): SectionBlock {
  refuseUnknownKeys('fields', options, blockKeys);
  const texts: TextObject[] = [];
  if (isList(items)) for (const text of items) texts.push(toTextObject(text, slackLimits.sectionField));
  else for (const label of Object.keys(items)) texts.push(plain(`${label}\n${items[label]}`, slackLimits.sectionField));
  checkCount(texts.length, slackLimits.sectionFields, 'fields in a section');
  return withId({ type: 'section', fields: texts }, options);
}

/**
 * A line of small texts and images.
 *
 * @throws {SlackApprovalError} block_limit_exceeded — no element, or more than 10
 * @throws {SlackApprovalError} invalid_options — an option is unknown
 */
export function context(elements: readonly (Text | ContextBlockElement)[], options?: BlockOptions): ContextBlock {
  refuseUnknownKeys('context', options, blockKeys);
  checkCount(elements.length, slackLimits.contextElements, 'elements in a context');
  // pushed, not mapped: JSON.stringify is slower on an array made by map
  const parts: ContextBlockElement[] = [];
  for (const element of elements) parts.push(toContextElement(element));
  return withId({ type: 'context', elements: parts }, options);
}

/** A horizontal line. */
export function divider(options?: BlockOptions): DividerBlock {
  refuseUnknownKeys('divider', options, blockKeys);
  return withId({ type: 'divider' }, options);
}

/**
 * A row of buttons and other elements.
 *
 * @throws {SlackApprovalError} block_limit_exceeded — no element, or more than 25
 * @throws {SlackApprovalError} invalid_options — an option is unknown
 */
export function actions(elements: readonly ActionsBlockElement[], options?: BlockOptions): ActionsBlock {
  refuseUnknownKeys('actions', options, blockKeys);
  checkCount(elements.length, slackLimits.actionsElements, 'elements in actions');
  return withId({ type: 'actions', elements: [...elements] }, options);
}

/**
 * An image, with a text for screen readers.
 *
 * @throws {SlackApprovalError} block_limit_exceeded — the address has more than 3000 characters
 * @throws {SlackApprovalError} invalid_options — an option is unknown
 */
export function image(
  options: BlockOptions & { readonly url: string; readonly altText: string; readonly title?: string },
): ImageBlock {
  refuseUnknownKeys('image', options, { ...blockKeys, url: true, altText: true, title: true });
  const block: ImageBlock = {
    type: 'image',
    image_url: checkLength(options.url, slackLimits.url, 'an address'),
    alt_text: plain(options.altText, slackLimits.imageAltText).text,
  };
  if (options.title !== undefined) block.title = plain(options.title, slackLimits.imageTitle);
  return withId(block, options);
}

/**
 * A labelled input of a modal.
 *
 * The entered value comes back under `blockId`, and errors are shown under that block.
 *
 * @throws {SlackApprovalError} invalid_options — an option is unknown
 */
export function input(
  options: BlockOptions & {
    readonly label: string;
    readonly element: InputBlockElement;
    readonly hint?: string;
    /** @default false */
    readonly optional?: boolean;
  },
): InputBlock {
  refuseUnknownKeys('input', options, { ...blockKeys, label: true, element: true, hint: true, optional: true });
  const { label, element, hint, optional = false } = options;
  const block: InputBlock = { type: 'input', label: plain(label, slackLimits.inputLabel), element, optional };
  if (hint !== undefined) block.hint = plain(hint, slackLimits.inputHint);
  return withId(block, options);
}

/**
 * Returns the blocks of one message after checking their number.
 *
 * @throws {SlackApprovalError} block_limit_exceeded — no block, or more than 50
 */
export function messageBlocks(blocks: readonly KnownBlock[]): readonly KnownBlock[] {
  checkCount(blocks.length, slackLimits.messageBlocks, 'blocks in a message');
  return blocks;
}

export function withId<Known extends Block>(block: Known, options: BlockOptions | undefined): Known {
  if (options?.blockId !== undefined) block.block_id = checkLength(options.blockId, slackLimits.id, 'a block id');
  return block;
}

function toContextElement(element: Text | ContextBlockElement): ContextBlockElement {
  if (typeof element !== 'string' && element.type === 'image') return element;
  return toTextObject(element, slackLimits.text);
}

function isList(items: readonly Text[] | Readonly<Record<string, string>>): items is readonly Text[] {
  return Array.isArray(items);
}
