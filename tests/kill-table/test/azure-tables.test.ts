import { killTable } from './kill-table.js';
import { azureTablesPlaces } from './store-places.js';

killTable({ name: 'Azure Tables', places: azureTablesPlaces, isAtRandom: false });
