/** A file cannot be read or written, or is not what it should be. The message names the file and the reason. */
export class EvidenceFileError extends Error {
  override readonly name = 'EvidenceFileError';
}
