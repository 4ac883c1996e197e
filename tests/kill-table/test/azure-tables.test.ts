import { azureTablesPlaces, noAzureTables } from 'test-processes/store-places';
import { test } from 'vitest';
import { killTable } from './kill-table.js';
import { shortTable } from './short-table.js';

const reason = noAzureTables;
if (reason === null) killTable({ name: 'Azure Tables', places: azureTablesPlaces, only: shortTable });
else
  test('the short kill table on Azure Tables', (context) => {
    process.stdout.write(`skipped: the short kill table on Azure Tables: ${reason}\n`);
    context.skip(reason);
  });
