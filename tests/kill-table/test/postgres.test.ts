import { postgresPlaces } from 'test-processes/store/store-places';
import { killTable } from './kill-table.js';
import { shortTable } from './short-table.js';

killTable({ name: 'PostgreSQL', places: postgresPlaces, only: shortTable });
