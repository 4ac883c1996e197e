import { sqlitePlaces } from 'test-processes/store/store-places';
import { replicas } from './replicas.js';

// `sqlite.campaign.test.ts` has the whole run
replicas({ name: 'SQLite', places: sqlitePlaces, waveCount: 1, pollMs: 100 });
