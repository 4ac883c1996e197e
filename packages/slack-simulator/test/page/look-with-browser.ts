import type { SlackSimulatorOptions } from '@k8s-pizza/slack-simulator';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from 'test-browser/launch-browser';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { type Answer, startApp, startSlack } from '../simulator/simulator-fixture.js';

/** A machine with much to do needs its time; nothing here waits when it is done. */
export const patienceMs = 15_000;
export const eventually = <Value>(look: () => Value) => expect.poll(look, { timeout: patienceMs });

interface Look {
  readonly as?: string;
  readonly at?: string;
  readonly width?: number;
  readonly options?: SlackSimulatorOptions;
  readonly answer?: () => Answer;
}

export type Looking = Awaited<ReturnType<ReturnType<typeof lookWithBrowser>['look']>>;

/** A browser for the tests of one file. */
export function lookWithBrowser() {
  let launched: Browser | undefined;
  beforeAll(async () => {
    launched = await launchBrowser();
  });
  afterAll(() => launched?.close());
  const browser = (): Browser => {
    if (launched === undefined) throw new Error('Use the browser inside of a test.');
    return launched;
  };

  /** Somebody looks at a channel, with an app behind it. Any error in the page fails the test that opened it. */
  async function look({ as = 'U0ALICE', at = 'C0PIZZA', width = 1000, options = {}, answer }: Look = {}) {
    const app = await startApp(answer);
    const { slack, web } = await startSlack({ requestUrl: app.url, ...options });
    const errors: string[] = [];
    const open = async (person: string): Promise<Page> => {
      const page = await browser().newPage({ viewport: { width, height: 700 } });
      page.setDefaultTimeout(patienceMs);
      page.on('pageerror', (error) => errors.push(String(error)));
      page.on('console', (line) => (line.type() === 'error' ? errors.push(line.text()) : undefined));
      await page.goto(`${slack.pageUrl}#as=${person}&in=${at}`);
      await page.getByRole('main').getByRole('heading').first().waitFor();
      onTestFinished(async () => {
        await page.close();
        expect(errors).toEqual([]);
      });
      return page;
    };
    return { app, slack, web, open, page: await open(as) };
  }
  return { browser, look };
}
