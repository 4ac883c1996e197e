import { postgresPlaces } from 'test-processes/store/store-places';
import { killTable } from './kill-table.js';

killTable({ name: 'PostgreSQL', places: postgresPlaces });
