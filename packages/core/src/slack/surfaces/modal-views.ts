import type { KnownBlock, ModalView } from '@slack/types';
import { limits } from '../../domain/model/limits.js';
import { unmarked } from '../../domain/model/live-text.js';
import type { Messages } from '../../messages/words/messages.js';
import type { AnswersExplained } from '../../messages/words/private-words.js';
import { wordsOf } from '../../messages/words-of.js';
import { actions, context, input, section } from '../blocks/blocks.js';
import { plainTextInput } from '../blocks/elements.js';
import { richText, richTextSection, textLeaf } from '../blocks/rich-text.js';
import { modal } from '../blocks/view.js';
import type { CardAnswer } from '../card/card-answers.js';
import type { CardView } from '../card/card-view.js';
import { editBlocks } from '../card/edit-blocks.js';
import { fieldRows } from '../card/field-rows.js';
import { live, liveLeaves, liveText } from '../card/live-leaves.js';
import { askedTexts } from '../card/people-text.js';
import { stillNeededText } from '../card/rule-leaves.js';
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
    blocks: [richText([richTextSection(liveLeaves(explanation))])],
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
      ...(line === undefined ? [] : [richText([richTextSection(liveLeaves(line))])]),
      ...wholeContentBlocks(view),
      ...editBlocks(view),
      ...voteBlocks(view),
      ...ruleBlocks(view, answers),
      // an erased payload is null, and so may a payload be
      ...(view.content === null ? [] : payloadBlocks(view)),
      ...factBlocks(view),
      ...(more.length === 0 ? [] : [actions(more)]),
    ],
  });
}

function voteBlocks({ votes, words }: CardView): readonly KnownBlock[] {
  if (votes.length === 0) return [];
  const lines = votes
    .slice(0, maxVotesListed)
    .map((vote) => richTextSection(liveLeaves(words.answerOf(withLiveParts(vote)))));
  const omitted = votes.length - lines.length;
  if (omitted > 0) lines.push(richTextSection([words.andMore({ count: omitted })]));
  return [richText([richTextSection([textLeaf(words.answers, { bold: true })]), ...lines])];
}

function withLiveParts({ by, answer, choice, stage, votedAt, reason }: CardView['votes'][number]) {
  const literal = (text: string | null): string | null => (text === null ? null : unmarked(text));
  return {
    by: live.person(by),
    answer,
    choice: literal(choice),
    stage: literal(stage),
    at: live.instant(votedAt),
    reason: literal(reason),
  };
}

function ruleBlocks(view: CardView, answers: AnswersExplained | null): readonly KnownBlock[] {
  const { approvals, words } = view;
  const title = textLeaf(words.whoMayDecide, { bold: true });
  const names = approvals.needed === 1 ? '' : stillNeededText(view);
  const own = answers === null ? [] : liveLeaves(words.mayDecide(answers));
  return [
    richText(
      [
        [title],
        ...ruleLines(view),
        ...(names === '' ? [] : [liveLeaves(words.stillNeeded({ names }))]),
        ...(own.length === 0 ? [] : [own]),
      ].map((leaves) => richTextSection(leaves)),
    ),
  ];
}

function factBlocks(view: CardView): readonly KnownBlock[] {
  const { words, kind, revision, id, digest, askedAt } = view;
  return [
    ...fieldRows({ [words.kind]: kind, [words.revision]: revision, [words.id]: id, [words.digest]: digest }),
    context([...askedTexts(view), liveText(live.instant(askedAt))]),
  ];
}
