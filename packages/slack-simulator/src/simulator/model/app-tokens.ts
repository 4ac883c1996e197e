import { installation } from './default-world.js';

/** Why Slack refuses a token that it issued. An unknown token is `invalid_auth`. */
export type TokenRefusal = 'token_expired' | 'token_revoked' | 'account_inactive' | 'invalid_auth';

/** The bot tokens of the app, and which of them Slack accepts. */
export interface AppTokens {
  /** The token that was issued last. */
  current(): string;
  /** Null if Slack accepts the token. */
  whyRefused(token: string): TokenRefusal | null;
  isInstalled(): boolean;
  /** Issues a new token. The one before it is refused from now on. @returns the new token */
  rotate(old: TokenRefusal): string;
  refuseCurrent(error: TokenRefusal): void;
  /** Slack accepts every issued token again, and the app is installed. */
  restore(): void;
  /** Refuses every token: the app is no longer in the workspace. */
  uninstall(): void;
  /** Back to the start: only the first token exists, and Slack accepts it. */
  reset(): void;
}

export function createAppTokens(): AppTokens {
  const refusals = new Map<string, TokenRefusal | null>();
  let issued = 0;
  let current = '';
  let isInstalled = true;

  const issue = (): string => {
    issued += 1;
    current = issued === 1 ? installation.botToken : `${installation.botToken}-${issued}`;
    refusals.set(current, null);
    return current;
  };
  const setAll = (refusal: TokenRefusal | null): void => {
    for (const token of refusals.keys()) refusals.set(token, refusal);
    isInstalled = refusal === null;
  };
  issue();

  return {
    current: () => current,
    whyRefused(token) {
      const refusal = refusals.get(token);
      return refusal === undefined ? 'invalid_auth' : refusal;
    },
    isInstalled: () => isInstalled,
    rotate(old) {
      refusals.set(current, old);
      isInstalled = true;
      return issue();
    },
    refuseCurrent(error) {
      refusals.set(current, error);
    },
    restore: () => setAll(null),
    uninstall: () => setAll('account_inactive'),
    reset() {
      refusals.clear();
      current = installation.botToken;
      refusals.set(current, null);
      isInstalled = true;
    },
  };
}
