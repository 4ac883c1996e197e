import type { ModalView } from '@slack/types';
import { limits } from '../../domain/model/limits.js';
import { input } from '../blocks/blocks.js';
import { plainTextInput } from '../blocks/elements.js';
import { modal } from '../blocks/view.js';
import type { CardView } from '../card/card-view.js';
import { wholeContentBlocks } from '../card/card-whole.js';
import { callbackId } from '../request/action-ids.js';
import { buttonValue } from '../request/button-value.js';
import { reasonField } from './modal-views.js';

/** Asks whoever asked for this whether they take it back, beside what it is about. */
export function withdrawModal(view: CardView): ModalView {
  const { words, namespace } = view;
  const element = plainTextInput({ actionId: reasonField, multiline: true, maxLength: limits.reasonLength });
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
