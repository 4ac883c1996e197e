import type { Loaded } from './loaded.js';
import type { ApprovalRecord } from './record.js';

/**
 * Writes a record as the body of its row.
 *
 * It copies as text what the stored body already holds: the entries of the history, which never change, and the parts if none
 * was added. That takes half the time of writing everything again.
 *
 * @param stored - what the record continues
 * @param addedText - the entries that the record adds to the stored history, as `appendEvents` returns them
 */
export function writeRecord(record: ApprovalRecord, stored: Loaded, addedText: string): string {
  const { schemaVersion, approval, parts, refusals, writeId } = record;
  const arePartsKept = parts === stored.record.parts;
  const kept = keptText(stored, arePartsKept);
  if (kept === null) return JSON.stringify(record);
  const newParts = arePartsKept ? '' : `,"parts":${JSON.stringify(parts)}`;
  const head = `{"schemaVersion":${schemaVersion},"approval":${JSON.stringify(approval)}${newParts}`;
  return `${head}${kept}${addedText}${tailOf(refusals, writeId)}`;
}

const headPattern = /^\{"schemaVersion":\d,"approval":\{/;
const partsBegin = ',"parts":{"values":{';
const entriesBegin = ',"history":[{"seq":1,"at":';
const entryFields = 'seq,at,event,prevHash,hash';

function tailOf(refusals: ApprovalRecord['refusals'], writeId: string): string {
  return `],"refusals":${JSON.stringify(refusals)},"writeId":"${writeId}"}`;
}

/**
 * Returns the stored text from the parts or the history up to the last entry; null: the body has another layout.
 *
 * A text value cannot read like one of the beginnings, because JSON escapes its quotes, and only parts have names from outside.
 * So the first `parts` and the last `history` are those of the record, as its first entry has that beginning too. What follows
 * the last entry is compared as a whole.
 */
function keptText({ row: { body }, record }: Loaded, withParts: boolean): string | null {
  const [first] = record.history;
  if (first?.seq !== 1 || Object.keys(first).join() !== entryFields || !headPattern.test(body)) return null;
  const tail = tailOf(record.refusals, record.writeId);
  const entriesAt = body.lastIndexOf(entriesBegin);
  const start = withParts ? body.indexOf(partsBegin) : entriesAt;
  const isKnown = start !== -1 && start <= entriesAt && body.endsWith(tail);
  return isKnown ? body.slice(start, -tail.length) : null;
}
