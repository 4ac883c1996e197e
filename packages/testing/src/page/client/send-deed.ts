import type { DeedResult, PageDeed } from '../page-deed.js';

/** Tells the simulator what somebody did. What can't be done comes back as words. */
export async function sendDeed(as: string, deed: PageDeed): Promise<DeedResult & { readonly error: string | null }> {
  const response = await fetch('/page/do', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as, deed }),
  });
  const answer: { failure?: string | null; error?: string } = await response.json();
  return { failure: answer.failure ?? null, error: answer.error ?? null };
}
