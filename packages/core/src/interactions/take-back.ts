import { decideTakeBack } from '../domain/decide/decide-take-back.js';
import { wordsOf } from '../messages/words-of.js';
import { clickerOf, lookAt } from '../people/look-at.js';
import type { RawResponse } from '../ports/raw-http.js';
import { applyChange } from '../record/apply-change.js';
import type { Call } from '../runtime/call.js';
import type { BlockAction } from '../slack/request/interaction.js';
import { commitInTime } from '../storage/commit.js';
import { notShown } from '../views/explain-end.js';
import { ok } from './replies/answers.js';
import { changeModal, showDetails } from './replies/open-modal.js';
import { replyPrivately, replyRefusal } from './replies/reply.js';

/** Takes a person's vote back, and shows the details without it in the modal that was clicked. */
export async function takeBackVote(call: Call<BlockAction>, id: string): Promise<RawResponse> {
  const { interaction: click } = call;
  const found = await lookAt(call, id, clickerOf(click));
  if (found.type !== 'loaded') return await replyRefusal(call, notShown[found.type]);
  const { user: by, actionTs, appId, teamId, enterpriseId } = click;
  const order = { type: 'take_back_vote', by, actionTs, installation: { appId, teamId, enterpriseId } } as const;
  const committed = await commitInTime(call, id, {
    apply: applyChange,
    decide: ({ record }, now) => decideTakeBack({ ...order, now }, record.approval),
  });
  if (committed.type !== 'done') return await replyRefusal(call, notShown[committed.type]);
  const { refusal, loaded } = committed;
  if (refusal?.code === 'repeat') return ok;
  if (refusal !== null) return await replyRefusal(call, refusal);

  const { answerTakenBack } = wordsOf(call.app.messages);
  const isShown = await showDetails(call, loaded, changeModal, answerTakenBack);
  return isShown ? ok : await replyPrivately(call, answerTakenBack);
}
