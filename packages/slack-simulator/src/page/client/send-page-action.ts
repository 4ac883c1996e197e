import type { PageAction, PageActionResult } from '../page-action.js';

/** Sends an action to the simulator. @returns in `error`, why it cannot be done */
export async function sendPageAction(
  as: string,
  action: PageAction,
): Promise<PageActionResult & { readonly error: string | null }> {
  const response = await fetch('/page/do', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as, action }),
  });
  const answer: { failure?: string | null; error?: string } = await response.json();
  return { failure: answer.failure ?? null, error: answer.error ?? null };
}
