import type { FailRule } from '../../simulator/fail-rule.js';
import type { TokenRefusal } from '../../simulator/model/app-tokens.js';

/** The app in the workspace, and why Slack refuses its calls now. */
export interface PageConditions {
  readonly channels: readonly WorkspaceChannel[];
  /** The bot token that was issued last. */
  readonly token: string;
  /** Null while Slack accepts the token. */
  readonly tokenRefusal: TokenRefusal | null;
  readonly isInstalled: boolean;
  readonly scopes: readonly WorkspaceScope[];
  readonly failing: readonly FailRule[];
}

interface WorkspaceChannel {
  readonly id: string;
  readonly name: string;
  readonly private: boolean;
  readonly archived: boolean;
  readonly appIsMember: boolean;
}

interface WorkspaceScope {
  readonly scope: string;
  readonly isGranted: boolean;
}
