import type { ApprovalStore } from '@k8s-pizza/slack-approval/store';
import type { StoreSettings } from './store-settings.js';

/** Opens the store as a program would, and loads only its package. */
export async function openStore(settings: StoreSettings): Promise<ApprovalStore> {
  switch (settings.type) {
    case 'sqlite': {
      const { sqliteStore } = await import('@k8s-pizza/slack-approval-sqlite');
      return sqliteStore(settings.path);
    }
    case 'postgres': {
      const [{ postgresStore }, { Pool }] = await Promise.all([
        import('@k8s-pizza/slack-approval-postgres'),
        import('pg'),
      ]);
      // idle connections are ended when the server is
      return postgresStore(new Pool(settings).on('error', () => undefined));
    }
    case 'azure_tables': {
      const [{ azureTablesStore }, { TableClient }] = await Promise.all([
        import('@k8s-pizza/slack-approval-azure-tables'),
        import('@azure/data-tables'),
      ]);
      const { connectionString, tableName } = settings;
      return azureTablesStore(
        TableClient.fromConnectionString(connectionString, tableName, { allowInsecureConnection: true }),
      );
    }
  }
}
