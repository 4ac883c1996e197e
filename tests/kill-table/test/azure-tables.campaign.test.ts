import { azureTablesPlaces } from 'test-processes/store/store-places';
import { killTable } from './kill-table.js';

killTable({ name: 'Azure Tables', places: azureTablesPlaces });
