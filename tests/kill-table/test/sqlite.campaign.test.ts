import { sqlitePlaces } from 'test-processes/store/store-places';
import { killTable } from './kill-table.js';

// `sqlite.test.ts` has all other lines
killTable({ name: 'SQLite', places: sqlitePlaces, only: ['13'], seeds: [2, 3] });
