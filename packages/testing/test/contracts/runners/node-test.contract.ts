// `node --test` runs it from a bundle, in this repository or beside the packed packages.
import { describe, test } from 'node:test';
import { registerContracts } from './contracts.js';

registerContracts({ describe, test });
