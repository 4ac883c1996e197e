import type { CheckedView } from '../model/model.js';
import { blocksProblem } from './block-rules.js';
import { limits } from './limits.js';
import { fields, identifier, isRecord, plainText, string } from './shape-rules.js';

const frame = fields({
  title: plainText(limits.viewTitle),
  submit: plainText(limits.viewTitle),
  close: plainText(limits.viewTitle),
  private_metadata: string(limits.privateMetadata),
  callback_id: identifier,
  external_id: identifier,
});

export type ViewCheck =
  | { readonly view: CheckedView }
  | { readonly code: 'invalid_view' | 'view_too_large'; readonly detail: string };

/** A view as an app sent it, or what §3 has against it. */
export function checkView(value: unknown, type: 'modal' | 'home'): ViewCheck {
  if (!isRecord(value)) return { code: 'invalid_view', detail: 'the view is not an object' };
  if (value['type'] !== type) return { code: 'invalid_view', detail: `the view is not a ${type}` };
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes > limits.viewBytes)
    return { code: 'view_too_large', detail: `${bytes} bytes, at most ${limits.viewBytes}` };
  const problem = frame(value, '/view') ?? blocksProblem(value['blocks'], type, '/view/blocks');
  if (problem !== null) return { code: 'invalid_view', detail: problem };
  // the checks above are the proof: type, frame and blocks are those of a view
  return { view: value as unknown as CheckedView };
}
