import { sqlitePlaces } from 'test-processes/store/store-places';
import { replicas } from './replicas.js';

replicas({ name: 'SQLite', places: sqlitePlaces, waveCount: 3, pollMs: 100, losesUpdates: true });
