import type { ConfirmationDialog } from '@slack/types';
import { useState } from 'preact/hooks';
import { ConfirmDialog } from './confirm-dialog.js';

/** Asks before it acts, if the element has a confirm dialog. Draw `dialog` beside the element. */
export function useConfirm(confirm: ConfirmationDialog | undefined) {
  const [act, setAct] = useState<{ readonly go: () => unknown } | null>(null);
  const dialog =
    act === null || confirm === undefined ? null : (
      <ConfirmDialog
        dialog={confirm}
        onConfirm={() => {
          setAct(null);
          act.go();
        }}
        onDeny={() => setAct(null)}
      />
    );
  return { dialog, ask: (go: () => unknown): unknown => (confirm === undefined ? go() : setAct({ go })) };
}
