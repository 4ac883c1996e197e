import { postgresPlaces } from 'test-processes/store/store-places';
import { replicas } from './replicas.js';

replicas({ name: 'PostgreSQL', places: postgresPlaces, waveCount: 3, pollMs: 100 });
