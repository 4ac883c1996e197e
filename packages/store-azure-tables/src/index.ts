export { azureTablesStore } from './azure-tables-store.js';
