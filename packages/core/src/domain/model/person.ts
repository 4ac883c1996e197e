/**
 * A person as Slack identifies them.
 *
 * `teamId` is the home team, which may be unknown. Ids are Slack's; names never identify anybody.
 */
export interface Person {
  readonly userId: string;
  readonly teamId: string | null;
  readonly enterpriseId: string | null;
}

/** Who or what asked: a person, or the plain name of a system. */
export type Requester = string | Person;

/** Slack's have nine to eleven characters, and nearly always begin `U0`; shorter ones that begin so stand in tests and simulators. */
const slackUserId = /^(<@)?[UW]([A-Z0-9]{6,}|[0-9][A-Z0-9]{3,})>?$/;

/** Within other text only what has a digit counts, so that words such as `upstream` stay names. */
const idsInText = [/(?<![A-Za-z0-9])[UW](?=[A-Z]*[0-9])[A-Z0-9]{6,}/, /(?<![A-Za-z0-9])[UW][0-9][A-Z0-9]{3,}/i];

/** Whether a name is a Slack user id or contains one, in any case or width: it would stand for a person and be none. */
export function looksLikeUserId(name: string): boolean {
  const plain = name.normalize('NFKC');
  return slackUserId.test(plain) || idsInText.some((pattern) => pattern.test(plain));
}

/** Slack user ids are unique across workspaces, so the id alone decides: two home teams of one id are one person. */
export function isSamePerson(one: Person, other: Person): boolean {
  return one.userId === other.userId;
}

/** Stands for a system's name once it is erased. */
export const erasedName = '(erased)';

export function withoutName(requester: Requester): Requester {
  return typeof requester === 'string' ? erasedName : requester;
}

/** Who asked or amended, each once. */
export function addAmender(amenders: readonly Requester[], by: Requester): readonly Requester[] {
  const isSame = (one: Requester): boolean =>
    typeof one === 'string' || typeof by === 'string' ? one === by : isSamePerson(one, by);
  return [...amenders.filter((one) => !isSame(one)), by];
}

export function isRequester(requester: Requester | null, person: Person): boolean {
  return requester !== null && typeof requester !== 'string' && isSamePerson(requester, person);
}

/** PostgreSQL takes no zero byte in a text, and no store writes half a character as it was given. */
const unstorable = /\0|\p{Cs}/gu;

/** What a row is found by: the record itself keeps a name as it was given. */
export function requesterIdOf(requester: Requester): string {
  return typeof requester === 'string' ? requester.replace(unstorable, '\ufffd') : requester.userId;
}
