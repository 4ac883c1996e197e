import { azureTablesPlaces } from 'test-processes/store-places';
import { replicas } from './replicas.js';

replicas({ name: 'Azure Tables', places: azureTablesPlaces, waveCount: 1, pollMs: 1_000 });
