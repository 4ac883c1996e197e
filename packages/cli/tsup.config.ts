import { defineConfig } from 'tsup';
import { library } from '../../tsup.base.js';

// a program only: nothing imports it, so it needs neither CommonJS nor types
export default defineConfig({ ...library, entry: ['src/bin.ts'], format: ['esm'], dts: false });
