import { z } from 'zod';

/** Who asks, and through which installation of the app. */
export interface Asker {
  readonly userId: string;
  /** The workspace that the app was asked in. */
  readonly teamId: string | null;
}

/** What is asked of Slack: `auth.test`, and `users.info` of one person. */
export interface SlackLookUps {
  readonly authTest: () => Promise<unknown>;
  readonly usersInfo: (userId: string) => Promise<unknown>;
}

/** Whether somebody may use the app: its workspace's members may; `refusal` tells everybody else why not. */
type Standing =
  | { readonly type: 'member' }
  | { readonly type: 'bot' }
  | { readonly type: 'refused'; readonly refusal: string };

/** The workspace that the app is installed in. */
export interface Workspace {
  standingOf(asker: Asker): Promise<Standing>;
  /** Where a card can be opened; null where Slack does not say. */
  cardUrl(copy: { readonly channelId: string; readonly ts: string | null }): Promise<string | null>;
}

const installation = z.object({
  url: z.url().optional(),
  team_id: z.string(),
  enterprise_id: z.string().nullish(),
});
type Installation = z.infer<typeof installation>;

const person = z.object({
  user: z.object({
    deleted: z.boolean().default(false),
    is_bot: z.boolean().default(false),
    is_restricted: z.boolean().default(false),
    is_ultra_restricted: z.boolean().default(false),
    team_id: z.string().optional(),
    enterprise_user: z.object({ enterprise_id: z.string().optional() }).optional(),
  }),
});
type Person = z.infer<typeof person>['user'];

const personKnownForMs = 5 * 60_000;
const mostKnown = 1_000;

/** What Slack says is kept: the installation for good, a person for five minutes. What it does not say is asked again. */
export function createWorkspace(slack: SlackLookUps, clock: () => number, log: (line: string) => void): Workspace {
  const people = new Map<string, { readonly person: Person; readonly until: number }>();
  let home: Installation | null = null;

  const installed = async (): Promise<Installation> => {
    home ??= installation.parse(await slack.authTest());
    return home;
  };
  const personOf = async (userId: string): Promise<Person> => {
    const known = people.get(userId);
    if (known !== undefined && known.until > clock()) return known.person;
    const { user } = person.parse(await slack.usersInfo(userId));
    if (people.size >= mostKnown) people.clear();
    people.set(userId, { person: user, until: clock() + personKnownForMs });
    return user;
  };

  return {
    async standingOf(asker) {
      try {
        const [where, who] = await Promise.all([installed(), personOf(asker.userId)]);
        return standing(where, who, asker);
      } catch (error) {
        log(`Slack did not say who somebody is: ${error instanceof Error ? error.message : 'unknown'}`);
        return refused('Slack could not be asked who you are just now. Please try again in a minute.');
      }
    },
    async cardUrl({ channelId, ts }) {
      // a card can be found without its link
      const where = await installed().catch(() => null);
      if (where?.url === undefined || ts === null) return null;
      return new URL(`archives/${channelId}/p${ts.replace('.', '')}`, where.url).href;
    },
  };
}

function refused(refusal: string): Standing {
  return { type: 'refused', refusal };
}

function standing(where: Installation, who: Person, { teamId }: Asker): Standing {
  if (who.is_bot) return { type: 'bot' };
  const { enterprise_id: enterpriseId = null } = where;
  const isOfOurs = (id: string | null | undefined): boolean =>
    id === where.team_id || (enterpriseId !== null && id === enterpriseId);
  const isAtHome = isOfOurs(who.team_id) || isOfOurs(who.enterprise_user?.enterprise_id);
  if (!isOfOurs(teamId) || !isAtHome || who.deleted) return refused('Only people of this workspace can use this.');
  if (who.is_restricted || who.is_ultra_restricted) return refused('Guests of this workspace can’t use this.');
  return { type: 'member' };
}
