import type { Answer } from '../../domain/model/policy.js';
import { inputsOf, reasonRuleOf } from '../../domain/policy/choices.js';
import { isOurInstallation } from '../../people/known-installation.js';
import type { RawResponse } from '../../ports/raw-http.js';
import type { Call } from '../../runtime/call.js';
import { type ActionVerb, parseActionId } from '../../slack/request/action-ids.js';
import { type ButtonValue, parseButtonValue, seenStageOf } from '../../slack/request/button-value.js';
import type { BlockAction } from '../../slack/request/interaction.js';
import type { Ballot } from '../../votes/ballot.js';
import { takeVote } from '../../votes/take-vote.js';
import { ok } from '../replies/answers.js';
import { loadSurfaces } from './load-surfaces.js';

/** A button that votes: with which answer, and whether a form opens first. */
interface VoteButton {
  readonly answer: Answer;
  readonly form: 'as_declared' | 'always' | 'never';
}

const voteButtons: Readonly<Partial<Record<ActionVerb, VoteButton>>> = {
  approve: { answer: 'approve', form: 'as_declared' },
  reject: { answer: 'reject', form: 'as_declared' },
  open_approve_form: { answer: 'approve', form: 'always' },
  open_reject_form: { answer: 'reject', form: 'always' },
  reject_without_reason: { answer: 'reject', form: 'never' },
};

/** Answers a click. The card shows a vote that is taken, as its update is owed; everything else loads late. */
export async function answerClick(call: Call<BlockAction>): Promise<RawResponse> {
  const ballot = ballotOf(call);
  if (ballot === null) return await (await loadSurfaces()).answerOther(call);
  const { isTaken, loaded } = await takeVote(call, ballot);
  return isTaken ? ok : await (await loadSurfaces()).answerVote(call, ballot, loaded);
}

/** Returns the vote of a click; null: it is no vote, or has to be answered by another deployment. */
function ballotOf({ app, slack, interaction: click }: Call<BlockAction>): Ballot | null {
  const action = parseActionId(click.actionId);
  const value = click.value === null ? null : parseButtonValue(click.value);
  if (action?.namespace !== app.namespace || value === null || !isOurInstallation(slack, click)) return null;
  const button = voteButtons[action.verb];
  return button === undefined ? null : toBallot(click, value, { ...button, choice: action.choice });
}

type Pressed = VoteButton & Pick<Ballot, 'choice'>;

function toBallot(click: BlockAction, value: ButtonValue, { answer, choice, form }: Pressed): Ballot {
  const { channelId, messageTs, isEphemeral, appId, teamId, enterpriseId } = click;
  return {
    approvalId: value.id,
    digest: value.digest,
    seenStage: seenStageOf(click.blockId),
    by: click.user,
    answer,
    choice,
    reason: null,
    via: 'slack_button',
    seen: channelId === null || messageTs === null ? null : { channelId, messageTs, isEphemeral },
    actionTs: click.actionTs,
    installation: { appId, teamId, enterpriseId },
    isFormNeeded: ({ record: { approval } }) =>
      form === 'as_declared'
        ? reasonRuleOf(approval, { answer, choice }) !== 'none' ||
          (answer === 'approve' && inputsOf(approval) !== undefined)
        : form === 'always',
  };
}
