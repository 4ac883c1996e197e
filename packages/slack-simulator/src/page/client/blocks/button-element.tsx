import type { Button } from '@slack/types';
import { useState } from 'preact/hooks';
import { safeAddress } from '../../text/safe-address.js';
import { useOwner } from './block-owner.js';
import { TextView } from './text-object.js';
import { useConfirm } from './use-confirm.js';

/** A button. If it has a confirm dialog, the click is sent only after the person confirms. */
export function ButtonElement({ element }: { readonly element: Button }) {
  const { press } = useOwner();
  const [isBusy, setBusy] = useState(false);
  const { style, url, value } = element;
  const { ask, dialog } = useConfirm(element.confirm);

  const go = async (): Promise<void> => {
    setBusy(true);
    if (url !== undefined && safeAddress(url) !== null) open(url, '_blank', 'noopener,noreferrer');
    await press(element.action_id ?? '', value === undefined ? {} : { value }).finally(() => setBusy(false));
  };
  return (
    <>
      <button
        type="button"
        class={`button ${style ?? ''}`}
        aria-label={element.accessibility_label}
        aria-busy={isBusy}
        onClick={() => ask(go)}
      >
        <TextView text={element.text} />
      </button>
      {dialog}
    </>
  );
}
