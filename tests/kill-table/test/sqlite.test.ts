import { sqlitePlaces } from 'test-processes/store/store-places';
import { killTable } from './kill-table.js';

killTable({ name: 'SQLite', places: sqlitePlaces, seeds: [1] });
