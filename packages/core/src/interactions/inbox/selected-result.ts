import { mayLook } from '../../domain/access/may-look.js';
import type { Person } from '../../domain/model/person.js';
import { wordsOf } from '../../messages/words-of.js';
import { groupIdsOf } from '../../people/facts.js';
import { lookerOf } from '../../people/look-at.js';
import { recentFacts } from '../../people/look-up-facts.js';
import type { Loaded } from '../../record/loaded.js';
import type { Call } from '../../runtime/call.js';
import type { Runtime } from '../../runtime/runtime.js';
import type { Leaf } from '../../slack/blocks/rich-text.js';
import { countedText } from '../../slack/card/card-answers.js';
import { liveLeaves } from '../../slack/card/live-leaves.js';
import { stageText } from '../../slack/card/stage-text.js';
import type { ViewSubmission } from '../../slack/request/interaction.js';
import type { SelectedResult } from '../../slack/surfaces/selected-form.js';
import { cardOf } from '../../views/card-of.js';
import { notShown, sayWhy } from '../../views/explain-end.js';
import { isSameAction } from '../../votes/is-same-action.js';
import { answerIsIn } from '../replies/receipt.js';
import type { SelectedCast } from './cast-selected.js';

/** What the person is told of one of their votes. */
export function resultOf(call: Call<ViewSubmission>, cast: SelectedCast): SelectedResult {
  const { app, interaction } = call;
  const { isIn, line } = told(app, cast, interaction.user);
  return { title: titleOf(call, cast), isIn, line };
}

type Told = Pick<SelectedResult, 'isIn' | 'line'>;

function told(app: Runtime, cast: SelectedCast, by: Person): Told {
  const { notAnswered } = wordsOf(app.messages);
  switch (cast.type) {
    case 'counted':
    case 'form':
      return { isIn: true, line: standing(app, cast.loaded, by) };
    case 'refused':
      return toldRefusal(app, cast, by);
    case 'newer':
      return { isIn: false, line: liveLeaves(sayWhy(app, notShown.newer)) };
    case 'not_cast':
    case 'unknown':
      return { isIn: false, line: [notAnswered({ isKnown: cast.type === 'not_cast' })] };
  }
}

function toldRefusal(app: Runtime, cast: Extract<SelectedCast, { type: 'refused' }>, by: Person): Told {
  const { loaded, code, said, ballot } = cast;
  if (code !== 'repeat' || loaded === null) return { isIn: false, line: liveLeaves(said) };
  // the same submission again
  return isSameAction(cast, ballot)
    ? { isIn: true, line: standing(app, loaded, by) }
    : { isIn: false, line: [wordsOf(app.messages).answeredSince] };
}

/** How it stands with the vote: approved, or what is still needed. */
function standing(app: Runtime, { record }: Loaded, by: Person): readonly Leaf[] {
  const view = cardOf(app, record);
  if (view.status !== 'pending') return [view.words[view.status]];
  const stage = stageText(view, view.stage);
  const counted = view.approvals.needed > 1 ? countedText(view) : '';
  return [[answerIsIn(app, record.approval, by), stage, counted].filter((text) => text !== '').join(' ')];
}

/** Null for a person who may not see it, and has not seen it: only the form that showed it has its digest. */
function titleOf({ app, slack, interaction }: Call<ViewSubmission>, cast: SelectedCast): string | null {
  const loaded = 'loaded' in cast && cast.loaded !== null ? cast.loaded : cast.known;
  if (loaded === null || (cast.type === 'refused' && cast.code === 'not_found')) return null;
  const { approval } = loaded.record;
  const looker = lookerOf({ ...interaction, channelId: null });
  const subject = { person: looker.person, groupIds: groupIdsOf(approval), installation: looker.installation };
  const hasSeen = approval.revision.digest === cast.ballot.digest;
  if (!hasSeen && mayLook(approval, looker, recentFacts(slack, subject)).answer !== 'yes') return null;
  const { content, words } = cardOf(app, loaded.record);
  return content?.title ?? words.erased;
}
