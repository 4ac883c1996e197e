import type { Button } from '@slack/types';
import { useState } from 'preact/hooks';
import { safeAddress } from '../../text/safe-address.js';
import { useOwner } from './block-owner.js';
import { ConfirmDialog } from './confirm-dialog.js';
import { TextView } from './text-object.js';

/** A button. If it has a confirm dialog, the click is sent only after the person confirms. */
export function ButtonElement({ element }: { readonly element: Button }) {
  const { press } = useOwner();
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const { confirm, style, url, value } = element;

  const go = async (): Promise<void> => {
    setAsking(false);
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
        onClick={confirm === undefined ? go : () => setAsking(true)}
      >
        <TextView text={element.text} />
      </button>
      {isAsking && confirm !== undefined && (
        <ConfirmDialog dialog={confirm} onConfirm={go} onDeny={() => setAsking(false)} />
      )}
    </>
  );
}
