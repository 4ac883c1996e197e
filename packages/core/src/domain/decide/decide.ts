import type { Approval } from '../model/approval.js';
import type { Command } from '../model/commands.js';
import { accept, type Decided, notFound } from '../model/refusal.js';
import { decideAmend, decideAsk, decideReplaceContext } from './decide-ask.js';

import { decideCheck } from './decide-check.js';
import { decideErase, decideRedeliver, decideReport } from './decide-follow-up.js';
import { decideTakeBack } from './decide-take-back.js';
import { decideTick } from './decide-tick.js';
import { decideTickSetAside } from './decide-tick-set-aside.js';
import { decideVote } from './decide-vote.js';
import { decideReleaseKey, decideWithdraw } from './decide-withdraw.js';
import { decidePost, decideSync, decideTakeOver } from './outcome/decide-card.js';
import { decideDelivery } from './outcome/decide-delivery.js';
import { decideNotice } from './outcome/decide-notice.js';
import { decideRepost, decideWakeCard } from './outcome/decide-repost.js';
import { decideTurn } from './outcome/decide-turn.js';
import { tellTrouble } from './outcome/tell-trouble.js';

/** Decides what a command does to an approval: the events to store, and a refusal if it can't be done. Pure; never throws. */
export function decide(command: Command, approval: Approval | null): Decided {
  if (command.type === 'ask') return decideAsk(command, approval);
  if (approval === null) return { events: [], refusal: notFound };
  return decideOn(command, approval);
}

function decideOn(command: Exclude<Command, { type: 'ask' }>, approval: Approval): Decided {
  switch (command.type) {
    case 'amend':
      return decideAmend(command, approval);
    case 'replace_context':
      return decideReplaceContext(command, approval);
    case 'cast_vote':
      return decideVote(command, approval);
    case 'take_back_vote':
      return decideTakeBack(command, approval);
    case 'check_vote':
      return decideCheck(command, approval);
    case 'withdraw':
      return decideWithdraw(command, approval);
    case 'release_key':
      return decideReleaseKey(command, approval);
    case 'report':
      return decideReport(command, approval);
    case 'redeliver':
      return decideRedeliver(command, approval);
    case 'erase':
      return decideErase(command, approval);
    case 'tick':
      return accept((approval.work.setAside ? decideTickSetAside : decideTick)(approval, command.now));
    case 'take_over':
      return accept(decideTakeOver(approval, command.now));
    case 'set_aside':
      return accept([{ type: 'set_aside', at: command.now }, ...tellTrouble(approval, { type: 'stuck' }, command.now)]);
    case 'wake_card':
      return accept(decideWakeCard(command, approval));
    case 'repost':
      return decideRepost(command, approval);
    case 'take_turn':
      return accept(decideTurn(command, approval));
    case 'install':
      return accept(
        approval.work.installation === null
          ? [{ type: 'installed', at: command.now, installation: command.installation }]
          : [],
      );
    case 'record_post':
      return accept(decidePost(command, approval));
    case 'record_sync':
      return accept(decideSync(command, approval));
    case 'record_notice':
      return accept(decideNotice(command, approval));
    case 'record_delivery':
      return accept(decideDelivery(command, approval));
    default:
      command satisfies never;
      return accept([]);
  }
}
