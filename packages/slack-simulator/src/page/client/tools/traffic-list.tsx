import type { WatchedExchange } from '../../../simulator/traffic.js';
import { usePage } from '../page-context.js';
import { readable } from './readable-body.js';

/** Every request, the newest first, with its signature, the response, and how long it took. */
export function TrafficList() {
  const { state } = usePage();
  if (state.traffic.length === 0) return <p class="nothing">No request yet, in either direction.</p>;
  return (
    <>
      <p class="legend">→ from the app to Slack, ← from Slack to the app</p>
      <ol class="traffic">
        {state.traffic.toReversed().map((exchange) => (
          <li key={exchange.number}>
            <ExchangeView exchange={exchange} />
          </li>
        ))}
      </ol>
    </>
  );
}

function ExchangeView({ exchange }: { readonly exchange: WatchedExchange }) {
  const { direction, method, status, detail, ms, at } = exchange;
  const isFine = status === 200 && detail === null;
  const words = direction === 'in' ? 'from the app' : 'to the app';
  return (
    <details>
      <summary>
        <span class={`direction ${direction}`} role="img" aria-label={words} title={words}>
          {direction === 'in' ? '→' : '←'}
        </span>
        <span class="method">{method}</span>
        <span class={isFine ? 'status' : 'status bad'}>{status === 0 ? 'no answer' : status}</span>
        <span class="took">{ms} ms</span>
        <time dateTime={new Date(at).toISOString()}>{new Date(at).toLocaleTimeString('en-GB')}</time>
      </summary>
      {detail !== null && <p class="why">{detail}</p>}
      {exchange.signature !== null && (
        <dl>
          <dt>x-slack-signature</dt>
          <dd>
            <code>{exchange.signature}</code>
          </dd>
          <dt>x-slack-request-timestamp</dt>
          <dd>
            <code>{exchange.timestamp}</code>
          </dd>
        </dl>
      )}
      <Body title="Request" text={exchange.request} />
      <Body title="Answer" text={exchange.answer} />
    </details>
  );
}

const maxRows = 16;

/** In a field, so that it can be scrolled and copied by keyboard. */
function Body({ title, text }: { readonly title: string; readonly text: string }) {
  if (text === '') return <p class="empty">{title}: empty</p>;
  const shown = readable(text);
  return (
    <label>
      {title}
      <textarea readOnly rows={Math.min(shown.split('\n').length + 1, maxRows)} value={shown} />
    </label>
  );
}
