import { killTable } from './kill-table.js';
import { postgresPlaces } from './store-places.js';

killTable({ name: 'PostgreSQL', places: postgresPlaces, isAtRandom: false });
