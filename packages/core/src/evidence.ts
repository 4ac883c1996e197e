export type { Evidence, EvidenceDecision, EvidenceDelivery, EvidenceRevision } from './evidence/evidence.js';
export type { EvidenceFault, EvidenceFaultCode } from './evidence/fault.js';
export { type EvidenceVerdict, verifyEvidence } from './evidence/verify-evidence.js';
