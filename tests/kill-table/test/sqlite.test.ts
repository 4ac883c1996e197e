import { killTable } from './kill-table.js';
import { sqlitePlaces } from './store-places.js';

killTable({ name: 'SQLite', places: sqlitePlaces, isAtRandom: true });
