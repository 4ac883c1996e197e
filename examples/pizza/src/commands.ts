// What people can type, who may use it, and which answer they get.

import { textLeaf } from '@k8s-pizza/slack-approval/blocks';
import { z } from 'zod';
import {
  type Access,
  askForParty,
  askForPizza,
  type CommandContext,
  joinReplies,
  listWaiting,
  type Person,
  type Reply,
  reply,
  sendTestAlert,
  showOrders,
  showStatus,
  type Workspace,
} from './command-answers.js';

/** The slash commands, as the Slack app's manifest lists them. */
export const slashCommands = {
  approvals: {
    command: '/approvals',
    description: 'Show and decide approvals',
    usageHint: 'list | show <id> | help',
  },
  pizza: {
    command: '/pizza',
    description: 'Pizza: how things stand, and asking for one',
    usageHint: 'status | orders | order [size] [toppings] | party <number> [size] [toppings] | test | help',
  },
  approve: {
    command: '/k8s-pizza-approve',
    description: 'Show a card to approve it, or what waits for you',
    usageHint: '[id]',
  },
} as const;

type Answer = (context: CommandContext, person: Person, rest: string) => Promise<Reply>;

/** The words after `/pizza`. */
const subcommands = new Map<string, Answer>([
  ['', async () => help()],
  ['help', async () => help()],
  ['status', showStatus],
  ['order', askForPizza],
  ['orders', showOrders],
  ['party', askForParty],
  ['test', sendTestAlert],
]);

/** Answers `/pizza` to members of the workspace. */
export async function answerPizzaCommand(context: CommandContext, person: Person, text: string): Promise<Reply> {
  const access = await context.workspace.checkAccess(person);
  if (access.type === 'refused') return reply([access.refusal]);
  const [word = '', ...rest] = text.trim().split(/\s+/);
  const answer = access.type === 'bot' ? undefined : subcommands.get(word.toLowerCase());
  if (answer === undefined) return help('There is no such command.');
  return answer(context, person, rest.join(' '));
}

const helpLines: readonly (readonly [typed: string, does: string])[] = [
  [`${slashCommands.pizza.command} status`, 'the cluster, the orders under way, and what waits for an answer'],
  [`${slashCommands.pizza.command} orders`, 'the newest orders, with their cards'],
  [`${slashCommands.pizza.command} order large olives, ham`, 'asks for a pizza, which someone else approves'],
  [`${slashCommands.pizza.command} party 12 large olives, ham`, 'asks for the pizzas of a party, at most 50'],
  [`${slashCommands.pizza.command} test`, 'sends a test alert through the whole path and buys nothing'],
  [slashCommands.approve.command, 'what waits for you; with an id, the card to approve it'],
  ['/approvals help', 'everything else about approvals'],
];

/** Lists what a person can type. `problem` says why their command was not understood. */
function help(problem: string | null = null): Reply {
  const first = 'Alerts or people ask for pizza, and people approve it on cards. Only you see the answers to commands.';
  return reply(
    [...(problem === null ? [] : [`${problem} `]), first],
    helpLines.map(([typed, does]) => [textLeaf(typed, { code: true }), `: ${does}`]),
  );
}

/** Translates `/k8s-pizza-approve <id>` to `/approvals approve <id>`, and without an id to `/approvals list`. */
export function toApproveCommand<Command extends Readonly<Record<string, unknown>> & { readonly text: string }>(
  fields: Command,
) {
  const text = fields.text.trim();
  const translated = text === '' ? 'list' : text.toLowerCase() === 'help' ? 'help' : `approve ${text}`;
  // the library's help names its own command
  return { ...fields, command: '/approvals', text: translated };
}

/** An answer to a message, and where it goes. */
interface MessageAnswer {
  readonly channelId: string;
  /** Null: outside of threads. */
  readonly threadTs: string | null;
  readonly reply: Reply;
}

/** Answers people who mention the app or write to it. */
export interface Conversation {
  /** @param body - an event as Slack sends it. @returns null if the event needs no answer */
  answer(body: unknown): Promise<MessageAnswer | null>;
}

const messageEvent = z.object({
  event_id: z.string(),
  team_id: z.string().nullish(),
  event: z.object({
    type: z.enum(['app_mention', 'message']),
    user: z.string(),
    channel: z.string(),
    ts: z.string(),
    thread_ts: z.string().optional(),
    channel_type: z.string().optional(),
    // a person's new message has none of these three
    bot_id: z.undefined().optional(),
    subtype: z.undefined().optional(),
    edited: z.undefined().optional(),
  }),
});
type MessageEvent = z.infer<typeof messageEvent>['event'];

const maxEventsRemembered = 1_000;

/** Slack may send an event again. This process answers each event once. */
export function createConversation(context: CommandContext): Conversation {
  const seen = new Set<string>();
  const isNew = (eventId: string): boolean => {
    if (seen.has(eventId)) return false;
    if (seen.size >= maxEventsRemembered) seen.clear();
    seen.add(eventId);
    return true;
  };
  return {
    async answer(body) {
      const read = messageEvent.safeParse(body);
      if (!read.success) return null;
      const { event, event_id: eventId, team_id: teamId = null } = read.data;
      if (!isForApp(event) || !isNew(eventId)) return null;
      const answer = await answerEvent(context, event, teamId);
      if (answer === null) return null;
      const isMention = event.type === 'app_mention';
      return { channelId: event.channel, threadTs: event.thread_ts ?? (isMention ? event.ts : null), reply: answer };
    },
  };
}

/** In a channel, the app only answers mentions. */
function isForApp({ type, channel_type: channelType }: MessageEvent): boolean {
  return type === 'app_mention' || channelType === 'im';
}

async function answerEvent(context: CommandContext, event: MessageEvent, teamId: string | null): Promise<Reply | null> {
  const person = { userId: event.user, teamId };
  const access = await context.workspace.checkAccess(person);
  if (access.type === 'bot') return null;
  if (access.type === 'refused') return reply([access.refusal]);
  const publicChannelId = event.type === 'app_mention' ? event.channel : null;
  return joinReplies(await listWaiting(context, person, publicChannelId), help());
}

/** The calls to Slack: `auth.test`, and `users.info` of one person. */
export interface SlackLookUps {
  readonly authTest: () => Promise<unknown>;
  readonly usersInfo: (userId: string) => Promise<unknown>;
}

const installation = z.object({
  url: z.url().optional(),
  team_id: z.string(),
  enterprise_id: z.string().nullish(),
});
type Installation = z.infer<typeof installation>;

const userInfo = z.object({
  user: z.object({
    deleted: z.boolean().default(false),
    is_bot: z.boolean().default(false),
    is_restricted: z.boolean().default(false),
    is_ultra_restricted: z.boolean().default(false),
    team_id: z.string().optional(),
    enterprise_user: z.object({ enterprise_id: z.string().optional() }).optional(),
  }),
});
type UserInfo = z.infer<typeof userInfo>['user'];

const userCachedForMs = 5 * 60_000;
const maxUsersCached = 1_000;

/** Caches what Slack says: the installation for good, a person for five minutes. A failed call is not cached. */
export function createWorkspace(slack: SlackLookUps, clock: () => number, log: (line: string) => void): Workspace {
  const users = new Map<string, { readonly user: UserInfo; readonly until: number }>();
  let home: Installation | null = null;

  const findHome = async (): Promise<Installation> => {
    home ??= installation.parse(await slack.authTest());
    return home;
  };
  const findUser = async (userId: string): Promise<UserInfo> => {
    const cached = users.get(userId);
    if (cached !== undefined && cached.until > clock()) return cached.user;
    const { user } = userInfo.parse(await slack.usersInfo(userId));
    if (users.size >= maxUsersCached) users.clear();
    users.set(userId, { user, until: clock() + userCachedForMs });
    return user;
  };

  return {
    async checkAccess(person) {
      try {
        const [installed, user] = await Promise.all([findHome(), findUser(person.userId)]);
        return accessOf(installed, user, person);
      } catch (error) {
        log(`Slack did not say who a person is: ${error instanceof Error ? error.message : 'unknown'}`);
        return refused('Slack could not say who you are just now. Please try again in a minute.');
      }
    },
    async cardUrl({ channelId, ts }) {
      // people find a card without its link too
      const installed = await findHome().catch(() => null);
      if (installed?.url === undefined || ts === null) return null;
      return new URL(`archives/${channelId}/p${ts.replace('.', '')}`, installed.url).href;
    },
  };
}

function refused(refusal: string): Access {
  return { type: 'refused', refusal };
}

function accessOf(home: Installation, user: UserInfo, { teamId }: Person): Access {
  if (user.is_bot) return { type: 'bot' };
  const { enterprise_id: enterpriseId = null } = home;
  const isOurs = (id: string | null | undefined): boolean =>
    id === home.team_id || (enterpriseId !== null && id === enterpriseId);
  const isMember = isOurs(user.team_id) || isOurs(user.enterprise_user?.enterprise_id);
  if (!isOurs(teamId) || !isMember || user.deleted) return refused('Only people of this workspace can use this.');
  if (user.is_restricted || user.is_ultra_restricted) return refused('Guests of this workspace can’t use this.');
  return { type: 'member' };
}
