import { onAzurite } from 'test-engines/on-azurite';
import { azureTablesPlaces } from 'test-processes/store/store-places';
import { killTable } from './kill-table.js';
import { shortTable } from './short-table.js';

onAzurite('the short kill table on Azure Tables', () => {
  killTable({ name: 'Azure Tables', places: azureTablesPlaces, only: shortTable });
});
