import { onAzurite } from 'test-engines/on-azurite';
import { azureTablesPlaces } from 'test-processes/store/store-places';
import { replicas } from './replicas.js';

onAzurite('four processes on one Azure Tables', () => {
  replicas({ name: 'Azure Tables', places: azureTablesPlaces, waveCount: 1, pollMs: 1_000 });
});
