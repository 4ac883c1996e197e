import { aRow } from '@k8s-pizza/slack-approval-testing';
import { startAzurite } from 'test-engines/start-azurite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { putAndOpenAgain } from './put-and-open-again.js';

describe('a DATABASE_URL of an Azure storage account', () => {
  test('opens a store that keeps its rows', async () => {
    const azurite = await startAzurite();
    onTestFinished(() => azurite.stop());

    expect(await putAndOpenAgain(azurite.connectionString())).toMatchObject({ id: aRow().id, version: 1 });
  });
});
