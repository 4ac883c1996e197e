/**
 * A person as Slack identifies them.
 *
 * `teamId` is the home team, or null if it is unknown. All ids are Slack's; a name never identifies a person.
 */
export interface Person {
  readonly userId: string;
  readonly teamId: string | null;
  readonly enterpriseId: string | null;
}

/** Who or what asked: a person, or a system by its name. */
export type Requester = string | Person;

/** Who asked, for whom, and who has changed it since. The rule against self-approval treats them all alike. */
export interface Asking {
  readonly requester: Requester;
  /** The person that the requester asks for. Absent: none. */
  readonly onBehalfOf?: Person;
  /** Everyone who amended the approval since it was asked. */
  readonly amenders: readonly Requester[];
}

/** Slack's user ids have 9 to 11 characters and nearly always begin with `U0`. Tests and simulators use shorter ones with that beginning. */
const slackUserId = /^(<@)?[UW]([A-Z0-9]{6,}|[0-9][A-Z0-9]{3,})>?$/;

/** Inside other text an id must contain a digit, so that words such as `upstream` are not taken for one. */
const idsInText = [/(?<![A-Za-z0-9])[UW](?=[A-Z]*[0-9])[A-Z0-9]{6,}/, /(?<![A-Za-z0-9])[UW][0-9][A-Z0-9]{3,}/i];

/** Whether a name is or contains a Slack user id, in any case or character width. Such a name would pass for a person. */
export function looksLikeUserId(name: string): boolean {
  const plain = name.normalize('NFKC');
  return slackUserId.test(plain) || idsInText.some((pattern) => pattern.test(plain));
}

/** Compares the user ids alone: Slack's are unique across workspaces, so one id with two home teams is one person. */
export function isSamePerson(one: Person, other: Person): boolean {
  return one.userId === other.userId;
}

/** Replaces the name of a system once it is erased. */
export const erasedName = '(erased)';

export function withoutName(requester: Requester): Requester {
  return typeof requester === 'string' ? erasedName : requester;
}

/** Adds someone who amended, and keeps each once, the latest last. */
export function addAmender(amenders: readonly Requester[], by: Requester): readonly Requester[] {
  const isSame = (one: Requester): boolean =>
    typeof one === 'string' || typeof by === 'string' ? one === by : isSamePerson(one, by);
  return [...amenders.filter((one) => !isSame(one)), by];
}

export function askersOf({ requester, onBehalfOf, amenders }: Asking): readonly Requester[] {
  return [requester, ...(onBehalfOf === undefined ? [] : [onBehalfOf]), ...amenders];
}

export function isAsker(asking: Asking, person: Person): boolean {
  return askersOf(asking).some((asker) => isRequester(asker, person));
}

export function isRequester(requester: Requester | undefined, person: Person): boolean {
  return requester !== undefined && typeof requester !== 'string' && isSamePerson(requester, person);
}

/** PostgreSQL refuses a zero byte in a text, and a lone surrogate has no form in UTF-8. */
const unstorable = /\0|[\ud800-\udfff]/gu;

/** The text that rows are found by. The record itself keeps the name as given. */
export function requesterIdOf(requester: Requester): string {
  return typeof requester === 'string' ? requester.replace(unstorable, '\ufffd') : requester.userId;
}
