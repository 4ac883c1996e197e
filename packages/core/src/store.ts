export type { ApprovalStore, DueClaim, Row, RowPage, RowQuery } from './ports/approval-store.js';
export { pageOf, placeAfter, type RowPlace } from './ports/row-page.js';
export { storeFailed } from './ports/store-failed.js';
