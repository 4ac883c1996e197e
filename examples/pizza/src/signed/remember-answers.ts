import type { RawResponse } from '@k8s-pizza/slack-approval';

/** A signature is taken for five minutes before and after its instant; and a little more. */
const rememberedMs = 11 * 60_000;
const mostRemembered = 10_000;

/** Does the work of an id once; whoever sends the id again is given the same answer. */
export type OncePerId = (id: string, work: () => Promise<RawResponse>) => Promise<RawResponse>;

/** Remembers answers in this process for as long as a signature holds. An answer that asks to be tried again is forgotten. */
export function rememberAnswers(clock: () => number = Date.now): OncePerId {
  const remembered = new Map<string, { readonly answer: Promise<RawResponse>; readonly until: number }>();

  function forget(now: number): void {
    for (const [id, { until }] of remembered) {
      if (until > now && remembered.size < mostRemembered) return;
      remembered.delete(id);
    }
  }

  return async (id, work) => {
    const now = clock();
    forget(now);
    const known = remembered.get(id);
    if (known !== undefined) return await known.answer;
    const answer = work();
    remembered.set(id, { answer, until: now + rememberedMs });
    if ((await answer).status >= 500) remembered.delete(id);
    return await answer;
  };
}
