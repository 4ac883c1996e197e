/** Who a person is at GitHub and in Slack. */
export interface People {
  /** null: this person is not known. */
  readonly slackIdOf: (login: string) => string | null;
  readonly loginOf: (slackId: string) => string | null;
}

/** Logins are compared without regard to case, as GitHub does. */
export function readPeople(slackIdByLogin: Readonly<Record<string, string>>): People {
  const entries = Object.entries(slackIdByLogin);
  const slackIds = new Map(entries.map(([login, slackId]) => [login.toLowerCase(), slackId]));
  const logins = new Map(entries.map(([login, slackId]) => [slackId, login]));
  return {
    slackIdOf: (login) => slackIds.get(login.toLowerCase()) ?? null,
    loginOf: (slackId) => logins.get(slackId) ?? null,
  };
}
