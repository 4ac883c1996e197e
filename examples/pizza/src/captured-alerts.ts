import { readFile } from 'node:fs/promises';

/** Notifications captured from Alertmanager 0.25: firing, firing with a second instance, resolved. */
export async function capturedAlerts(): Promise<readonly unknown[]> {
  const text = await readFile(new URL('../data/alertmanager-webhooks.json', import.meta.url), 'utf8');
  const captured: unknown = JSON.parse(text);
  if (!Array.isArray(captured)) throw new Error('The captured alerts are not a list.');
  return captured.map((one: { readonly body: unknown }) => one.body);
}

/** Sends a notification as Alertmanager does. @returns the app's answer */
export async function sendAlert(
  appUrl: string,
  body: unknown,
): Promise<{ readonly action: string; readonly approvalId?: string }> {
  const response = await fetch(`${appUrl}/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`The app answered an alert with ${response.status}.`);
  // the demo's own app, whose answers have this form
  return (await response.json()) as { readonly action: string; readonly approvalId?: string };
}
