import type { ModalView } from '@slack/types';
import { callbackId } from './action-ids.js';
import { input } from './blocks.js';
import { buttonValue } from './button-value.js';
import type { CardView } from './card-view.js';
import { wholeContentBlocks } from './card-whole.js';
import { plainTextInput } from './elements.js';
import { mostReasonLength, reasonField } from './modal-views.js';
import { modal } from './view.js';

/** Asks whoever asked for this whether they take it back, beside what it is about. */
export function withdrawModal(view: CardView): ModalView {
  const { words, namespace } = view;
  const element = plainTextInput({ actionId: reasonField, multiline: true, maxLength: mostReasonLength });
  return modal({
    title: words.withdraw,
    submit: words.withdraw,
    close: words.cancel,
    callbackId: callbackId(namespace, 'withdraw_form', 'elsewhere'),
    privateMetadata: buttonValue(view.id, view.digest),
    blocks: [
      ...wholeContentBlocks(view),
      input({ blockId: reasonField, label: words.reason, element, optional: true }),
    ],
  });
}
