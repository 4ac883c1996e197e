import { expect, test } from 'vitest';
import type { HistoryEvent } from '../domain/model/events.js';
import { hideNames } from './hide-names.js';
import { noParts } from './parts.js';

const at = Date.UTC(2026, 0, 1, 10);
const by = 'deploy-bot-of-ada';

test.each<HistoryEvent>([
  { type: 'withdrawn', at, by, reasonRef: null },
  { type: 'redelivered', at, by },
])('the name of a system in $type goes into a part', (event) => {
  const { events, parts } = hideNames([event], noParts);

  expect(events).toMatchObject([{ by: { nameRef: parts[0]?.ref } }]);
  expect(parts).toMatchObject([{ value: by }]);
});
