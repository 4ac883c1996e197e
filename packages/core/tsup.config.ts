import { fileURLToPath } from 'node:url';
import type { Options } from 'tsup';
import { library } from '../../tsup.base.js';
import { entryNames, mergeEagerFiles } from './merge-eager-files.js';

const entries = {
  main: 'index',
  light: { base: ['blocks', 'store', 'host'], domain: ['state-machine'] },
  others: ['slack', 'evidence', ...['en', 'de', 'fr', 'es', 'ja'].map((language) => `messages/${language}`)],
  late: { machine: 'state-machine', elements: 'blocks', words: 'messages/en', worker: 'worker' },
};

const core: Options = {
  ...library,
  entry: entryNames(entries).map((name) => `src/${name}.ts`),
  onSuccess: () => mergeEagerFiles(fileURLToPath(new URL('dist', import.meta.url)), entries),
};

export default core;
