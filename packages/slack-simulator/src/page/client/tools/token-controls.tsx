import { usePage } from '../page-context.js';
import type { Changing } from './changing.js';

/** The app's bot token: whether Slack accepts it, and buttons that change that. */
export function TokenControls({ change }: Changing) {
  const { state } = usePage();
  const { token, tokenRefusal, isInstalled } = state.conditions;
  return (
    <section>
      <h2>Bot token</h2>
      <p class="condition-value">
        <code>{token}</code>
        {tokenRefusal === null ? <span class="tag">works</span> : <span class="tag on">{tokenRefusal}</span>}
      </p>
      <div class="condition-buttons">
        {isInstalled && (
          <>
            <button type="button" class="button" onClick={() => change({ type: 'rotate_token' })}>
              Rotate
            </button>
            <button
              type="button"
              class="button"
              onClick={() => change({ type: 'refuse_token', error: 'token_expired' })}
            >
              Let it expire
            </button>
            <button
              type="button"
              class="button"
              onClick={() => change({ type: 'refuse_token', error: 'token_revoked' })}
            >
              Revoke
            </button>
          </>
        )}
        <button
          type="button"
          class="button"
          onClick={() => change({ type: isInstalled ? 'uninstall_app' : 'reinstall_app' })}
        >
          {isInstalled ? 'Uninstall the app' : 'Install the app again'}
        </button>
        <button type="button" class="button" onClick={() => change({ type: 'restore_tokens' })}>
          Restore all tokens
        </button>
      </div>
      <p class="condition-hint">
        Rotate and install again give a new token: start the app with it. An app that keeps the old one works again
        after “Restore all tokens”, which Slack does not have.
      </p>
    </section>
  );
}
