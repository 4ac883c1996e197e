import { type Approval, linkLeaf, textLeaf } from '@k8s-pizza/slack-approval';
import { z } from 'zod';
import type { CommandContext } from './command-context.js';
import { type Line, type Said, said, together } from './said.js';

/** Where somebody is told what waits for them. */
export interface Place {
  readonly userId: string;
  readonly teamId: string | null;
  /** The channel that others read along in; null where only the person reads. */
  readonly publicChannelId: string | null;
}

/** What waits for a person. Where others read along only those cards are named that stand there anyway. */
export async function waiting(context: CommandContext, { userId, teamId, publicChannelId }: Place): Promise<Said> {
  const person = { userId, teamId, enterpriseId: null };
  const there = publicChannelId === null ? {} : { channelId: publicChannelId };
  const { approvals, isPartial } = await context.approvals.waitingFor(person, there);
  const named = approvals.filter((one) => publicChannelId === null || isIn(one, publicChannelId));
  const elsewhere = approvals.length - named.length;
  const lines = await Promise.all(named.map((one) => lineOf(context, one)));
  const count = approvals.length === 0 ? 'Nothing is waiting for you.' : `Waiting for you: ${approvals.length}.`;
  return together(
    said([count], lines),
    ...(elsewhere > 0 ? [said([`${elsewhere} of them in other places: write to me alone to see them.`])] : []),
    ...(isPartial ? [said(['Only the newest open questions were looked at.'])] : []),
    ...(publicChannelId === null
      ? [said(['What anybody in a channel may answer is not listed here: it waits in its channel.'])]
      : []),
  );
}

function isIn({ copies }: Approval<unknown>, channelId: string): boolean {
  return copies.some((copy) => copy.channelId === channelId);
}

const asked = z.object({ alert: z.object({ name: z.string(), summary: z.string() }) });

async function lineOf({ workspace }: CommandContext, { id, kind, payload, copies }: Approval<unknown>): Promise<Line> {
  const read = asked.safeParse(payload);
  const about = read.success ? `${read.data.alert.name}: ${read.data.alert.summary} ` : `${kind} `;
  const [copy] = copies;
  const url = copy === undefined ? null : await workspace.cardUrl(copy);
  return [about, url === null ? textLeaf(id, { code: true }) : linkLeaf(url, 'Open its card')];
}
