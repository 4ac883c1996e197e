import type { Status, StepState } from '../../domain/model/approval.js';

/** How an approval stands, as it follows « est ». */
export const statuses: Readonly<Record<Status, string>> = {
  pending: 'encore en cours',
  approved: 'approuvée',
  rejected: 'refusée',
  expired: 'expirée',
  withdrawn: 'retirée',
};

export const stepStates: Readonly<Record<StepState, string>> = {
  pending: 'en attente',
  active: 'en cours',
  done: 'terminée',
  failed: 'en échec',
};
