// The code for Jest, by the functions of vitest that it shares with Jest. `npm run consumers` runs it in Jest itself.
import { afterEach, beforeEach, expect, test } from 'vitest';

Object.assign(globalThis, { afterEach, beforeEach, expect, test });
// @ts-expect-error: it is JavaScript
await import('./deploys.jest.js');
