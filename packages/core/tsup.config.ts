import { fileURLToPath } from 'node:url';
import type { Options } from 'tsup';
import { library } from '../../tsup.base.js';
import { mergeEagerFiles } from './merge-eager-files.js';

const core: Options = {
  ...library,
  onSuccess: () => mergeEagerFiles(fileURLToPath(new URL('dist', import.meta.url))),
};

export default core;
