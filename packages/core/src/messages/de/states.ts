import type { Status, StepState } from '../../domain/model/approval.js';

/** How an approval stands, as it follows „ist“. */
export const statuses: Readonly<Record<Status, string>> = {
  pending: 'noch offen',
  approved: 'genehmigt',
  rejected: 'abgelehnt',
  expired: 'abgelaufen',
  withdrawn: 'zurückgezogen',
};

export const stepStates: Readonly<Record<StepState, string>> = {
  pending: 'ausstehend',
  active: 'läuft',
  done: 'erledigt',
  failed: 'fehlgeschlagen',
};
