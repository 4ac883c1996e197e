import type { KnownBlock, ModalView } from '@slack/types';
import { limits } from '../../domain/model/limits.js';
import { actions, context, input, section } from '../blocks/blocks.js';
import { plainTextInput } from '../blocks/elements.js';
import { slackDate } from '../blocks/mrkdwn.js';
import { dateLeaf, type Leaf, richText, richTextSection, textLeaf, userLeaf } from '../blocks/rich-text.js';
import { capitalized } from '../blocks/text.js';
import { mrkdwn } from '../blocks/text-objects.js';
import { modal } from '../blocks/view.js';
import type { CardAnswer } from '../card/card-answers.js';
import type { CardView } from '../card/card-view.js';
import { editBlocks } from '../card/edit-blocks.js';
import { explanationLeaves } from '../card/explanation.js';
import { fieldRows } from '../card/field-rows.js';
import { type AnswersExplained, type Messages, wordsOf } from '../card/messages.js';
import { askedTexts } from '../card/people-text.js';
import { stillNeededLeaves } from '../card/rule-leaves.js';
import { wholeContentBlocks } from '../card/whole-content-blocks.js';
import { callbackId, type FormOrigin } from '../request/action-ids.js';
import { buttonValue } from '../request/button-value.js';
import { formMetadata } from '../request/form-metadata.js';
import { inputBlocks } from './input-blocks.js';
import { payloadBlocks } from './payload-blocks.js';
import { ownButton } from './private-card.js';
import { ruleLines } from './rule-lines.js';

/** The id of the block for a reason, and of the input in it. */
export const reasonField = 'reason';

/** Where the form for a vote was opened, and the stamp of the click that opened it. */
export interface FormOpening {
  readonly origin: FormOrigin;
  readonly actionTs: string;
  /** The reason that the person has given with this answer. @default none */
  readonly earlier?: string;
}

/** The form for a vote: the whole content, what an approver may change, and an input for the reason if the kind takes one. */
export function reasonModal(view: CardView, given: CardAnswer, { origin, actionTs, earlier }: FormOpening): ModalView {
  const { words, namespace } = view;
  const { answer, choice, label: title, form, consequence, hasOwnWords } = given;
  const element = plainTextInput({
    actionId: reasonField,
    multiline: true,
    maxLength: limits.reasonLength,
    ...(earlier === undefined ? {} : { initialValue: earlier }),
  });
  const reasonInput = input({
    blockId: reasonField,
    label: choice === null ? words.reason : `${words.reason}: ${title}`,
    element,
    optional: form !== 'required',
  });
  return modal({
    title,
    submit: title,
    close: words.cancel,
    callbackId: callbackId(namespace, answer === 'approve' ? 'approve_form' : 'reject_form', origin),
    privateMetadata: formMetadata(view.id, view.digest, { actionTs, choice, stage: view.stage }),
    blocks: [
      ...wholeContentBlocks(view),
      ...(answer === 'approve' ? inputBlocks(view) : []),
      ...(hasOwnWords ? [section(consequence)] : []),
      ...(form === 'none' ? [] : [reasonInput]),
    ],
  });
}

/** The form for a withdrawal: the whole content, and an input for an optional reason. */
export function withdrawModal(view: CardView): ModalView {
  const { words, namespace } = view;
  const element = plainTextInput({ actionId: reasonField, multiline: true, maxLength: limits.reasonLength });
  return modal({
    title: words.withdraw,
    submit: words.withdraw,
    close: words.cancel,
    callbackId: callbackId(namespace, 'withdraw_form', 'elsewhere'),
    privateMetadata: buttonValue(view.id, view.digest),
    blocks: [
      ...wholeContentBlocks(view),
      input({ blockId: reasonField, label: words.reason, element, optional: true }),
    ],
  });
}

/** Replaces a modal whose submission did nothing, and explains why. */
export function explanationModal(
  messages: Partial<Messages>,
  title: 'approve' | 'reject' | 'withdraw' | 'details',
  explanation: string,
): ModalView {
  const words = wordsOf(messages);
  return modal({
    title: words[title],
    close: words.close,
    blocks: [richText([richTextSection(explanationLeaves(explanation))])],
  });
}

const maxVotesListed = 30;

/** What the person who looks at the details can do there, and whether they may decide; null: it is decided. */
interface DetailsFor {
  readonly mayWithdraw: boolean;
  readonly mayTakeBack: boolean;
  readonly answers: AnswersExplained | null;
}

/**
 * Shows all of an approval: the whole content and payload, the votes, the rules and the ids.
 *
 * @param line - what the person who looks has just done
 */
export function detailsModal(
  view: CardView,
  { mayWithdraw, mayTakeBack, answers }: DetailsFor,
  line?: string,
): ModalView {
  const more = [
    ...(mayTakeBack ? [ownButton(view, 'take_back_vote', view.words.takeBackVote)] : []),
    ...(mayWithdraw ? [ownButton(view, 'withdraw', view.words.withdraw)] : []),
  ];
  return modal({
    title: view.words.details,
    close: view.words.close,
    blocks: [
      ...(line === undefined ? [] : [richText([richTextSection(explanationLeaves(line))])]),
      ...wholeContentBlocks(view),
      ...editBlocks(view),
      ...voteBlocks(view),
      ...ruleBlocks(view, answers),
      // an erased payload is null, and so may a payload be
      ...(view.content === null ? [] : payloadBlocks(view.payload)),
      ...factBlocks(view),
      ...(more.length === 0 ? [] : [actions(more)]),
    ],
  });
}

function voteBlocks({ votes }: CardView): readonly KnownBlock[] {
  if (votes.length === 0) return [];
  const lines = votes.slice(0, maxVotesListed).map(({ by, answer, choice, votedAt, reason, stage }) => {
    const outcome = `${answer === 'approve' ? 'approved' : 'rejected'}${stage === null ? '' : ` (${stage})`}`;
    const leaves: Leaf[] = [
      userLeaf(by.userId),
      choice === null ? ` ${outcome} ` : ` ${outcome}: ${choice}, `,
      dateLeaf(votedAt, '{date_short_pretty} {time}'),
    ];
    if (reason !== null) leaves.push(`: ${reason}`);
    return richTextSection(leaves);
  });
  const omitted = votes.length - lines.length;
  if (omitted > 0) lines.push(richTextSection([`and ${omitted} more`]));
  return [richText([richTextSection([textLeaf('Answers', { bold: true })]), ...lines])];
}

function ruleBlocks(view: CardView, answers: AnswersExplained | null): readonly KnownBlock[] {
  const { approvals, words } = view;
  const title = textLeaf('Who may decide', { bold: true });
  const lacking = approvals.needed === 1 ? [] : stillNeededLeaves(view);
  const own = answers === null ? [] : explanationLeaves(words.mayDecide(answers));
  return [
    richText(
      [
        [title],
        ...ruleLines(view),
        ...(lacking.length === 0 ? [] : [[textLeaf(`${capitalized(words.stillNeeded)}: `), ...lacking]]),
        ...(own.length === 0 ? [] : [own]),
      ].map((leaves) => richTextSection(leaves)),
    ),
  ];
}

function factBlocks(view: CardView): readonly KnownBlock[] {
  return [
    ...fieldRows({ Kind: view.kind, Revision: view.revision, Id: view.id, Digest: view.digest }),
    context([...askedTexts(view), mrkdwn(slackDate(view.askedAt, '{date_short_pretty} {time}'))]),
  ];
}
