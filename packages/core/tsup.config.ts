import { fileURLToPath } from 'node:url';
import type { Options } from 'tsup';
import { library } from '../../tsup.base.js';
import { mergeEagerFiles } from './merge-eager-files.js';

const entries = ['index', 'blocks', 'slack', 'state-machine', 'store', 'host'];

const core: Options = {
  ...library,
  entry: entries.map((name) => `src/${name}.ts`),
  onSuccess: () => mergeEagerFiles(fileURLToPath(new URL('dist', import.meta.url)), entries),
};

export default core;
