import { setTimeout as pause } from 'node:timers/promises';
import { type Approval, type Approvals, type CardContent, type Kind, user } from '@k8s-pizza/slack-approval';
import type { SourceQuestion, StartSource } from '@k8s-pizza/slack-approval-testing';

/** What a source does; each fault changes a part of it. */
export interface Manners {
  /** @param run - counts the programs that were started */
  readonly key: (key: string, run: number) => string;
  readonly card: (version: string) => CardContent;
  readonly takesChanged: boolean;
  readonly waits: boolean;
  readonly isYes: (approval: Approval<unknown>, before: string) => boolean;
  readonly tell: (approval: Approval<unknown>) => string;
}

export const good: Manners = {
  key: (key) => key,
  card: (version) => ({ title: `Deploy ${version}?` }),
  takesChanged: false,
  waits: true,
  isYes: ({ status }) => status === 'approved',
  tell: ({ status, decision }) => `${status}: ${decision?.reason ?? 'no reason'}`,
};

interface Version {
  readonly version: string;
}
type Deploys = Kind<Version, Version>;

/** A source in this process, as well-mannered as these manners are. */
export function startWith(manners: Manners): StartSource {
  return async ({ approvals, channelId: channel, approverId }) => {
    const card = ({ version }: Version) => manners.card(version);
    const deploys = approvals.define<Version>('deploy', { card, channel, approvers: [user(approverId)] });
    let runs = 0;
    return {
      run(question) {
        let isKilled = false;
        runs += 1;
        const key = manners.key(question.key, runs);
        const told = askAs(manners, { approvals, deploys, question: { ...question, key }, isLive: () => !isKilled });
        return {
          told,
          kill: async () => {
            isKilled = true;
          },
        };
      },
      close: async () => undefined,
    };
  };
}

interface Asking {
  readonly approvals: Approvals;
  readonly deploys: Deploys;
  readonly question: SourceQuestion;
  readonly isLive: () => boolean;
}

async function askAs({ takesChanged, waits, isYes, tell }: Manners, asking: Asking): Promise<string> {
  const { approvals, deploys, question, isLive } = asking;
  const { key, argument: version, work } = question;
  const { approval: asked, changed } = await deploys.ask({ version }, { key, requester: 'ci' });
  if (changed && !takesChanged) return 'The key holds another question.';
  let approval: Approval<unknown> = asked;
  while (approval.status === 'pending' && waits && isLive()) {
    await pause(5);
    approval = (await approvals.get(asked.id)) ?? asked;
  }
  if (isLive() && isYes(approval, asked.status)) work(version);
  return tell(approval);
}
